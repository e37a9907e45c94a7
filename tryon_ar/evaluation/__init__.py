"""Measurements: quality on pairs, the rig, labelled photos and clips, and speed."""

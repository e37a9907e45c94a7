"""Landmarks of a garment and a body become control points of a warp."""

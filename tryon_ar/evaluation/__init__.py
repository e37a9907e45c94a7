"""Measurements: speed and, later, quality."""

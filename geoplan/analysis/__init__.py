"""Measures over the catalogue: pure functions, frame in and frame out."""

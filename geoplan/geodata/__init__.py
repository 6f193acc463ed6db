"""Boundaries, land and geometry helpers that know nothing of the catalogue."""

"""Positions, places and notes that users draw: stored beside the catalogue, put into it, written as patch files."""

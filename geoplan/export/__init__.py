"""Layers in the formats others read."""

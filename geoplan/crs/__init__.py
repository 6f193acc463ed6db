"""Coordinate reference systems: registered ones, the metric ones GeoPlan measures in, and offset datums."""

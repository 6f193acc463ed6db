"""Differences between plans, computed."""

"""Readers of the tables and layers that users bring."""

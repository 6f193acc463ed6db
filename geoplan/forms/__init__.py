"""Workbooks to fill in for the data tables and for a layer, and their validation."""

"""The catalogue: every table and layer, read, checked and joined."""

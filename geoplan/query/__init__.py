"""Questions to the catalogue: selection, search, tables and one site in full."""

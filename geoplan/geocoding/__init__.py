"""Names and addresses to places of the catalogue: how each was recognised, how sure, and what else it might be."""

"""The page concordance."""

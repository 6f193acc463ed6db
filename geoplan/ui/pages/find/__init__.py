"""The page find."""

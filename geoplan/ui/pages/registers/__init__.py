"""The page enterprises."""

"""Writers of collections in every export format."""

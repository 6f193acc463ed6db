"""The pages: choose, compute, show."""

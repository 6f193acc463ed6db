"""The pages, a folder each: choose, compute, show."""

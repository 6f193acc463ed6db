"""Rules of the catalogue, and the check of its files against them."""

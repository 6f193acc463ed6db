"""The atlas as a map book: sheets of regions, industries and parks, with an index, to lie on a table."""

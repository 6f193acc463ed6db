"""Reading what a user brings: sheets and layers, mended where they can be, and told row by row."""

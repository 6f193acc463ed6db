"""Sheets to fill in for the data tables and for a layer, their check row by row, and the layer pair made of them."""

"""The text of a plan as an outline of sections; knows no catalogue."""

"""What comes from outside: streets by Overpass or from a file. The one place that asks the network for anything."""

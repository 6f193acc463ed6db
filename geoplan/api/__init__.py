"""The collections as an OGC API, served by pygeoapi."""

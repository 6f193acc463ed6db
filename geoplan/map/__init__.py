"""The map: a drawn base, the sites as one file fetched once, and a folium map that only passes filters on."""

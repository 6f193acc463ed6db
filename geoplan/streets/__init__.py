"""Streets as a sparse graph of minutes: rules, arrays, stored files. Only osm_file and osmnx_graph import OSMnx."""

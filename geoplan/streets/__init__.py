"""Streets as a sparse graph of minutes: by what rules, in what shape, on which shelf. Only `convert` knows OSMnx."""

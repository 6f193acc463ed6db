"""Maps on paper: ground, symbols and names in millimetres, for documents, pictures and printed sheets."""

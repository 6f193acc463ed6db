"""The dossier of a site, a file a section."""

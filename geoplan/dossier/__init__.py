"""The dossier of a site in words: lines of HTML that the app draws and a published page takes along."""

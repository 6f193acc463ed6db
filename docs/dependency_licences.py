"""Write DEPENDENCY_LICENSES.md: every package of requirements.txt with the licence that its own metadata name."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TARGET = HOME / "DEPENDENCY_LICENSES.md"
# From the licence file in the package, where the metadata say nothing or the package is for Windows alone.
_READ = {"colorama": "BSD-3-Clause", "streamlit-folium": "MIT", "xstatic-leaflet": "BSD-2-Clause"}
# The first that is found decides; what is none of these is unexpected.
KINDS = {
    "weak copyleft": r"MPL|Mozilla|LGPL|Lesser|Artistic",
    "permissive": r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|0BSD|Zlib|CNRI",
}
_HEAD = """# Licences of the dependencies

Written by `make licences` from the metadata of the packages in requirements.txt; a test keeps it current and refuses a
licence of any other kind. Weak copyleft: the package may be used by any work, and changes to the package itself stay
under its licence; GeoPlan changes none. text-unidecode is taken under the Artistic License. Wheels of shapely, pyogrio
and rasterio bring GEOS (LGPL 2.1), GDAL and PROJ (MIT) as libraries of their own.

Not installed: Django, asgiref and sqlparse. django-leaflet asks for them, and only the files of Leaflet.draw that it
carries are read. Come along and are not used: Flask, TinyDB and SQLAlchemy (pygeoapi asks for them), pydeck (Streamlit
does), click-plugins and cligj (rasterio does).

| package | licence | kind |
|---|---|---|
"""


def locked() -> list[str]:
    """The names of the packages in requirements.txt."""
    text = (HOME / "requirements.txt").read_text("utf-8")
    return sorted(set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)))


def licence(name: str) -> str:
    """The licence of an installed package: its expression, else its classifiers, else the field that is free text."""
    if name in _READ:
        return _READ[name]
    about = metadata(name)
    said = [text.rpartition(" :: ")[2] for text in about.get_all("Classifier", []) if text.startswith("License ::")]
    return about.get("License-Expression") or " / ".join(said) or str(about.get("License", "")).split("\n")[0]


def kind(text: str) -> str:
    """The kind of a licence, "" for one that is not expected."""
    return next((name for name, pattern in KINDS.items() if re.search(pattern, text)), "")


def page() -> str:
    """The page."""
    rows = [(name, licence(name)) for name in locked()]
    return _HEAD + "".join(f"| {name} | {text} | {kind(text)} |\n" for name, text in rows)


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")

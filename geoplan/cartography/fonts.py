"""The faces documents are set in. They come with packages, so that a page looks the same on every machine.

Noto Sans SC (SIL Open Font License 1.1, package justmytype-intl-cjk) holds the Chinese, in every weight. DejaVu Sans
(package matplotlib) stands in for scripts and signs it lacks, and Last Resort shows a sign that neither has as a
framed hint at its script, so that no character silently goes missing. Libertinus Serif is part of typst.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

SANS: Final = ("Noto Sans SC", "DejaVu Sans", "Last Resort High-Efficiency")
SERIF: Final = ("Libertinus Serif", *SANS)  # its Chinese is the sans

_FOLDERS: Final = {"justmytype_intl_cjk": "fonts/ofl/notosanssc", "matplotlib": "mpl-data/fonts/ttf"}


def font_folders() -> list[Path]:
    """List the folders of the font files, one a package; the packages are not imported.

    Raises
    ------
    ModuleNotFoundError
        A package is not installed.
    """
    folders = []
    for package, folder in _FOLDERS.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"the package {package}, which brings a font, is not installed: run make setup")
        folders.append(Path(spec.origin).parent / folder)
    return folders

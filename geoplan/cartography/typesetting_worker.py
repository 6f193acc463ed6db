"""A script that sets one document with typst, run by `geoplan.cartography.typesetting`.

It imports nothing of this package and is told in JSON: ``files`` (base64 by name), ``fonts`` (folders) and
``settings`` of typst; it answers with the document on its standard output, or, told ``pages``, with every page after
its length in eight bytes.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from datetime import UTC, datetime


def main() -> None:
    """Read the task, set the document, write it."""
    import typst

    task = json.load(sys.stdin.buffer)
    settings = task["settings"]
    by_page = settings.pop("pages", False)
    if "timestamp" in settings:
        settings["timestamp"] = datetime.fromtimestamp(settings["timestamp"], UTC)
    content = {name: b64decode(text) for name, text in task["files"].items()}
    # The faces of the machine are left alone, so that a page looks the same on every one.
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=task["fonts"])
    try:
        made = typst.compile(content, font_paths=faces, **settings)
    except typst.TypstError:
        if not settings.pop("pdf_standards", None):
            raise
        # Such as a heading of level 2 before any of level 1: still a PDF, only not of that standard.
        made = typst.compile(content, font_paths=faces, **settings)
    if by_page:
        pages = made if isinstance(made, list) else [made]
        made = b"".join(len(page).to_bytes(8, "big") + page for page in pages)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()

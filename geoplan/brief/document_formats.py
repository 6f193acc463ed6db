"""The formats a brief is written in, by suffix."""

from __future__ import annotations

from typing import Final

from geoplan.brief.blocks import Brief

MIME: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write(brief: Brief, suffix: str) -> bytes:
    """Write a brief as .docx, .pdf or .xlsx; the same bytes for the same brief.

    Raises
    ------
    ValueError
        Another suffix.
    """
    if suffix == ".docx":
        from geoplan.brief.write_word import to_docx

        return to_docx(brief)
    if suffix == ".pdf":
        from geoplan.brief.write_pdf import to_pdf

        return to_pdf(brief)
    if suffix == ".xlsx":
        from geoplan.brief.write_workbook import to_xlsx

        return to_xlsx(brief)
    raise ValueError(f"no document ends in {suffix!r}; use {', '.join(MIME)}")

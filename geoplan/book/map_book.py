"""The map book: drawn sheet by sheet, set as one document, or as a picture of every page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, Final

from geoplan.book.book_index import index_data, industry_entries, place_entries
from geoplan.book.book_page import MapPage
from geoplan.book.book_texts import texts_under
from geoplan.book.county_pages import county_pages
from geoplan.book.drawn_page import DrawnPage, Pictures, draw_page
from geoplan.book.edition import Edition
from geoplan.book.industry_pages import industry_pages
from geoplan.book.overview_pages import overview_pages
from geoplan.book.packed_pdf import packed_pdf
from geoplan.book.page_frames import PageFrames, page_frames
from geoplan.book.park_pages import park_pages
from geoplan.book.text_pages import difference_blocks, guide, method_blocks, text_part
from geoplan.brief import page_room
from geoplan.brief.block_data import block_data
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.sheet_drawing import sheet_files
from geoplan.cartography.sheet_file import finished
from geoplan.cartography.sheet_notes import facts
from geoplan.cartography.typesetting import typeset, typeset_pages
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.query.selection import select
from geoplan.query.selection_words import selection_words
from geoplan.settings import on_day
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import joined, message, translate
from geoplan.text.names import name_of

SECTIONS: Final = ("overview", "industries", "counties", "parks")
PIXELS_PER_INCH: Final = 150.0  # of a page as PNG
_SIZES: Final = {"A3": 7.8, "A4": 6.6}  # points, of tables
_GUTTER: Final = 6.0  # millimetres between columns of text, on A4
_PATIENCE: Final = 600  # seconds on the clock
_ZIPPED_ON: Final = (1980, 1, 1, 0, 0, 0)  # the same bytes on every day
Progress = Callable[[int, int], None]  # pages drawn, and of how many


def map_book(catalogue: Catalogue, edition: Edition, progress: Progress | None = None) -> bytes:
    """Make a map book as PDF.

    Parameters
    ----------
    progress : callable, optional
        Told after every page that is drawn.

    Returns
    -------
    bytes
        The same for the same catalogue and edition.

    Raises
    ------
    UserError
        There is no such paper, or no site in the book.
    """
    pages = book_files(catalogue, edition, progress)
    return packed_pdf(typeset(pages, day=edition.day, patience=_PATIENCE))


def book_pictures(catalogue: Catalogue, edition: Edition, format: str, progress: Progress | None = None) -> bytes:
    """Make every page of a map book a picture of its own, ``png`` or ``svg``, in a zip; see `map_book`."""
    pages = book_files(catalogue, edition, progress)
    made = typeset_pages(pages, format, ppi=PIXELS_PER_INCH, day=edition.day, patience=_PATIENCE)
    content = io.BytesIO()
    packing = zipfile.ZIP_DEFLATED if format == "svg" else zipfile.ZIP_STORED  # a PNG is packed already
    with zipfile.ZipFile(content, "w") as archive:
        for number, page in enumerate(made, start=1):
            whole = finished(page, format, PIXELS_PER_INCH, _title(catalogue, edition))
            archive.writestr(zipfile.ZipInfo(f"{number:03}.{format}", _ZIPPED_ON), whole, packing)
    return content.getvalue()


def book_files(catalogue: Catalogue, edition: Edition, progress: Progress | None) -> dict[str, bytes]:
    """What typst reads, by name: the templates, every drawing, and ``page.json`` with every text and its place."""
    frames, lang = page_frames(edition.paper), edition.lang
    with on_day(edition.day):
        sites = [str(site) for site in select(catalogue, edition.selection)]
        if not sites:
            raise UserError("book.no_sites")
        pages = _map_pages(catalogue, edition, sites)
        pictures, grounds = Pictures(), dict[Extent, MapGround]()
        drawn: list[DrawnPage] = []
        for page in pages:
            drawn.append(draw_page(catalogue, page, edition, frames, pictures, grounds))
            if progress:
                progress(len(drawn), len(pages))
        title = _title(catalogue, edition)
        content = {
            **_style(edition, frames),
            "words": texts_under("words", lang),
            "sections": texts_under("sections", lang),
            "symbols": _symbols(drawn),
            "cover": _cover(catalogue, edition, drawn, sites, title),
            "sheets": [page.data for page in drawn],
            **_text(catalogue, edition, frames, drawn, sites),
        }
    size = (frames.sheet.width, frames.sheet.height)
    files_ = sheet_files(title, translate("book.alt", lang, n=len(drawn)), lang, size, content)
    return {
        **files_,
        **pictures.files,
        "main.typ": (files("geoplan.book") / "book.typ").read_bytes(),
        "blocks.typ": (files("geoplan.brief") / "blocks.typ").read_bytes(),
    }


def _map_pages(catalogue: Catalogue, edition: Edition, sites: Sequence[str]) -> list[MapPage]:
    lang, asked = edition.lang, edition.selection.industries
    return [
        *overview_pages(catalogue, sites, edition.local, lang),
        *industry_pages(catalogue, sites, asked, edition.local, lang),
        *county_pages(catalogue, edition.selection, sites, lang),
        *park_pages(catalogue, sites, lang),
    ]


def _title(catalogue: Catalogue, edition: Edition) -> str:
    regions = [name_of(catalogue.regions, code) for code in edition.selection.regions]
    text = message("book.title_of", place=joined(regions)) if regions else message("book.title")
    return text.text(edition.lang)


def _cover(
    catalogue: Catalogue, edition: Edition, drawn: Sequence[DrawnPage], sites: Sequence[str], title: str
) -> dict[str, Any]:
    words = selection_words(catalogue, edition.selection, with_regions=False)
    counted = {section_: sum(page.page.section == section_ for page in drawn) for section_ in SECTIONS}
    return {
        "title": title,
        "note": joined(words).text(edition.lang) if words else "",
        "counts": translate("book.counts", edition.lang, n=len(sites), sheets=len(drawn), **counted),
        "facts": facts(catalogue, edition.lang, edition.approval, edition.day),
        "organisation": clean_for_document(edition.letterhead.organisation),
        "contact": clean_for_document(
            " · ".join(filter(None, (edition.letterhead.author, edition.letterhead.contact)))
        ),
        "picture": drawn[0].data["pictures"][0],
    }


def _text(
    catalogue: Catalogue, edition: Edition, frames: PageFrames, drawn: Sequence[DrawnPage], sites: Sequence[str]
) -> dict[str, Any]:
    """The parts of text before and after the maps."""
    lang, k = edition.lang, frames.sheet.paper.letters
    column = (frames.text[2] - (frames.columns - 1) * _GUTTER * k) / frames.columns
    whole = edition.selection.is_empty()
    places = index_data(place_entries(catalogue, sites, drawn, lang), lang)
    industries = index_data(industry_entries(catalogue, sites, drawn, lang), lang)
    return {
        "front": [
            {"is": "guide", "code": "guide", "blocks": [block_data(block, lang, column) for block in guide(lang)]},
            {"is": "contents", "code": "contents"},
        ],
        "back": [
            {"is": "annex", "code": "annex"},
            text_part("differences", difference_blocks(catalogue, sites, whole, lang), lang, column),
            {"is": "index", "code": "places", "letters": places},
            {"is": "index", "code": "industry_index", "letters": industries},
            text_part("method", method_blocks(catalogue, sites, lang), lang, column),
        ],
    }


def _symbols(drawn: Sequence[DrawnPage]) -> list[dict[str, str]]:
    """What the symbols of all sheets mean, each once: rows of ``icon`` (SVG; "" of a heading) and ``text``."""
    groups: dict[str, dict[str, str]] = {}
    for page in drawn:
        for title, entries in page.legend:
            groups.setdefault(title, {}).update({text: icon for icon, text in entries})
    return [
        row
        for title, entries in groups.items()
        for row in ({"icon": "", "text": title}, *({"icon": icon, "text": text} for text, icon in entries.items()))
    ]


def _style(edition: Edition, frames: PageFrames) -> dict[str, Any]:
    """Sizes and lengths: points of texts, millimetres of frames."""
    size = _SIZES[edition.paper]
    k = frames.sheet.paper.letters
    return {
        "letters": k,
        "margin": frames.sheet.paper.margin,
        "frames": {"panel": frames.panel, "locator": frames.locator, "text": frames.text},
        "columns": frames.columns,
        "gutter": _GUTTER * k,
        "title_size": frames.sheet.title_size,
        "style": {
            "size": size, "note": max(6.2, size * 0.94), "caption": size * 1.08, "body": size * 1.06,
            "pitch": size * 1.36, "body_pitch": size * 1.5, "label": 23.0 * k,
            "pad_x": page_room.PAD_X * 0.7, "pad_y": page_room.PAD_Y * 0.8, "fact_gap": page_room.FACT_GAP,
            "gap": page_room.GAP, "lang": edition.lang,
        },
    }  # fmt: skip

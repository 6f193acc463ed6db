"""Streamlit's own words, which are English, in the language of the page."""

from __future__ import annotations

from typing import Final

from geoplan.text.message import section
from geoplan.ui.components import component
from geoplan.ui.language import lang

_words = component("widget_words")
# Words of Streamlit, as patterns of JavaScript, by the code of a text in ``ui.widgets``.
_PATTERNS: Final = {
    "no_results": "No results",
    "upload": "Upload",
    "drag": "Drag and drop files? here",
    "per_file": r"(?:Limit )?(\S+) per file(?: • (.*))?",
    "browse": "Browse files",
    "remove": "Remove (.+)",
    "close": "Close",
    "clear": "Clear (?:all|value|entry)",
    "apply": "Press (?:⌘\\+Enter|Ctrl\\+Enter|Enter) to (?:apply|submit form)",
    "choose": "Choose (?:an option|options)",
    "copy": "Copy to clipboard",
    "fullscreen": "Fullscreen",
    "close_fullscreen": "Close fullscreen",
    "download_csv": "Download as CSV",
    "search": "Search",
    "columns": "Show/hide columns",
    "add_row": "Add row",
    "delete_rows": r"Delete row\(s\)",
    "help": "Help for (.+)",
    "not_found": "Page not found",
    "not_found_why": "(?:You have requested page|The page that you have requested) .*",
    "increment": "Increment value by .*",
    "decrement": "Decrement value by .*",
    "running": "Running\\.\\.\\.",
    "connecting": "Connecting",
    "stop": "Stop",
    "empty": "empty",
    "skip": "Skip to main content",
    "help_of": "Help",
    "dismiss": "Dismiss",
    "open": "Open",
    "selected": "Selected values",
    "increase": "Increment",
    "decrease": "Decrement",
    "show_data": "Show data",
    "download_png": "Download as PNG",
    "copy_spec": "Copy Vega-Lite spec",
    "chart": "Vega visualization",
    "file_upload": "file upload",
    "icon_close": "close icon",
    "icon_fold": "left_panel_close icon",
}


def widget_words() -> None:
    """Say them from now on; in a language whose texts are none, they stay as they are."""
    texts = section("ui", lang())
    rules = [[pattern, text] for code, pattern in _PATTERNS.items() if (text := texts.get(f"widgets.{code}"))]
    _words(key="widget_words", data={"rules": rules}, height=1)

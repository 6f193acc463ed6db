"""The styles of the Word document: serif headings over a sans body, in Chinese and Latin faces every office has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from geoplan.brief.ooxml import BLUE, element
from geoplan.brief.page_room import BODY_PITCH, PAD_X, PAD_Y, PITCH, TITLE, TITLE_PITCH
from geoplan.text.message import translate

_SERIF: Final = ("Georgia", "SimSun")
_SANS: Final = ("Calibri", "Microsoft YaHei")
# What stands in where a face is not installed: another name of the same, then a relative.
_OTHER_NAMES: Final = {"SimSun": "宋体,Noto Serif CJK SC", "Microsoft YaHei": "微软雅黑,Noto Sans CJK SC"}
_INK, _MUTED = "22303A", "5B6A73"


@dataclass(frozen=True)
class _Look:
    size: float  # points
    colour: str = _INK
    faces: tuple[str, str] = _SANS
    bold: bool = False
    before: float = 0.0  # points
    after: float = 0.0
    pitch: float = 0.0  # points from line to line; 0 for that of the face
    keep: bool = False  # with what follows
    rule: int = 0  # eighths of a point, under it


# The pitch of lines is fixed, so that a page holds as much in any face; see `geoplan.brief.page_room`.
_LOOKS: Final = {
    "Normal": _Look(10, pitch=BODY_PITCH),
    "Body Text": _Look(10, before=8, pitch=BODY_PITCH),
    "Letterhead": _Look(12, BLUE, _SERIF, True, after=8),
    "Title": _Look(TITLE, faces=_SERIF, bold=True, after=6, pitch=TITLE_PITCH, keep=True),
    "Subtitle": _Look(9, _MUTED, after=6, pitch=PITCH, keep=True, rule=12),
    "Heading 1": _Look(14, BLUE, _SERIF, True, before=14, after=4, pitch=18, keep=True, rule=4),
    "Heading 2": _Look(12, faces=_SERIF, bold=True, before=10, after=6, pitch=16, keep=True),
    "Caption": _Look(9, BLUE, bold=True, before=8, after=3, pitch=PITCH, keep=True),
    "Note": _Look(8, _MUTED, before=3, pitch=PITCH),
    "Figure": _Look(10, before=6, keep=True),
    "Fact Label": _Look(8, BLUE, before=2, pitch=PITCH, keep=True),
    "Fact Large": _Look(10, pitch=BODY_PITCH),
    "Table Heading": _Look(8.5, bold=True, pitch=PITCH),
    "Table Text": _Look(8.5, pitch=PITCH),
    "Table Missing": _Look(8.5, _MUTED, pitch=PITCH),
    "Footer": _Look(7.5, _MUTED),
    "Gap": _Look(1, before=6, pitch=1, keep=True),
    "Break": _Look(1, pitch=1),
}


def set_styles(document: Any, lang: str) -> None:
    """Give a new document the brief's styles, proofread in a language."""
    has_serif = translate("brief.typography.headings", lang) == "serif"
    for name, look in _LOOKS.items():
        _set_style(_style(document, name), look if has_serif else replace(look, faces=_SANS))
    _set_languages(document, lang)
    _name_relatives(document)
    _set_table_style(document)


def _style(document: Any, name: str) -> Any:
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _set_style(style: Any, look: _Look) -> None:
    latin, chinese = look.faces
    style.font.name, style.font.size, style.font.bold, style.font.italic = latin, Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    for extra in ("w:spacing", "w:kern"):  # the template's own letter spacing
        for child in style.element.rPr.findall(qn(extra)):
            style.element.rPr.remove(child)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    spacing.line_spacing = Pt(look.pitch) if look.pitch else 1.0
    spacing.keep_with_next, spacing.widow_control = look.keep, True
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if look.rule:
        border = element("w:pBdr")
        border.append(element("w:bottom", val="single", sz=str(look.rule), space="4", color=BLUE))
        properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _set_languages(document: Any, lang: str) -> None:
    properties = document.styles.element.find(f".//{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    latin = translate("brief.typography.latin", lang)
    properties.append(element("w:lang", val=latin, eastAsia="zh-CN", bidi="ar-SA"))
    for theme in document.settings.element.findall(qn("w:themeFontLang")):  # the template's is Japanese
        theme.set(qn("w:eastAsia"), "zh-CN")


def _name_relatives(document: Any) -> None:
    """Tell in the font table what may stand in for the Chinese faces."""
    table = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _OTHER_NAMES.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _set_table_style(document: Any) -> None:
    """A table without lines of its own; the rules are the rows'."""
    style = document.styles.add_style("Brief Table", WD_STYLE_TYPE.TABLE)
    properties = element("w:tblPr")
    margins = element("w:tblCellMar")
    for side, width in (("top", Mm(PAD_Y)), ("left", Mm(PAD_X)), ("bottom", Mm(PAD_Y)), ("right", Mm(PAD_X))):
        margins.append(element(f"w:{side}", w=str(int(width.twips)), type="dxa"))
    properties.append(margins)
    style.element.append(properties)

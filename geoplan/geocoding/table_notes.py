"""What a person who hands in a sheet should know of how it was read, before trusting the answers."""

from __future__ import annotations

from typing import Final

from geoplan.readers.messages import Message, shorten
from geoplan.readers.read_csv import TextTable

_LISTED: Final = 8


def table_notes(sheet: TextTable, chosen: bool = False) -> list[Message]:
    """Tell which sheet was read, what its formulas lack, and what else was noticed.

    Parameters
    ----------
    sheet : Sheet
        As `geoplan.readers.read_csv.open_sheet` read it.
    chosen : bool
        Whether someone named the sheet.

    Returns
    -------
    list of Said
        One line each; empty where nothing was left to chance.
    """
    told = []
    others = [shorten(title) for title in sheet.sheets if title != sheet.sheet]
    if others and not chosen:
        told.append(
            Message(
                f"读的是工作表 {shorten(sheet.sheet)}，另有 {_listed(others, '、')}，可用 --sheet 指定",
                f"read the sheet {shorten(sheet.sheet)}; there are also {_listed(others, ', ')}: name one with --sheet",
            )
        )
    if sheet.encodings:
        told.append(
            Message(
                f"编码不能确定，按 {sheet.encoding.upper()} 读取；如有乱码，请另存为 UTF-8",
                f"the encoding is not certain, {sheet.encoding.upper()} was taken; if texts are garbled, save as UTF-8",
            )
        )
    if sheet.unsaved:
        cells = list(sheet.unsaved.values())
        told.append(
            Message(
                f"公式没有保存结果，视为空白：{_listed(cells, '、')}；请在 Excel 中打开并保存后重试",
                f"formulas without a saved result count as blank: {_listed(cells, ', ')}; open and save it in Excel",
            )
        )
    return told + list(sheet.notes)


def _listed(items: list[str], between: str) -> str:
    return between.join(items[:_LISTED]) + (" …" if len(items) > _LISTED else "")

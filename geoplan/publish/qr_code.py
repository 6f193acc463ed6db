"""A QR code of an address as the outline of its dark squares."""

from __future__ import annotations

from typing import Final, NamedTuple

_QUIET: Final = 4  # modules around it (ISO/IEC 18004)


class QrPath(NamedTuple):
    """The outline of the dark modules as the data of an SVG path, and the width of the whole in modules."""

    d: str
    size: int


def qr_path(address: str) -> QrPath:
    """Draw the QR code of an address.

    Raises
    ------
    ValueError
        The address is longer than a QR code holds.
    """
    import segno  # which only an address needs

    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError as error:
        raise ValueError(f"{len(address)} characters are too many for a QR code") from error
    squares = [
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return QrPath("".join(squares), len(code.matrix) + 2 * _QUIET)

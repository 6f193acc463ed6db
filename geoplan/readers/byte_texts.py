"""Texts that GDAL hands on as bytes, one character each, because the file does not say what they are written in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from geoplan.readers.attribute_columns import distinct
from geoplan.readers.source_table import SourceTable, encoding_question
from geoplan.readers.text_encoding import OFFERED, Encoding, encoding_of_values
from geoplan.text.message import message
from geoplan.text.shorten import shorten

BYTES: Final = "ISO-8859-1"  # one character a byte: GDAL hands the text on as it is


def decode_texts(source: SourceTable, declared: str, chosen: str | None) -> tuple[SourceTable, str, Encoding]:
    """Read names and texts in the chosen encoding, else the declared one where all fits it, else as the bytes tell.

    Returns
    -------
    source : SourceTable
        With a question where the encoding is not sure.
    encoding : str
        That it was read in.
    guess : Encoding
        What the bytes tell.
    """
    frame = source.attributes.copy(deep=False)
    texts = [c for c in frame if pd.api.types.is_object_dtype(frame[c]) or pd.api.types.is_string_dtype(frame[c])]
    raw = {c: [v.encode(BYTES) if isinstance(v, str) else None for v in frame[c]] for c in texts}
    names = [str(c).encode(BYTES, "replace") for c in frame.columns]
    guess = encoding_of_values([*names, *(v for values in raw.values() for v in values if v)])
    if not guess.name:  # a name that a program has mangled does not hide what the values are in
        guess = encoding_of_values([v for values in raw.values() for v in values if v])
    notes = list(source.notes)
    encoding = chosen or (declared if declared in guess.fits else guess.name) or "utf-8"
    for column, values in raw.items():
        decoded = [None if v is None else v.decode(encoding, "replace") for v in values]
        frame[column] = pd.Series(decoded, index=frame.index, dtype=object)
        undecodable = [at for at, value in enumerate(decoded) if value and "\ufffd" in value]
        reason = message("readers.read_shapefile.undecodable_values", column=shorten(column))
        source.row_report.add_all(frame.index[undecodable], "mended", reason)
    if any("\ufffd" in n.decode(encoding, "replace") for n in names):
        notes.append(message("readers.read_shapefile.field_name_cut"))
    frame = distinct(frame.set_axis([n.decode(encoding, "ignore") or "?" for n in names], axis=1))
    questions = list(source.questions)
    if chosen or not (guess.sure or declared in guess.fits):
        questions.append(encoding_question(dict.fromkeys((encoding, *guess.fits, *OFFERED[:3])), encoding))
    return replace(source, attributes=frame, notes=notes, questions=questions), encoding, guess

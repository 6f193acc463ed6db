"""Zipped Shapefiles: the parts that belong together, and text in an encoding that is often not declared."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import pandas as pd
import pyogrio

from geoplan.errors import ReaderError
from geoplan.readers.attribute_columns import distinct
from geoplan.readers.read_vector import chosen_layer, declared, layer_question, private_folder, read_by_gdal
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import Option, Question, SourceTable
from geoplan.readers.text_encoding import OFFERED, encoding_of_values
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten

_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAGIC: Final = b"\x00\x00\x27\x0a"
_BYTES: Final = "ISO-8859-1"  # one character a byte: GDAL hands the text on as it is
# What .cpg files say, and the codec that reads it.
_CALLED: Final = {
    **dict.fromkeys(("936", "cp936", "gbk", "gb2312"), "gb18030"),
    **dict.fromkeys(("950", "cp950"), "big5"),
    **dict.fromkeys(("utf8", "65001"), "utf-8"),
}
_WHY: Final = {
    "link": message("readers.read_shapefile.why.link"),
    "outside": message("readers.read_shapefile.why.outside"),
    "locked": message("readers.read_shapefile.why.locked"),
    "archive": message("readers.read_shapefile.why.archive"),
}


def read_shapefile(content: bytes, name: str, layer: str | None = None, encoding: str | None = None) -> SourceTable:
    """Read one Shapefile of an archive.

    Parameters
    ----------
    content : bytes
        The archive; only .shp, .shx, .dbf, .prj and .cpg are unpacked, into a private folder and under our names.
    name : str
        Its name, for messages.
    layer : str, optional
        Which of several, by its path in the archive without the suffix; by default the first.
    encoding : str, optional
        Of the attributes, where it is known better than .cpg says or the bytes tell.

    Returns
    -------
    SourceTable
        With questions for the layer and the encoding where they are open.

    Raises
    ------
    ReaderError
        The archive or the Shapefile is damaged, or there is none that may be read.
    """
    with open_archive(content, name) as archive, private_folder() as folder:
        layers, notes = _layers(archive, name)
        chosen = chosen_layer(layer, list(layers), name)
        parts = {suffix: read_member(archive, member, name) for suffix, member in layers[chosen].items()}
        notes += _unpack(parts, folder, f"{name} › {chosen}")
        source = read_by_gdal(folder / "layer.shp", None, name, _BYTES)
    prj = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    given, said = declared(prj) if prj else (None, [message("readers.read_shapefile.there_no_prj_system_judged")])
    source = replace(source, layer=chosen, system=given, notes=[*notes, *said])
    if len(layers) > 1:
        source.questions.append(layer_question(list(layers), chosen, layer))
    return _with_text(source, parts.get(".cpg", b""), encoding)


def _layers(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, dict[str, zipfile.ZipInfo]], list[Text]]:
    layers: dict[str, dict[str, zipfile.ZipInfo]] = {}
    called: dict[str, str] = {}  # the parts of one layer may differ in case
    notes: list[Text] = []
    for member in archive.infolist():
        path = PurePosixPath(readable_name(member))
        suffix = path.suffix.lower()
        if path.parts[:1] == ("__MACOSX",):
            continue
        why = unsafe_reason(member)
        if why:
            said, spot = _WHY[why], shorten(path)
            told = message("readers.read_shapefile.not_opened", spot=spot, said=said)
            notes.insert(0 if suffix == ".shp" else len(notes), told)
        elif suffix in _PARTS and not member.is_dir():
            stem = str(path.with_suffix(""))
            layers.setdefault(called.setdefault(stem.casefold(), stem), {})[suffix] = member
    whole = {stem: parts for stem, parts in layers.items() if ".shp" in parts}
    if not whole:
        zh, en = (notes[0].zh, notes[0].en) if notes else ("没有 .shp", "no .shp")
        raise ReaderError("readers.read_shapefile.no_shapefile_can_read_zip", name=shorten(name), zh=local_text(zh, en))
    return whole, notes[:10]


def _unpack(parts: dict[str, bytes], folder: Path, spot: str) -> list[Text]:
    if not parts[".shp"].startswith(_MAGIC):
        raise ReaderError("readers.read_shapefile.what_called_shp_no_shapefile", spot=shorten(spot))
    for suffix in (".shp", ".shx", ".dbf"):
        if parts.get(suffix):
            (folder / f"layer{suffix}").write_bytes(parts[suffix])
    notes = []
    if not parts.get(".shx"):
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        notes.append(message("readers.read_shapefile.there_no_shx_made_anew"))
    if not parts.get(".dbf"):
        notes.append(message("readers.read_shapefile.there_no_dbf_shapes_without"))
    shapes, records = _counts(parts)
    if shapes is not None and records is not None and shapes != records:
        notes.append(message("readers.read_shapefile.shp_shapes_dbf_rows_they", shapes=shapes, records=records))
    return notes


def _counts(parts: dict[str, bytes]) -> tuple[int | None, int | None]:
    """How many shapes the .shx lists and how many rows the .dbf says it has; None where there is none."""
    shx, dbf = parts.get(".shx", b""), parts.get(".dbf", b"")
    return (len(shx) - 100) // 8 if len(shx) >= 100 else None, int.from_bytes(dbf[4:8], "little") if dbf[8:] else None


def _with_text(source: SourceTable, cpg: bytes, wanted: str | None) -> SourceTable:
    """Read names and texts in their encoding; GDAL handed them on as bytes."""
    frame = source.attributes
    texts = [
        c for c in frame.columns if pd.api.types.is_object_dtype(frame[c]) or pd.api.types.is_string_dtype(frame[c])
    ]
    raw = {c: [v.encode(_BYTES) if isinstance(v, str) else None for v in frame[c]] for c in texts}
    names = [str(c).encode(_BYTES, "replace") for c in frame.columns]
    told = encoding_of_values([*names, *(v for values in raw.values() for v in values if v)])
    declared_as = _codec(cpg)
    notes = list(source.notes)
    chosen = wanted or (declared_as if declared_as in told.fits else told.name) or "utf-8"
    if declared_as and declared_as not in told.fits and not wanted:
        notes.append(message("readers.read_shapefile.cpg_says_does_not_fit", declared_as=declared_as, chosen=chosen))
    elif not declared_as and not wanted and told.name != "utf-8":
        notes.append(message("readers.read_shapefile.there_no_cpg_bytes_text", chosen=chosen))
    decoded = {c: [None if v is None else v.decode(chosen, "replace") for v in values] for c, values in raw.items()}
    for column, values in decoded.items():
        frame = frame.assign(**{column: pd.Series(values, index=frame.index, dtype=object)})
        for at, value in enumerate(values):
            if value and "\ufffd" in value:
                said = message("readers.read_shapefile.characters_cannot_read", column=shorten(column))
                source.remarks.add(int(frame.index[at]), "mended", said)
    if any("\ufffd" in n.decode(chosen, "replace") for n in names):
        notes.append(message("readers.read_shapefile.field_name_cut_off_middle"))
    frame = distinct(frame.set_axis([n.decode(chosen, "ignore") or "?" for n in names], axis=1))
    questions = list(source.questions)
    if wanted or not (told.sure or declared_as in told.fits):
        options = tuple(Option(e, local_text(e, e)) for e in dict.fromkeys((chosen, *told.fits, *OFFERED[:3])))
        said = message("readers.read_shapefile.what_text_written_now", chosen=chosen)
        questions.append(Question("encoding", said, options, chosen))
    return replace(source, attributes=frame, notes=notes, questions=questions)


def _codec(cpg: bytes) -> str:
    """What a .cpg means, as a codec's name; "" where it says nothing known."""
    said = cpg.decode("ascii", "ignore").strip().lower().replace("oem", "").replace("ansi", "").strip(" -_")
    named = _CALLED.get(said.replace("-", ""), said)
    try:
        codecs.lookup(named or "?")
    except (LookupError, ValueError):
        return ""
    return named

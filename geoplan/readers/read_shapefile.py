"""Zipped Shapefiles: the parts that belong together, and text in an encoding that is often not declared."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from geoplan.errors import ReaderError
from geoplan.files import scratch_folder
from geoplan.readers.archive_type import is_clutter
from geoplan.readers.byte_texts import BYTES, decode_texts
from geoplan.readers.read_vector import chosen_layer, declared, layer_question, read_by_gdal
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import SourceTable
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAGIC: Final = b"\x00\x00\x27\x0a"
# What .cpg files say, and the codec that reads it.
_CODECS: Final = {
    **dict.fromkeys(("936", "cp936", "gbk", "gb2312"), "gb18030"),
    **dict.fromkeys(("950", "cp950"), "big5"),
    **dict.fromkeys(("utf8", "65001"), "utf-8"),
}


def read_shapefile(content: bytes, name: str, layer: str | None = None, encoding: str | None = None) -> SourceTable:
    """Read one Shapefile of an archive.

    Only .shp, .shx, .dbf, .prj and .cpg are unpacked, into a private folder and under our names.

    Parameters
    ----------
    layer : str, optional
        Which of several, by its path in the archive without the suffix; by default the first.
    encoding : str, optional
        Of the attributes, where it is known better than .cpg says or the bytes tell.

    Returns
    -------
    SourceTable
        With questions on the layer and the encoding where they are open.

    Raises
    ------
    ReaderError
        The archive or the Shapefile is damaged, or there is none that may be read.
    """
    with open_archive(content, name) as archive, scratch_folder() as folder:
        layers, notes = _layers(archive, name)
        chosen = chosen_layer(layer, list(layers), name)
        parts = {suffix: read_member(archive, member, name) for suffix, member in layers[chosen].items()}
        notes += _unpack(parts, folder, f"{name} › {chosen}")
        source = read_by_gdal(folder / "layer.shp", None, name, BYTES)
    prj = parts.get(".prj", b"").decode("utf-8-sig", "replace").strip()
    system, crs_notes = declared(prj) if prj else (None, [message("readers.read_shapefile.no_prj")])
    source = replace(source, layer=chosen, system=system, notes=[*notes, *crs_notes])
    if len(layers) > 1:
        source.questions.append(layer_question(list(layers), chosen, layer))
    return _with_text(source, parts.get(".cpg", b""), encoding)


def _layers(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, dict[str, zipfile.ZipInfo]], list[Text]]:
    layers: dict[str, dict[str, zipfile.ZipInfo]] = {}
    stems: dict[str, str] = {}  # the parts of one layer may differ in case
    notes: list[Text] = []
    for member in archive.infolist():
        path = PurePosixPath(readable_name(member))
        suffix = path.suffix.lower()
        if is_clutter(path):
            continue
        why = unsafe_reason(member)
        if why:
            note = message(
                "readers.read_shapefile.not_opened",
                member=shorten(path),
                reason=message(f"readers.read_shapefile.why.{why}"),
            )
            notes.insert(0 if suffix == ".shp" else len(notes), note)
        elif suffix in _PARTS and not member.is_dir():
            stem = str(path.with_suffix(""))
            layers.setdefault(stems.setdefault(stem.casefold(), stem), {})[suffix] = member
    complete = {stem: parts for stem, parts in layers.items() if ".shp" in parts}
    if not complete:
        reason = notes[0] if notes else message("readers.read_shapefile.no_shp")
        raise ReaderError("readers.read_shapefile.no_shapefile", name=shorten(name), reason=reason)
    return complete, notes[:10]


def _unpack(parts: dict[str, bytes], folder: Path, location: str) -> list[Text]:
    if not parts[".shp"].startswith(_MAGIC):
        raise ReaderError("readers.read_shapefile.not_a_shp", location=shorten(location))
    if len(parts[".shp"]) < 2 * int.from_bytes(parts[".shp"][24:28], "big"):  # its length in words of 16 bits
        raise ReaderError("readers.read_vector.damaged_layer", location=shorten(location))
    for suffix in (".shp", ".shx", ".dbf"):
        if parts.get(suffix):
            (folder / f"layer{suffix}").write_bytes(parts[suffix])
    notes = []
    if not parts.get(".shx"):
        import pyogrio  # which brings GDAL, 30 MB that only a file needs

        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        notes.append(message("readers.read_shapefile.shx_restored"))
    if not parts.get(".dbf"):
        notes.append(message("readers.read_shapefile.no_dbf"))
    shapes, records = _counts(parts)
    if shapes is not None and records is not None and shapes != records:
        notes.append(message("readers.read_shapefile.counts_differ", shapes=shapes, records=records))
    return notes


def _counts(parts: dict[str, bytes]) -> tuple[int | None, int | None]:
    """How many shapes the .shx lists and how many rows the .dbf says it has; None where there is none."""
    shx, dbf = parts.get(".shx", b""), parts.get(".dbf", b"")
    return (len(shx) - 100) // 8 if len(shx) >= 100 else None, int.from_bytes(dbf[4:8], "little") if dbf[8:] else None


def _with_text(source: SourceTable, cpg: bytes, chosen: str | None) -> SourceTable:
    """Read names and texts in their encoding; GDAL handed them on as bytes."""
    of_cpg = _codec(cpg)
    source, encoding, guess = decode_texts(source, of_cpg, chosen)
    notes: list[Text] = []
    if of_cpg and of_cpg not in guess.fits and not chosen:
        notes.append(message("readers.read_shapefile.cpg_contradicted", declared=of_cpg, encoding=encoding))
    elif not of_cpg and not chosen and guess.name != "utf-8":
        notes.append(message("readers.read_shapefile.no_cpg", encoding=encoding))
    return replace(source, notes=[*source.notes, *notes])


def _codec(cpg: bytes) -> str:
    """What a .cpg means, as a codec's name; "" where it says nothing known."""
    text = cpg.decode("ascii", "ignore").strip().lower().replace("oem", "").replace("ansi", "").strip(" -_")
    codec = _CODECS.get(text.replace("-", ""), text)
    try:
        codecs.lookup(codec or "?")
    except (LookupError, ValueError):
        return ""
    return codec

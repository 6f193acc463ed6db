"""Zipped Shapefiles: the parts that belong together, and text in an encoding that is often not declared."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import pandas as pd
import pyogrio

from geoplan.readers.attribute_columns import distinct
from geoplan.readers.messages import Message, ReaderError, shorten
from geoplan.readers.read_vector import chosen_layer, declared, layer_question, private_folder, read_by_gdal
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import Option, Question, SourceTable
from geoplan.readers.text_encoding import OFFERED, encoding_of_values

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
    "link": Message("是符号链接", "a symbolic link"),
    "outside": Message("名称指向压缩包之外", "its name leads out of the archive"),
    "locked": Message("有密码", "locked with a password"),
    "archive": Message("是套在里面的压缩包", "an archive within the archive"),
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
    Source
        With questions for the layer and the encoding where they are open.

    Raises
    ------
    IntakeError
        The archive or the Shapefile is damaged, or there is none that may be read.
    """
    with open_archive(content, name) as archive, private_folder() as folder:
        layers, notes = _layers(archive, name)
        chosen = chosen_layer(layer, list(layers), name)
        parts = {suffix: read_member(archive, member, name) for suffix, member in layers[chosen].items()}
        notes += _unpack(parts, folder, f"{name} › {chosen}")
        source = read_by_gdal(folder / "layer.shp", None, name, _BYTES)
    prj = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    given, said = (
        declared(prj)
        if prj
        else (None, [Message("没有 .prj，坐标系按数值判断", "There is no .prj; the system is judged by the numbers")])
    )
    source = replace(source, layer=chosen, system=given, notes=[*notes, *said])
    if len(layers) > 1:
        source.questions.append(layer_question(list(layers), chosen, layer))
    return _with_text(source, parts.get(".cpg", b""), encoding)


def _layers(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, dict[str, zipfile.ZipInfo]], list[Message]]:
    layers: dict[str, dict[str, zipfile.ZipInfo]] = {}
    called: dict[str, str] = {}  # the parts of one layer may differ in case
    notes: list[Message] = []
    for member in archive.infolist():
        path = PurePosixPath(readable_name(member))
        suffix = path.suffix.lower()
        if path.parts[:1] == ("__MACOSX",):
            continue
        why = unsafe_reason(member)
        if why:
            said, spot = _WHY[why], shorten(path)
            told = Message(f"{spot} {said.zh}，未打开", f"{spot} was not opened: {said.en}")
            notes.insert(0 if suffix == ".shp" else len(notes), told)
        elif suffix in _PARTS and not member.is_dir():
            stem = str(path.with_suffix(""))
            layers.setdefault(called.setdefault(stem.casefold(), stem), {})[suffix] = member
    whole = {stem: parts for stem, parts in layers.items() if ".shp" in parts}
    if not whole:
        zh, en = (notes[0].zh, notes[0].en) if notes else ("没有 .shp", "no .shp")
        raise ReaderError(
            f"{shorten(name)}：没有可读的 Shapefile（{zh}），请把 .shp、.shx、.dbf、.prj 直接打包",
            f"{shorten(name)}: no Shapefile in it can be read ({en}); zip .shp, .shx, .dbf and .prj plainly",
        )
    return whole, notes[:10]


def _unpack(parts: dict[str, bytes], folder: Path, spot: str) -> list[Message]:
    if not parts[".shp"].startswith(_MAGIC):
        raise ReaderError(
            f"{shorten(spot)}：.shp 的内容不是 Shapefile，请重新导出",
            f"{shorten(spot)}: what is called .shp is no Shapefile; export it anew",
        )
    for suffix in (".shp", ".shx", ".dbf"):
        if parts.get(suffix):
            (folder / f"layer{suffix}").write_bytes(parts[suffix])
    notes = []
    if not parts.get(".shx"):
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        notes.append(Message("没有 .shx，已由 .shp 重建", "There is no .shx; it was made anew from the .shp"))
    if not parts.get(".dbf"):
        notes.append(Message("没有 .dbf，只有图形没有属性", "There is no .dbf: shapes without attributes"))
    shapes, records = _counts(parts)
    if shapes is not None and records is not None and shapes != records:
        notes.append(
            Message(
                f".shp 有 {shapes} 个图形而 .dbf 有 {records} 行，图形与属性可能错位，请重新导出",
                f"The .shp has {shapes} shapes and the .dbf {records} rows: they may not belong together; export anew",
            )
        )
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
        notes.append(
            Message(
                f".cpg 所说的 {declared_as} 与内容不符，按 {chosen} 读取",
                f"The .cpg says {declared_as}, which does not fit; read as {chosen}",
            )
        )
    elif not declared_as and not wanted and told.name != "utf-8":
        notes.append(
            Message(f"没有 .cpg，按内容判断为 {chosen}", f"There is no .cpg; by its bytes the text is {chosen}")
        )
    decoded = {c: [None if v is None else v.decode(chosen, "replace") for v in values] for c, values in raw.items()}
    for column, values in decoded.items():
        frame = frame.assign(**{column: pd.Series(values, index=frame.index, dtype=object)})
        for at, value in enumerate(values):
            if value and "\ufffd" in value:
                said = Message(
                    f"{shorten(column)} 有认不出的字符", f"{shorten(column)} has characters that cannot be read"
                )
                source.remarks.add(int(frame.index[at]), "mended", said)
    if any("\ufffd" in n.decode(chosen, "replace") for n in names):
        notes.append(Message("有字段名在一个汉字中间被截断", "A field name is cut off in the middle of a character"))
    frame = distinct(frame.set_axis([n.decode(chosen, "ignore") or "?" for n in names], axis=1))
    questions = list(source.questions)
    if wanted or not (told.sure or declared_as in told.fits):
        options = tuple(Option(e, Message(e, e)) for e in dict.fromkeys((chosen, *told.fits, *OFFERED[:3])))
        said = Message(f"文字的编码？暂按 {chosen}", f"What is the text written in? {chosen} for now")
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

"""An archive of files that are read as they are outside of one: GeoJSON, tables, GeoPackage and the like."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from geoplan.errors import ReaderError
from geoplan.readers.archive_type import BUNDLED, is_clutter
from geoplan.readers.read_vector import chosen_layer, layer_question
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import Answers, SourceTable
from geoplan.text.message import Text, joined, message
from geoplan.text.shorten import shorten

WITHIN: Final = " › "  # between a file of the archive and a layer of that file
_TRIED: Final = 5  # files of an archive after the first
Reader = Callable[[bytes, str, Answers], SourceTable]


def read_bundle(content: bytes, name: str, answers: Answers, read: Reader) -> SourceTable:
    """Read one file of an archive, by default the first.

    Parameters
    ----------
    answers : Answers
        ``layer`` is the path of a file in the archive, ``path › layer`` where that file has several layers.
    read : callable
        Reads a file that is no archive of files.

    Returns
    -------
    SourceTable
        With a question where there are several files or layers.

    Raises
    ------
    ReaderError
        The archive is damaged, has no such file, or the file cannot be read.
    """
    with open_archive(content, name) as archive:
        members, refused = _members(archive)
        if not members:
            raise ReaderError("readers.read_bundle.nothing_readable", name=shorten(name), reason=joined(refused[:1]))
        chosen, inner = _chosen(answers.layer, list(members), name)
        others = [member for member in members if member != chosen] if answers.layer is None else []
        chosen, source = _first_readable(
            archive, name, members, [chosen, *others[:_TRIED]], replace(answers, layer=inner), read
        )
    source.notes[:0] = refused[:5]
    return _with_question(source, list(members), chosen, answers.layer)


def _first_readable(
    archive: zipfile.ZipFile,
    name: str,
    members: dict[str, zipfile.ZipInfo],
    paths: list[str],
    answers: Answers,
    read: Reader,
) -> tuple[str, SourceTable]:
    """The first of some files that can be read: notes and blank tables lie beside layers; the first one's error."""
    errors: list[ReaderError] = []
    for path in paths:
        location = f"{name}{WITHIN}{path}"
        try:
            data = read_member(archive, members[path], name)
            if not data:
                raise ReaderError("readers.read_limits.empty_file", file=shorten(location))
            return path, read(data, location, answers)
        except ReaderError as error:
            errors.append(error)
    raise errors[0]


def _members(archive: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], list[Text]]:
    """The files that can be read, by their path, and why others are not opened."""
    members: dict[str, zipfile.ZipInfo] = {}
    refused: list[Text] = []
    for member in archive.infolist():
        path = PurePosixPath(readable_name(member))
        if path.suffix.lower() not in BUNDLED or member.is_dir() or is_clutter(path):
            continue
        why = unsafe_reason(member)
        if why in ("", "archive"):  # of archives, those alone that are read outside of one too
            members[str(path)] = member
        else:
            reason = message(f"readers.read_shapefile.why.{why}")
            refused.append(message("readers.read_shapefile.not_opened", member=shorten(path), reason=reason))
    return members, refused


def _chosen(layer: str | None, members: list[str], name: str) -> tuple[str, str | None]:
    """The file, and the layer of it where one is named."""
    if layer is None or layer in members:
        return layer or members[0], None
    named = [member for member in members if layer.startswith(member + WITHIN)]
    if not named:
        chosen_layer(layer, members, name)  # says what there is
    member = max(named, key=len)
    return member, layer.removeprefix(member + WITHIN)


def _with_question(source: SourceTable, members: list[str], chosen: str, answer: str | None) -> SourceTable:
    """One question for files and layers: the file that was read is offered by its layers."""
    asked = next((question for question in source.questions if question.key == "layer"), None)
    layers = [f"{chosen}{WITHIN}{option.value}" for option in asked.options] if asked else [chosen]
    options = [option for member in members for option in (layers if member == chosen else [member])]
    source.questions = [question for question in source.questions if question is not asked]
    read = f"{chosen}{WITHIN}{asked.default}" if asked else chosen
    if len(options) > 1:
        open_still = None if asked and asked.must else answer
        source.questions.insert(0, layer_question(options, read, open_still))
    source.layer = read
    return source

"""Put positions that were drawn into the layers of a catalogue: all of them, or none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import shapely

from geoplan.checks.check_sources import check_sources
from geoplan.checks.layer_schema import PositionMetadata
from geoplan.drafts.draft import POSITION, Draft
from geoplan.drafts.draft_checks import as_reason
from geoplan.drafts.patch import listed
from geoplan.errors import UserError
from geoplan.files import write_all_atomically
from geoplan.forms.layer_draft import features_text
from geoplan.forms.layer_features import rounded_geometry
from geoplan.problem import Problem
from geoplan.sources import Layer, Sources, read_sources
from geoplan.text.message import message


def apply_patch(home: Path, drafts: Sequence[Draft]) -> list[str]:
    """Write the positions among some drafts into layers/.

    Returns
    -------
    list of str
        The files that changed, relative to `home`. A place and a note change nothing: a place needs the section of a
        plan.

    Raises
    ------
    UserError
        The catalogue would have a problem that it does not have now, or does not have a site; no file is written.
    OSError
        A file cannot be written; no file is changed.
    """
    contents = patched_layers(home, drafts)
    write_all_atomically({home / file: content for file, content in contents.items()})
    return list(contents)


def patched_layers(home: Path, drafts: Sequence[Draft]) -> dict[str, bytes]:
    """The files of layers/ that the positions among some drafts change, and what they would hold.

    Returns
    -------
    dict of str to bytes
        By path relative to `home`. In place of the first feature of a site stands the drawn one, its further features
        are gone; the lines of all other features are as they were.

    Raises
    ------
    UserError
        See `apply_patch`.
    """
    positions = {draft.draft_id: feature_of(draft) for draft in drafts if draft.category == POSITION}
    sources = read_sources(home)
    if missing := sorted(positions.keys() - {s for layer in sources.layers for s in map(_site_id, _features(layer))}):
        raise UserError("place.apply_patch.no_layer", site_id=missing[0])
    patched = {
        layer.layer_id: _replaced(_features(layer), positions)
        for layer in sources.layers
        if not positions.keys().isdisjoint(map(_site_id, _features(layer)))
    }
    layers = [
        replace(layer, features=[feature for _, feature in patched[layer.layer_id]])
        if layer.layer_id in patched
        else layer
        for layer in sources.layers
    ]
    _refuse_new_problems(sources, layers)
    contents = {
        layer.geojson: _text((home / layer.geojson).read_text("utf-8"), layer, patched[layer.layer_id])
        for layer in sources.layers
        if layer.layer_id in patched
    }
    return {file: content for file, content in contents.items() if content != (home / file).read_bytes()}


def feature_of(draft: Draft) -> dict[str, Any]:
    """The draft of a position as a feature of layers/: the properties that a layer has, in their order."""
    keys = [key for key in PositionMetadata.model_fields if hasattr(draft, key)]
    properties = {"site_id": draft.draft_id, **{key: getattr(draft, key) for key in keys}}
    if isinstance(draft.radius_m, float) and draft.radius_m.is_integer():
        properties["radius_m"] = int(draft.radius_m)
    geometry = orjson.loads(shapely.to_geojson(rounded_geometry(draft.geometry)))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _features(layer: Layer) -> list[Any]:
    return layer.features or []


def _replaced(features: list[Any], positions: dict[str, Any]) -> list[tuple[int | None, Any]]:
    """The features with the drawn ones in them, each with its number among the old ones, None for a drawn one."""
    patched: list[tuple[int | None, Any]] = []
    drawn = set()
    for number, feature in enumerate(features):
        site_id = _site_id(feature)
        if site_id not in positions:
            patched.append((number, feature))
        elif site_id not in drawn:
            drawn.add(site_id)
            patched.append((None, positions[site_id]))
    return patched


def _site_id(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("site_id", "")) if isinstance(properties, dict) else ""


def _refuse_new_problems(sources: Sources, layers: list[Layer]) -> None:
    """Rows are not compared: they move where several features of a site become one. No cell of a table changes."""
    problems = check_sources(replace(sources, layers=layers), with_schema=False)
    before = Counter(map(_without_row, check_sources(sources, with_schema=False))) if problems else Counter()
    new = []
    for problem in problems:
        before[_without_row(problem)] -= 1
        if before[_without_row(problem)] < 0:
            new.append(problem)
    if new:
        reasons = [
            message("place.apply_patch.problem", file=p.file, id=_id_at(p, layers), reason=as_reason(p)) for p in new
        ]
        raise UserError("place.apply_patch.refused", n=len(new), reasons=listed(reasons))


def _without_row(problem: Problem) -> tuple[object, ...]:
    return problem.file, problem.rule, str(sorted(problem.values.items()))


def _id_at(problem: Problem, layers: list[Layer]) -> str:
    features = next((_features(layer) for layer in layers if layer.geojson == problem.file), [])
    return _site_id(features[problem.row - 1]) if problem.row and problem.row <= len(features) else ""


def _text(old: str, layer: Layer, patched: list[tuple[int | None, Any]]) -> bytes:
    """The new text of a file, with the lines of untouched features as they are where each feature has one."""
    head, *lines, tail = old.removesuffix("\n").split("\n") if old.count("\n") > 1 else ["", ""]
    lines = [line.removesuffix(",") for line in lines]
    empty = features_text([]).splitlines()
    if [head, tail] != [empty[0], empty[-1]] or not _have_a_line_each(lines, _features(layer)):
        return features_text([feature for _, feature in patched]).encode()
    texts = [json.dumps(feature, ensure_ascii=False) if n is None else lines[n] for n, feature in patched]
    return "\n".join([head, ",\n".join(texts), tail, ""]).encode()


def _have_a_line_each(lines: list[str], features: list[Any]) -> bool:
    try:
        return [json.loads(line) for line in lines] == features
    except json.JSONDecodeError:
        return False

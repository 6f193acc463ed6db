"""The layer of a filled template: its description and features, with those of the layer of that name added."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from geoplan.checks.layer_schema import LayerDescription
from geoplan.forms.cell_message import CellMessage
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.form_schema import FEATURES, LAYER, LISTS
from geoplan.forms.layer_features import FeatureError, make_feature, placeholder_feature
from geoplan.sources import Layer, Sources

_LAST: Final = ("also", "licence", "sources")  # keys at the end of a description


@dataclass(frozen=True)
class LayerDraft:
    """A layer as it would be in layers/.

    Attributes
    ----------
    origins : list
        For each feature, the table and row it is made of; None for one of the catalogue.
    """

    layer_id: str
    description: dict[str, Any]
    features: list[dict[str, Any]]
    origins: list[tuple[Table, Row] | None]
    findings: list[CellMessage] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """The two files by name."""
        return {
            f"{self.layer_id}.toml": description_text(self.description).encode(),
            f"{self.layer_id}.geojson": features_text(self.features).encode(),
        }


def read_description(filled: FilledForm) -> tuple[Table, Row] | None:
    """The sheet that describes a layer and its one row; None where none is filled in."""
    return next(iter(filled.rows_of(LAYER)), None)


def complete_description(row: Row, sources: Sources) -> Row:
    """Fill the gaps of a layer's description from the layer of that name in the catalogue."""
    known = _layer(row.values.get("layer_id", ""), sources)
    values = {key: _cell(value) for key, value in (known.description or {}).items()} if known else {}
    return Row(row.row, {**values, **row.values}, row.cells)


def draft_layer(
    filled: FilledForm, sources: Sources, invalid: Collection[int], adcodes: dict[str, str]
) -> LayerDraft | None:
    """Make the layer that a filled template describes.

    Parameters
    ----------
    invalid : collection of int
        ``id`` of the rows with a cell that breaks the rule of its column; placeholders replace their features.

    Returns
    -------
    LayerDraft or None
        None where no layer is named.
    """
    description = read_description(filled)
    if description is None or not description[1].values.get("layer_id"):
        return None
    row = complete_description(description[1], sources)
    known = _layer(row.values["layer_id"], sources)
    features = list((known.features if known else None) or [])
    origins: list[tuple[Table, Row] | None] = [None] * len(features)
    places = {_key(feature): at for at, feature in enumerate(features)}
    findings = []
    for table, one in filled.rows_of(FEATURES):
        site_id, part = one.values.get("site_id", ""), one.values.get("part", "")
        feature = placeholder_feature(site_id, part)
        if id(one) not in invalid:
            try:
                feature = make_feature(one.values, adcodes.get(site_id, ""))
            except FeatureError as error:
                findings.append(CellMessage(table.address(one, error.column), error.rule, error.values))
        at = places.get((site_id, part))
        if at is None:
            features.append(feature)
            origins.append((table, one))
        elif origins[at] is None:
            features[at], origins[at] = feature, (table, one)
    return LayerDraft(row.values["layer_id"], _description(row), features, origins, findings)


def description_text(description: dict[str, Any]) -> str:
    """Write the description of a layer as TOML.

    Returns
    -------
    str
        As the files in layers/ are written: titles first, sources last, a line for each source; an empty ``also`` is
        left out.
    """
    lines = []
    for key in (*(key for key in LayerDescription.model_fields if key not in _LAST), *_LAST):
        value = description.get(key)
        if value in (None, []):
            continue
        if key == "sources":
            lines += ["sources = [", *(f"  {_toml_value(source)}," for source in value), "]"]
        elif isinstance(value, list):
            lines.append(f"{key} = [{', '.join(map(_toml_value, value))}]")
        else:
            lines.append(f"{key} = {_toml_value(value)}")
    return "\n".join(lines) + "\n"


def features_text(features: list[dict[str, Any]]) -> str:
    """Write features as a GeoJSON FeatureCollection, a line for each feature."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _toml_value(value: Any) -> str:
    """JSON writes strings and whole numbers as TOML does, but for the control character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _layer(layer_id: str, sources: Sources) -> Layer | None:
    return next((layer for layer in sources.layers if layer.layer_id == layer_id), None)


def _key(feature: Any) -> tuple[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    return str(properties.get("site_id", "")), str(properties.get("part") or "")


def _cell(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _description(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {key: value for key, value in row.values.items() if key != "layer_id" and value}
    for key in LISTS:
        if key in values:
            values[key] = values[key].split("\n")
    if "order" in values and values["order"].lstrip("-").isdigit():
        values["order"] = int(values["order"])
    return values

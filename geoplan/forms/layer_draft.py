"""The layer a filled template describes: description and features, joined to the layer of that name if there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from geoplan.forms.cell_message import CellMessage
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.layer_features import FeatureResult, make_feature, placeholder_feature
from geoplan.forms.layer_files import description_text, features_text
from geoplan.forms.layer_form_schema import FEATURES, LAYER, LISTS
from geoplan.sources import Layer, Sources


@dataclass(frozen=True)
class LayerDraft:
    """A layer as it would stand in layers/.

    Attributes
    ----------
    layer_id : str
        The files' name.
    description : dict
        For the .toml.
    features : list of dict
        For the .geojson.
    origins : list
        For each feature, the table and row it was made of; None for one the catalogue has.
    findings : list of CellMessage
        Rows that could not become what they describe.
    """

    layer_id: str
    description: dict[str, Any]
    features: list[dict[str, Any]]
    origins: list[tuple[Table, Row] | None]
    findings: list[CellMessage] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """The pair by file name."""
        return {
            f"{self.layer_id}.toml": description_text(self.description).encode(),
            f"{self.layer_id}.geojson": features_text(self.features).encode(),
        }


def read_description(filled: FilledForm) -> tuple[Table, Row] | None:
    """The sheet that describes a layer and its one row; None where none is filled in."""
    return next(((table, row) for table in filled.tables if table.form.name == LAYER for row in table.rows), None)


def with_known(row: Row, sources: Sources) -> Row:
    """Complete a layer's description by what the catalogue's layer of that name says."""
    known = _known(row.values.get("layer_id", ""), sources)
    said = {key: _as_cell(value) for key, value in (known.description or {}).items()} if known else {}
    return Row(row.row, {**said, **row.values}, row.cells)


def draw_layer(
    filled: FilledForm, sources: Sources, sound: Iterable[tuple[str, int]], sites: dict[str, str]
) -> LayerDraft | None:
    """Make the layer a filled template describes.

    Parameters
    ----------
    filled : FilledForm
        The template.
    sources : Sources
        The catalogue.
    sound : iterable of (sheet, row)
        The rows of features whose every cell keeps its column's rule; the others are stood in for.
    sites : dict of str
        The adcode of each site, those of the template included.

    Returns
    -------
    LayerDraft or None
        None where no layer is named.
    """
    found = read_description(filled)
    if found is None or not found[1].values.get("layer_id"):
        return None
    row = with_known(found[1], sources)
    layer_id = row.values["layer_id"]
    known = _known(layer_id, sources)
    features = list((known.features if known else None) or [])
    origins: list[tuple[Table, Row] | None] = [None] * len(features)
    keys = {_key(feature): at for at, feature in enumerate(features)}
    findings = []
    well = set(sound)
    for table in filled.tables:
        for one in table.rows if table.form.name == FEATURES else []:
            site_id, part = one.values.get("site_id", ""), one.values.get("part", "")
            made = FeatureResult(placeholder_feature(site_id, part))
            if (table.sheet, one.row) in well:
                made = make_feature(one.values, sites.get(site_id, ""))
            if made.rule:
                findings.append(CellMessage(table.spot(one, made.column), made.rule, made.values))
            at = keys.get((site_id, part))
            if at is None:
                features.append(made.feature)
                origins.append((table, one))
            elif origins[at] is None:
                features[at], origins[at] = made.feature, (table, one)
    return LayerDraft(layer_id, _description(row), features, origins, findings)


def _known(layer_id: str, sources: Sources) -> Layer | None:
    return next((layer for layer in sources.layers if layer.layer_id == layer_id), None)


def _key(feature: Any) -> tuple[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    return str(properties.get("site_id", "")), str(properties.get("part") or "")


def _as_cell(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _description(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {key: value for key, value in row.values.items() if key != "layer_id" and value}
    for key in LISTS:
        if key in said:
            said[key] = said[key].split("\n")
    if "order" in said and said["order"].lstrip("-").isdigit():
        said["order"] = int(said["order"])
    return said

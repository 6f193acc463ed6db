"""The catalogue with the filled rows in it, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from geoplan.forms.cell_message import CellMessage
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.form_schema import FEATURES, LAYER, Form, layer_resources
from geoplan.forms.layer_draft import LayerDraft, complete_description, read_description
from geoplan.sources import Layer, Sources

FIRST_FILLED: Final = 10_000_000  # the number of the first filled row in each table, beyond all rows of the catalogue


@dataclass
class MergedCatalogue:
    """A catalogue with filled rows.

    Attributes
    ----------
    sources : Sources
        Rows of the catalogue keep their numbers; filled rows are behind them, so that a rule about two rows names the
        filled one.
    origins : dict
        By file of the catalogue and row: the sheet and row that was filled in.
    notes : list of CellMessage
        Rows of the catalogue that are replaced.
    added, replaced, same : int
        How many filled rows are new, change a row, and repeat a row of the catalogue.
    """

    sources: Sources
    origins: dict[tuple[str, int], tuple[Table, Row]] = field(default_factory=dict)
    notes: list[CellMessage] = field(default_factory=list)
    added: int = 0
    replaced: int = 0
    same: int = 0


def merge(filled: FilledForm, sources: Sources, forms: dict[str, Form]) -> MergedCatalogue:
    """Put filled rows into a catalogue.

    Returns
    -------
    MergedCatalogue
        With the sheets of a layer as tables too, where one is filled in.
    """
    has_layer = any(table.form.name in (LAYER, FEATURES) for table in filled.tables)
    resources = [*sources.package["resources"], *(layer_resources() if has_layer else [])]
    merged = MergedCatalogue(
        replace(sources, package={**sources.package, "resources": resources}, tables=dict(sources.tables))
    )
    for form in forms.values():
        rows = filled.rows_of(form.name)
        if form.name == LAYER:
            rows = [(table, complete_description(row, sources)) for table, row in rows]
        if rows or (form.name in (LAYER, FEATURES) and has_layer):
            _merge_table(form, rows, merged)
    return merged


def _merge_table(form: Form, rows: list[tuple[Table, Row]], merged: MergedCatalogue) -> None:
    names = [column.name for column in form.columns]
    base = merged.sources.tables.get(form.name, pd.DataFrame(columns=names, dtype=str))
    row_of = {key: int(row) for row, *key_ in base[list(form.key)].itertuples() for key in [tuple(key_)]}
    replaced = set()
    for table, row in rows:
        old = row_of.get(tuple(row.values.get(name, "") for name in form.key))
        if old is None:
            merged.added += 1
            continue
        changed = [n for n in names if n in row.values and _as_number(row.values[n]) != _as_number(base.at[old, n])]
        if changed and old not in replaced:
            place = f"data/{form.name}.csv:{old}"
            values = {"place": place, "columns": ", ".join(changed), "key": ", ".join(form.key)}
            merged.notes.append(CellMessage(table.address(row, changed[0]), "replaces", values))
        merged.replaced += bool(changed)
        merged.same += not changed
        replaced.add(old)
    numbers = range(FIRST_FILLED, FIRST_FILLED + len(rows))
    cells = [[row.values.get(name, "") for name in names] for _, row in rows]
    added = pd.DataFrame(cells, index=pd.Index(numbers, name="row"), columns=names, dtype=str)
    merged.sources.tables[form.name] = pd.concat([base.drop(index=list(replaced)), added])
    merged.origins |= {(f"data/{form.name}.csv", number): row for number, row in zip(numbers, rows, strict=True)}


def _as_number(cell: str) -> str | float:
    """A number is the same however many zeros it ends with."""
    try:
        return float(cell)
    except ValueError:
        return cell


def add_layer(merged: MergedCatalogue, draft: LayerDraft, filled: FilledForm) -> None:
    """Put a layer into the merged catalogue."""
    layer = Layer(draft.layer_id, draft.description, draft.features)
    others = [other for other in merged.sources.layers if other.layer_id != draft.layer_id]
    merged.sources.layers = sorted([*others, layer], key=lambda one: one.layer_id)
    for number, origin in enumerate(draft.origins, start=1):
        if origin is not None:
            merged.origins[layer.geojson, number] = origin
    if (description := read_description(filled)) is not None:
        merged.origins[layer.toml, 0] = description

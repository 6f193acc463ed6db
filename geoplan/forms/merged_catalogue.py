"""The catalogue as it would be with the filled rows in it, laid out in a folder of its own."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geoplan.forms.cell_message import CellMessage
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.form_schema import Form, resources
from geoplan.forms.layer_draft import LayerDraft, read_description, with_known
from geoplan.forms.layer_form_schema import FEATURES, LAYER
from geoplan.sources import Sources, read_package


@dataclass
class MergedCatalogue:
    """A catalogue with filled rows, and where each of its rows comes from.

    Attributes
    ----------
    home : Path
        The folder; nothing of the catalogue itself is touched.
    origins : dict
        By file of the catalogue and row: the sheet and row that was filled in, or the row of the catalogue.
    notes : list of CellMessage
        Rows of the catalogue that are replaced.
    added, replaced, same : int
        How many filled rows are new, change a row, and say what the catalogue says.
    """

    home: Path
    origins: dict[tuple[str, int], tuple[Table, Row] | int] = field(default_factory=dict)
    notes: list[CellMessage] = field(default_factory=list)
    added: int = 0
    replaced: int = 0
    same: int = 0


def write_merged_catalogue(filled: FilledForm, sources: Sources, forms: dict[str, Form], home: Path) -> MergedCatalogue:
    """Write the catalogue with the filled rows into a folder.

    Parameters
    ----------
    filled : FilledForm
        The rows.
    sources : Sources
        The catalogue.
    forms : dict of Form
        See `geoplan.forms.form_schema.forms`.
    home : Path
        An empty folder.

    Returns
    -------
    MergedCatalogue
        Filled rows stand behind the others, so that a rule about two rows names the filled one.
    """
    for folder in ("data", "layers"):
        (home / folder).mkdir()
        for path in sorted((sources.home / folder).glob("*.*")):
            if path.suffix in {".csv", ".toml", ".geojson"}:
                shutil.copyfile(path, home / folder / path.name)
    package = read_package(sources.home)
    has_layer = any(table.form.name in (LAYER, FEATURES) for table in filled.tables)
    if has_layer:
        package["resources"] = resources(sources.home)
    (home / "data" / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    joined = MergedCatalogue(home)
    for form in forms.values():
        rows = [(table, row) for table in filled.tables if table.form.name == form.name for row in table.rows]
        if form.name == LAYER:
            rows = [(table, with_known(row, sources)) for table, row in rows]
        if rows or (form.name in (LAYER, FEATURES) and has_layer):
            _join(form, rows, sources.tables.get(form.name), joined)
    return joined


def _join(form: Form, rows: list[tuple[Table, Row]], known: pd.DataFrame | None, joined: MergedCatalogue) -> None:
    names, file = [column.name for column in form.columns], f"data/{form.name}.csv"
    base = pd.DataFrame(columns=names, dtype=str) if known is None else known
    at = {key: int(row) for row, key in zip(base.index, zip(*(base[k] for k in form.key), strict=True), strict=True)}
    gone = set()
    for table, row in rows:
        old = at.get(tuple(row.values.get(k, "") for k in form.key))
        if old is None:
            joined.added += 1
            continue
        changed = [n for n in names if n in row.values and _meant(row.values[n]) != _meant(base.at[old, n])]
        if changed and old not in gone:
            values = {"place": f"{file}:{old}", "columns": ", ".join(changed), "key": ", ".join(form.key)}
            joined.notes.append(CellMessage(table.spot(row, changed[0]), "replaces", values))
        joined.replaced += bool(changed)
        joined.same += not changed
        gone.add(old)
    kept = base.drop(index=list(gone))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for number, (old, cells) in enumerate(zip(kept.index, kept.to_numpy().tolist(), strict=True), start=2):
        writer.writerow(cells)
        joined.origins[file, number] = int(old)
    for number, (table, row) in enumerate(rows, start=len(kept) + 2):
        cells = [row.values.get(name, "") for name in names]
        writer.writerow(cells)
        joined.origins[file, number] = (table, row)
    (joined.home / file).write_text(text.getvalue(), "utf-8", newline="")


def _meant(cell: str) -> str | float:
    """A number is the same however many zeros it ends with."""
    try:
        return float(cell)
    except ValueError:
        return cell


def add_layer(joined: MergedCatalogue, drawn: LayerDraft, filled: FilledForm) -> None:
    """Put a layer into the joined catalogue.

    Parameters
    ----------
    joined : MergedCatalogue
        Written to.
    drawn : LayerDraft
        The layer.
    filled : FilledForm
        For the sheet that describes it.
    """
    for name, content in drawn.files().items():
        (joined.home / "layers" / name).write_bytes(content)
    for number, origin in enumerate(drawn.origins, start=1):
        if origin is not None:
            joined.origins[f"layers/{drawn.layer_id}.geojson", number] = origin
    found = read_description(filled)
    if found is not None:
        joined.origins[f"layers/{drawn.layer_id}.toml", 0] = found

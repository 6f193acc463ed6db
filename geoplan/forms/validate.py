"""The check of a filled template: every rule of the catalogue, each message at the cell of the user's sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geoplan.checks.check_sources import check_sources
from geoplan.checks.layer_schema import IN_FUTURE, PART_NAMES
from geoplan.checks.table_schema import check_tables
from geoplan.forms.cell_message import CellAddress, CellMessage, drop_repeated
from geoplan.forms.choices import expected_values
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.form_schema import FEATURES, LAYER, Form, forms, layer_resources, sheet_names
from geoplan.forms.layer_draft import LayerDraft, draft_layer, read_description
from geoplan.forms.merged_catalogue import MergedCatalogue, add_layer, merge
from geoplan.problem import Problem
from geoplan.sources import Sources, read_sources

# The column that a rule is about, where the values of its problem do not name one.
_COLUMN_OF: Final = {
    "circular-parent": "parent_id",
    "name-duplicate": "name_zh",
    "period-reversed": "period_end",
    "unit-unknown": "unit",
    "number-expected": "value",
    "site-nowhere": "site_id",
    "gateway-unsure": "confidence",
    "gateway-outside-county": "lon",
    "gateway-off-site": "site_id",
    "outside-wgs84": "lon",
    "precision": "lon",
    "site-unknown": "site_id",
    "site-twice": "site_id",
    IN_FUTURE: "checked_on",
    PART_NAMES: "part",
    "method-geometry": "method",
    "low-as-spot": "confidence",
    "doubt-not-low": "confidence",
    "outside-county": "lon",
    "layer-shows-unknown": "also",
    "plan-text-missing": "plan_id",
    "section-unresolved": "section",
    "wording-absent": "wording",
    **dict.fromkeys(("geometry-broken", "geometry-invalid", "ring-order"), "wkt"),
}
_SAME_FACT: Final = {"site-unknown": "orphan"}  # rules that two checks break for one reason


@dataclass(frozen=True)
class FormCheck:
    """The result of the check of a filled template.

    Attributes
    ----------
    added, replaced, same : int
        Filled rows that are new, that change a row of the catalogue, and that repeat one.
    """

    findings: list[CellMessage]
    added: int
    replaced: int
    same: int
    layer: LayerDraft | None = None
    tables: list[Table] = field(default_factory=list)

    @property
    def problems(self) -> list[CellMessage]:
        """What must be corrected."""
        return [finding for finding in self.findings if not finding.is_note]


def validate_form(
    home: Path, filled: FilledForm, known: Collection[Problem] = (), plans: Path | None = None
) -> FormCheck:
    """Check filled rows as if they were in the catalogue: added to it, or in place of the rows with their key.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/; nothing in it is changed.
    known : collection of Problem
        The problems of the catalogue without them; they are counted, not listed.
    plans : Path, optional
        The folder of plan texts, to resolve the citations too.

    Returns
    -------
    FormCheck
        Every problem of the filled rows, in the sheet or, because of them, in the catalogue.
    """
    sources = read_sources(home)
    merged = merge(filled, sources, forms(home))
    layer, findings = _add_drafted_layer(filled, sources, merged)
    before = {problem.identity for problem in check_sources(sources, in_memory=True)} if known else set()
    problems = [p for p in check_sources(merged.sources, plans, in_memory=True) if p.identity not in before]
    findings = [*filled.findings, *findings, *merged.notes, *_at_cells(problems, merged)]
    if known:
        findings.append(CellMessage(CellAddress("data/"), "catalogue-broken", {"count": len(known)}))
    return FormCheck(drop_repeated(findings), merged.added, merged.replaced, merged.same, layer, filled.tables)


def _add_drafted_layer(
    filled: FilledForm, sources: Sources, merged: MergedCatalogue
) -> tuple[LayerDraft | None, list[CellMessage]]:
    """Draft the layer of the template and put it into the merged catalogue."""
    description, features = read_description(filled), filled.rows_of(FEATURES)
    if description is None or not description[1].values.get("layer_id"):
        values = {"sheet": sheet_names(LAYER)[0]}
        return None, [CellMessage(table.address(row), "layer-missing", values) for table, row in features[:1]]
    invalid = set()
    alone = [{**r, "schema": {**r["schema"], "foreignKeys": []}} for r in layer_resources()]
    for problem in check_tables({"name": "layer", "resources": alone}, merged.sources.tables):
        if problem.file == f"data/{LAYER}.csv" and problem.values.get("column") == "layer_id":
            return None, []  # no file can have such a name; its cell is reported
        if problem.row is not None:
            invalid.add(id(merged.origins[problem.file, problem.row][1]))
    adcodes = merged.sources.tables["sites"].set_index("site_id")["adcode"].to_dict()
    layer = draft_layer(filled, sources, invalid, adcodes)
    if layer is None:
        return None, []
    add_layer(merged, layer, filled)
    return layer, layer.findings


def _at_cells(problems: Iterable[Problem], merged: MergedCatalogue) -> Iterator[CellMessage]:
    """Messages at the cells that problems come from."""
    origins = [(problem, merged.origins.get((problem.file, problem.row or 0))) for problem in problems]
    broken = {(id(origin[1]), problem.rule) for problem, origin in origins if origin}
    for problem, origin in origins:
        if origin is None:
            address = CellAddress(problem.file, row=problem.row)
            yield CellMessage(address, problem.rule, problem.values, in_catalogue=True)
            continue
        table, row = origin
        form, names, values = table.form, {column.name for column in table.form.columns}, dict(problem.values)
        is_cell_rule = problem.rule == "layer-key" and values["where"] in names  # its cell is checked too
        if is_cell_rule or (id(row), _SAME_FACT.get(problem.rule, "")) in broken:
            continue
        column = _column(problem, form, row)
        if "expected" in values and column in names:
            values["expected"] = expected_values(form, form.column(column))
        yield CellMessage(table.address(row, column), problem.rule, values)


def _column(problem: Problem, form: Form, row: Row) -> str:
    """The column of the sheet that a problem is about."""
    if problem.rule == "key-duplicate":
        value = str(problem.values["value"])
        return next((c.name for c in form.columns if c.unique and row.values.get(c.name) == value), form.key[0])
    named = str(problem.values.get("column") or problem.values.get("where") or "").partition(",")[0]
    return named or _COLUMN_OF.get(problem.rule, "")

"""The check of a filled template: every rule of the catalogue, each message at the cell of the user's sheet."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from geoplan.checks import check_catalogue
from geoplan.checks.tables import check_schema
from geoplan.forms.cell_message import CellAddress, CellMessage, drop_repeated
from geoplan.forms.filled_form import FilledForm, Row, Table
from geoplan.forms.form_schema import Form, forms, term_of, words
from geoplan.forms.id_lists import allowed
from geoplan.forms.layer_draft import LayerDraft, draw_layer, read_description
from geoplan.forms.layer_form_schema import FEATURES, LAYER, layer_resources
from geoplan.forms.merged_catalogue import MergedCatalogue, add_layer, write_merged_catalogue
from geoplan.problem import Problem
from geoplan.sources import Sources, read_sources
from geoplan.text.message import Text, local_text, message

# The column a rule is about where its problem does not say.
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
    "method-geometry": "method",
    "low-as-spot": "confidence",
    "outside-county": "lon",
    "layer-shows-unknown": "also",
    "plan-text-missing": "plan_id",
    "section-unresolved": "section",
    "wording-absent": "wording",
}
# What a passport's check says in English alone: the column it is about, and the reason in both languages.
_PASSPORT: Final = {
    "lies in the future": ("checked_on", message("forms.validate.checked_lies_future")),
    "go together": ("part", message("forms.validate.part_part_en_go_together")),
}
_SAID_BY_SCHEMA: Final = {"site-unknown": "orphan"}  # the same fact, found twice


@dataclass(frozen=True)
class FormCheck:
    """What the check of a filled template found.

    Attributes
    ----------
    findings : list of CellMessage
        Problems by place, then notes.
    added, replaced, same : int
        Filled rows that are new, that change a row of the catalogue, and that say what it says already.
    layer : LayerDraft or None
        The layer the template describes.
    """

    findings: list[CellMessage]
    added: int
    replaced: int
    same: int
    layer: LayerDraft | None = None
    tables: list[Table] = field(default_factory=list)

    @property
    def problems(self) -> list[CellMessage]:
        """What must be mended."""
        return [finding for finding in self.findings if not finding.is_note]


def validate_form(
    home: Path, filled: FilledForm, known: Collection[Problem] = (), plans: Path | None = None
) -> FormCheck:
    """Check filled rows as though they stood in the catalogue: added to it, or in place of the rows with their key.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/; nothing in it is changed.
    filled : FilledForm
        See `geoplan.forms.filled_form.read_filled`.
    known : collection of Problem
        What is wrong with the catalogue without them: not told again.
    plans : Path, optional
        The folder of plan texts, to resolve the citations too.

    Returns
    -------
    FormCheck
        Every problem the filled rows bring, in the sheet or, because of them, in the catalogue.
    """
    offered, sources = forms(home), read_sources(home)
    with TemporaryDirectory(prefix="geoplan-") as folder:
        joined = write_merged_catalogue(filled, sources, offered, Path(folder))
        layer, before = _layer(filled, sources, joined)
        problems = check_catalogue(joined.home, plans)
    findings = [*filled.findings, *before, *joined.notes]
    findings += _placed(problems, joined, layer, offered, {problem.line() for problem in known})
    if known:
        findings.append(CellMessage(CellAddress("data/"), "catalogue-broken", {"count": len(known)}))
    return FormCheck(drop_repeated(findings), joined.added, joined.replaced, joined.same, layer, filled.tables)


def _layer(
    filled: FilledForm, sources: Sources, joined: MergedCatalogue
) -> tuple[LayerDraft | None, list[CellMessage]]:
    """Draw the layer of the template and put it into the joined catalogue."""
    features = [(table, row) for table in filled.tables if table.form.name == FEATURES for row in table.rows]
    found = read_description(filled)
    if found is None or not found[1].values.get("layer_id"):
        return None, [CellMessage(table.spot(row), "layer-missing") for table, row in features[:1]]
    unsound = _unsound(joined)
    sound = [(table.sheet, row.row) for table, row in features if id(row) not in unsound]
    if id(found[1]) in unsound and "layer_id" in unsound[id(found[1])]:
        return None, []  # no file may have such a name; told with its cell
    adcodes = read_sources(joined.home).tables["sites"].set_index("site_id")["adcode"].to_dict()
    layer = draw_layer(filled, sources, sound, adcodes)
    if layer is not None:
        add_layer(joined, layer, filled)
    return layer, layer.findings if layer else []


def _unsound(joined: MergedCatalogue) -> dict[int, set[str]]:
    """The filled rows of a layer that break the rules of their columns, with those columns."""
    with TemporaryDirectory(prefix="geoplan-") as folder:
        (Path(folder) / "data").mkdir()
        alone = [{**r, "schema": {**r["schema"], "foreignKeys": []}} for r in layer_resources()]
        package = json.dumps({"name": "layer", "resources": alone}, ensure_ascii=False)
        (Path(folder) / "data" / "datapackage.json").write_text(package, "utf-8")
        for name in (LAYER, FEATURES):
            text = (joined.home / "data" / f"{name}.csv").read_bytes()
            (Path(folder) / "data" / f"{name}.csv").write_bytes(text)
        found: dict[int, set[str]] = {}
        for problem in check_schema(Path(folder)):
            origin = joined.origins.get((problem.file, problem.row or 0))
            if isinstance(origin, tuple):
                found.setdefault(id(origin[1]), set()).add(str(problem.values.get("column", "")))
    return found


def _placed(
    problems: list[Problem],
    joined: MergedCatalogue,
    layer: LayerDraft | None,
    offered: dict[str, Form],
    known: set[str],
) -> Iterator[CellMessage]:
    """Say each problem at the cell it comes from."""
    told: set[tuple[int, str]] = set()
    for problem in problems:
        origin = joined.origins.get((problem.file, problem.row or 0))
        if isinstance(origin, tuple):
            table, row = origin
            told.add((id(row), problem.rule))
    for problem in problems:
        origin = joined.origins.get((problem.file, problem.row or 0))
        if isinstance(origin, tuple):
            table, row = origin
            if (id(row), _SAID_BY_SCHEMA.get(problem.rule, "")) not in told and not _is_echo(problem, table.form):
                yield _at_cell(problem, table, row, offered)
            continue
        was = Problem(problem.file, origin if isinstance(origin, int) else problem.row, problem.rule, problem.values)
        if was.line() not in known:
            yield CellMessage(CellAddress(was.file, row=was.row), was.rule, was.values, elsewhere=True)


def _is_echo(problem: Problem, form: Form) -> bool:
    """A layer's keys are checked as cells of its sheet: what its file lacks need not be said again."""
    return problem.rule == "layer-key" and problem.values.get("where") in {column.name for column in form.columns}


def _at_cell(problem: Problem, table: Table, row: Row, offered: dict[str, Form]) -> CellMessage:
    column = _column(problem, table.form, row)
    values = dict(problem.values)
    form = offered[table.form.name]
    for sign, (_, why) in _PASSPORT.items():
        if problem.rule == "passport" and sign in str(values["why"]):
            values["why"] = why
    if "expected" in values and column in {c.name for c in form.columns}:
        values["expected"] = _expected(form, column)
    return CellMessage(table.spot(row, column), problem.rule, values)


def _column(problem: Problem, form: Form, row: Row) -> str:
    """The column of the sheet a problem is about."""
    said = str(problem.values.get("column") or problem.values.get("where") or "").partition(",")[0]
    if problem.rule == "passport":
        why = str(problem.values["why"])
        said = next((column for sign, (column, _) in _PASSPORT.items() if sign in why), why.partition(":")[0])
    if problem.rule == "key-duplicate":
        twice = str(problem.values["value"])
        said = next((c.name for c in form.columns if c.unique and row.values.get(c.name) == twice), form.key[0])
    if problem.rule.startswith("geometry") or problem.rule == "ring-order":
        said = "wkt"
    return said or _COLUMN_OF.get(problem.rule, "")


def _expected(form: Form, name: str) -> Text:
    """What a column allows, in words of both languages instead of the schema's."""
    column = form.column(name)
    if column.values:
        named = [(code, term_of(form.name, name, code)) for code in column.values]
        zh = "、".join(f"{code}（{term.zh}）" if term.zh != code else code for code, term in named)
        en = ", ".join(f"{code} ({term.en})" if term.en != code else code for code, term in named)
        return local_text(zh, en)
    if column.unique and not column.pattern:
        return message("forms.validate.must_not_occur_twice")
    return allowed(column, words())

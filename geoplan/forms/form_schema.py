"""The forms: one for each table of the data package and two for a layer, with the type, rule and meaning of columns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from geoplan import vocabulary
from geoplan.sources import read_package
from geoplan.study_area import stem, study_area
from geoplan.text.message import DEFAULT, LocalText, Text, languages, local_text, message, section

LAYER: Final = "layer"
FEATURES: Final = "features"
LISTS: Final = ("sources", "also")  # keys of a layer that may be in several rows
_CODES: Final[dict[str, dict[str, Text]]] = {
    "kind": {**vocabulary.KINDS, **vocabulary.GATEWAY_KINDS},
    "level": vocabulary.LEVELS,
    "status": vocabulary.STATUSES,
    "relation": vocabulary.RELATIONS,
    "programmes.kind": vocabulary.PROGRAMME_KINDS,
    "role": vocabulary.ROLES,
    "basis": vocabulary.BASES,
    "property": vocabulary.PROPERTIES,
    "method": vocabulary.METHODS,
    "confidence": vocabulary.CONFIDENCES,
    "code_confidence": vocabulary.CONFIDENCES,
    "source_datum": vocabulary.DATUMS,
}
# Codes that only one table has: the group of their names.
_OWN_CODES: Final = {
    "regions.level": "forms.region_levels.",
    "indicators.comparator": "forms.comparators.",
    "indicators.measure": "forms.measures.",
}
_SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"
_STEM: Final = stem(study_area().area)  # what the code of every region of the study area begins with
# The description of each pattern: ``forms.patterns.<name>``.
_PATTERNS: Final = {
    _SLUG: "slug",
    rf"{_STEM}\d{{4}}": "region",
    rf"{_STEM}\d{{2}}(\d[1-9]|[1-9]0)": "county",
    r"\d{4}(-\d{2}){0,2}": "day",
    r"([A-T]|\d{2,4})": "gbt",
    r"\d(\.\d{1,2}){0,2}": "class",
    r"WGS84|GCJ-02|BD-09|estimate|EPSG:\d{4,6}": "system",
}


@dataclass(frozen=True)
class Column:
    """A column of a form.

    Attributes
    ----------
    type : str
        string, integer, number or date.
    title, meaning : Text
        Its name and description; the description may be empty.
    required, unique : bool
        Whether a cell must be filled in; whether a value may occur only once.
    values : tuple of str
        The codes allowed; empty where any value is.
    pattern : str
        The regular expression that a whole value must match; empty for none.
    minimum, maximum : float or None
        The bounds of a number, both included.
    refers : tuple of str
        Table and column whose ids it holds; empty for none.
    """

    name: str
    type: str
    title: Text
    meaning: Text
    required: bool = False
    unique: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    refers: tuple[str, ...] = ()

    @property
    def is_code(self) -> bool:
        """Whether it holds ids, codes, numbers or dates: no full-width digit belongs there."""
        return self.type != "string" or bool(self.pattern or self.refers or self.values)

    @property
    def is_id(self) -> bool:
        """Whether it holds the id that other rows refer to."""
        return self.unique and self.pattern == _SLUG

    @property
    def is_free_text(self) -> bool:
        """Whether there is nothing to say of its values but that they are text."""
        return self.type == "string" and self.pattern not in _PATTERNS

    @property
    def rule(self) -> Text:
        """The values its cells may have: type, bounds or pattern."""
        if self.pattern in _PATTERNS:
            return message(f"forms.patterns.{_PATTERNS[self.pattern]}", stem=_STEM, system=study_area().crs.home)
        kind = message(f"forms.types.{self.type}")
        if self.minimum is None:
            return kind
        if self.maximum is None:
            return message("forms.rule.minimum", type=kind, low=f"{self.minimum:g}")
        return message("forms.rule.range", type=kind, low=f"{self.minimum:g}", high=f"{self.maximum:g}")


@dataclass(frozen=True)
class Form:
    """A sheet to fill in.

    Attributes
    ----------
    name : str
        The table: the name of its file without ``.csv``; ``layer`` and ``features`` for the two of a layer.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def sheet(self) -> str:
        """The name of its sheet in a workbook."""
        return sheet_names(self.name)[0]

    @property
    def is_key_value(self) -> bool:
        """Whether the sheet has a row for each field, key beside value: it describes one layer."""
        return self.name == LAYER

    def column(self, name: str) -> Column:
        """One column by its name."""
        return next(column for column in self.columns if column.name == name)


def sheet_names(name: str) -> list[str]:
    """The names of the sheet of a form, of the guide or of the choices; the one that is written comes first.

    Returns
    -------
    list of str
        Those of a table are its name in every language.
    """
    own = [section("forms", lang).get(f"sheets.{name}", name) for lang in (DEFAULT, *languages())]
    return list(dict.fromkeys(own))


@lru_cache(maxsize=1)
def layer_resources() -> list[dict[str, Any]]:
    """The two sheets of a layer as Frictionless resources; layer_package.json with the scopes of the study area."""
    resources: list[dict[str, Any]] = json.loads((files("geoplan.forms") / "layer_package.json").read_text("utf-8"))[
        "resources"
    ]
    scope = next(field for field in resources[0]["schema"]["fields"] if field["name"] == "scope")
    scope["constraints"]["enum"] = list(study_area().scopes)
    return resources


def forms(home: Path) -> dict[str, Form]:
    """List the forms.

    Returns
    -------
    dict of Form
        By name, in the order of the data package; ``layer`` and ``features`` last.
    """
    return {form.name: form for form in map(_form, [*read_package(home)["resources"], *layer_resources()])}


def name_of_code(table: str, column: str, code: str) -> Text:
    """The name of a code.

    Returns
    -------
    Text
        The code itself where it has no name.
    """
    if (table, column) == ("layer", "scope") and code in study_area().scopes:
        return study_area().scopes[code].name
    own = _OWN_CODES.get(f"{table}.{column}", "") + code
    if own.removeprefix("forms.") in section("forms", DEFAULT):
        return message(own)
    codes = _CODES.get(f"{table}.{column}", _CODES.get(column, {}))
    return codes.get(code, local_text(code, code))


def _form(resource: dict[str, Any]) -> Form:
    name, schema = Path(resource["path"]).stem, resource["schema"]
    refers = {
        key["fields"][0]: (key["reference"]["resource"].replace("-", "_") or name, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
        if len(key["fields"]) == 1
    }
    columns = tuple(_column(field, refers.get(field["name"], ())) for field in schema["fields"])
    return Form(name, _translated(resource["title"]), columns, tuple(schema["primaryKey"]))


def _column(field: dict[str, Any], refers: tuple[str, ...]) -> Column:
    rules = field.get("constraints", {})
    return Column(
        name=field["name"],
        type=field["type"],
        title=message(f"fields.columns.{field['name']}"),
        meaning=_translated(field.get("description", "")),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        values=tuple(rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        refers=refers,
    )


def _translated(english: str) -> Text:
    """An English text of a data package with its translations; see the section ``data_package`` of the languages."""
    texts = ((lang, section("data_package", lang).get(f"meanings.{english}", english)) for lang in languages())
    return LocalText(tuple(texts))

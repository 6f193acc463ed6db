"""What may be filled in: a form a table, its columns with type, rule and meaning, read from the data package."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from geoplan import vocabulary
from geoplan.forms.layer_form_schema import LAYER, layer_resources
from geoplan.sources import read_package
from geoplan.text.message import Text, local_text, message

_TERMS: Final[dict[str, dict[str, Text]]] = {
    "kind": {**vocabulary.KINDS, **vocabulary.GATEWAY_KINDS},
    "level": vocabulary.LEVELS,
    "status": vocabulary.STATUSES,
    "role": vocabulary.ROLES,
    "basis": vocabulary.BASES,
    "property": vocabulary.PROPERTIES,
    "method": vocabulary.METHODS,
    "confidence": vocabulary.CONFIDENCES,
    "code_confidence": vocabulary.CONFIDENCES,
    "source_datum": vocabulary.DATUMS,
}
_SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True)
class Column:
    """A column of a form.

    Attributes
    ----------
    name : str
        As in the table.
    type : str
        string, integer, number or date.
    title, meaning : Text
        What it is called and what it holds; the meaning may be empty.
    required, unique : bool
        Whether it must be filled in; whether a value may stand only once.
    values : tuple of str
        The codes allowed; empty where any will do.
    pattern : str
        The regular expression a value must match whole; empty for none.
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
        """Whether it holds ids, codes, numbers or dates: nothing with a full-width digit in it."""
        return self.type != "string" or bool(self.pattern or self.refers or self.values)

    @property
    def is_id(self) -> bool:
        """Whether it gives its row the id others refer to."""
        return self.unique and self.pattern == _SLUG


@dataclass(frozen=True)
class Form:
    """A sheet to fill in.

    Attributes
    ----------
    name : str
        The table: the name of its file without ``.csv``; ``layer`` and ``features`` for the two of a layer.
    sheet : str
        What the sheet of a workbook is called.
    title : Text
        What a row is.
    columns : tuple of Column
        In the table's order.
    key : tuple of str
        The columns that tell rows apart.
    """

    name: str
    sheet: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def is_upright(self) -> bool:
        """Whether the sheet has a row a field, key beside value, for the one layer it describes."""
        return self.name == LAYER

    def column(self, name: str) -> Column:
        """One column by its name."""
        return next(column for column in self.columns if column.name == name)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """What the forms say, in Chinese and English."""
    return tomllib.loads((files("geoplan.forms") / "words.toml").read_text("utf-8"))


def resources(home: Path) -> list[dict[str, Any]]:
    """Describe every table and the two sheets of a layer as Frictionless resources.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.

    Returns
    -------
    list of dict
        Those of data/datapackage.json, then those of a layer.
    """
    return [*read_package(home)["resources"], *layer_resources()]


def forms(home: Path) -> dict[str, Form]:
    """Every form there is.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.

    Returns
    -------
    dict of Form
        By name, in the order of the data package; ``layer`` and ``features`` last.
    """
    return {form.name: form for form in map(_form, resources(home))}


def term_of(table: str, column: str, code: str) -> Text:
    """The name of a code.

    Parameters
    ----------
    table, column : str
        Where the code stands.
    code : str
        Such as ``high_tech_zone``.

    Returns
    -------
    Text
        The code itself where it has no name.
    """
    own = words()["terms"].get(table, {}).get(code)
    return local_text(**own) if own else _TERMS.get(column, {}).get(code, local_text(code, code))


def _form(resource: dict[str, Any]) -> Form:
    name, schema = Path(resource["path"]).stem, resource["schema"]
    refers = {
        key["fields"][0]: (re.sub("-", "_", key["reference"]["resource"]) or name, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
        if len(key["fields"]) == 1
    }
    columns = tuple(_column(field, refers.get(field["name"], ())) for field in schema["fields"])
    sheet = resource.get("sheet", name)
    return Form(name, sheet, _meaning(resource["title"]), columns, tuple(schema["primaryKey"]))


def _column(field: dict[str, Any], refers: tuple[str, ...]) -> Column:
    rules = field.get("constraints", {})
    return Column(
        name=field["name"],
        type=field["type"],
        title=message(f"fields.columns.{field['name']}"),
        meaning=_meaning(field.get("description", "")),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        values=tuple(rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        refers=refers,
    )


def _meaning(english: str) -> Text:
    return local_text(words()["meanings"].get(english, english), english)

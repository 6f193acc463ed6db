"""A catalogue in whose free texts hostile ones stand, each cell marked by its number, and where they are seen whole."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from hostile_texts import TEXTS

from geoplan.checks.rules_version import rules_version
from geoplan.sources import data_version

HOME = Path(__file__).resolve().parents[2]
MARK = re.compile(r"〖(\d+)〗")
# Columns of texts that are addresses or ids within the catalogue though the package does not say so.
_REFERENCES = re.compile(r"section|supersedes|.*_id|.*_code")
_MOST = 4 * len(TEXTS)  # cells of a column


def free_columns(package: dict[str, Any]) -> dict[str, list[str]]:
    """The columns of each table that may hold any text: strings without a pattern, choices or a key."""
    found = {}
    for resource in package["resources"]:
        schema = resource["schema"]
        keys = {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
        found[resource["path"]] = [
            field["name"]
            for field in schema["fields"]
            if field["type"] == "string" and not {"pattern", "enum"} & set(field.get("constraints", {}))
            and field["name"] not in keys and not _REFERENCES.fullmatch(field["name"])
        ]  # fmt: skip
    return found


class HostileTexts:
    """Cells made hostile, one text after the other; `cells` has each by its number."""

    def __init__(self) -> None:
        self.cells: dict[int, str] = {}
        self.hostile: dict[int, str] = {}
        self._numbers = count(1)

    def __call__(self, text: str, forbidden: str = "\0") -> str:
        """A text with a hostile one before it or, every other time, behind it, without what a cell cannot hold."""
        n = next(self._numbers)
        hostile = TEXTS[n % len(TEXTS)].replace(forbidden, "")
        self.hostile[n] = hostile
        self.cells[n] = f"{text}〖{n}〗{hostile}" if n // len(TEXTS) % 2 else f"{hostile}〖{n}〗{text}"
        return self.cells[n]

    def numbers(self, shown: str) -> set[int]:
        """The numbers of the cells that stand in a text."""
        return {int(found[1]) for found in MARK.finditer(shown)} & set(self.cells)

    def lost(self, shown: str) -> list[str]:
        """Cells whose number stands in a text that does not hold the hostile part whole, or cut by an ellipsis."""
        plain, missing = (
            squeezed(re.sub(r"\\u20[0-9a-f]{2}", "", shown)),
            [],
        )  # what has no width may stand by its number
        for n in self.numbers(plain):
            hostile, is_first = squeezed(self.hostile[n]), not self.cells[n].endswith(self.hostile[n])
            whole = f"{hostile}〖{n}〗" if is_first else f"〖{n}〗{hostile}"
            if whole not in plain and not (not is_first and _is_cut(plain, n, hostile)):
                at = plain.index(f"〖{n}〗")
                missing.append(f"{whole} in …{plain[max(0, at - 60) : at + 60]}…")
        return missing


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a document of JSON, rows of a table, or whatever they hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.items() for text in texts_of(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in texts_of(item))


def squeezed(text: str) -> str:
    """A text without blanks, which lines and cells of a page do not keep, and without what has no width."""
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf")


def _is_cut(plain: str, n: int, hostile: str) -> bool:
    return any(hostile.startswith(found[1]) for found in re.finditer(rf"〖{n}〗([^…]*)…", plain))


def hostile_home(target: Path, cache: Path) -> HostileTexts:
    """Copy the catalogue and make the texts hostile that people write: of tables, layers and their features.

    The cache says that the copy has passed the checks, so that nothing of it is left out.
    """
    for folder in ("data", "layers"):
        shutil.copytree(HOME / folder, target / folder)
    hostile = HostileTexts()
    package = json.loads((target / "data" / "datapackage.json").read_text("utf-8"))
    for name, columns in free_columns(package).items():
        _rewrite_table(target / "data" / name, columns, hostile)
    for path in sorted((target / "layers").glob("*.toml")):
        path.write_text("".join(_toml(tomllib.loads(path.read_text("utf-8")), hostile)), "utf-8")
    for path in sorted((target / "layers").glob("*.geojson")):
        layer = json.loads(path.read_text("utf-8"))
        for feature in layer["features"]:
            own = feature["properties"]
            own.update({key: hostile(own[key]) for key in ("source", "part", "part_en") if own.get(key)})
        path.write_text(json.dumps(layer, ensure_ascii=False), "utf-8")
    cache.mkdir(parents=True, exist_ok=True)
    (cache / f"validated-{data_version(target)}-{rules_version()}").touch()
    return hostile


def _rewrite_table(path: Path, columns: list[str], hostile: Callable[[str], str]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in columns:
        known: dict[str, str] = {}  # what is called alike stays so
        for row in rows[:_MOST]:
            # A figure and its unit are read as such.
            if row[column] and not (column in ("value", "unit") and _has_figure(row)):
                text = row[column]
                known[text] = known.get(text) or hostile(text, ";" if column == "aliases" else "\0")
                row[column] = known[text]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _has_figure(row: dict[str, str]) -> bool:
    figures = (row.get("value", ""), row.get("base_value", ""), row.get("target_value", ""))
    return any(figure.replace(".", "", 1).isdecimal() for figure in figures)


def _toml(description: dict[str, Any], hostile: Callable[[str], str]) -> Iterator[str]:
    free = ("title_zh", "title_en", "meaning_zh", "meaning_en", "licence")
    for key, value in description.items():
        text = hostile(value) if key in free else [hostile(v) for v in value] if key == "sources" else value
        yield f"{key} = {json.dumps(text, ensure_ascii=False)}\n"

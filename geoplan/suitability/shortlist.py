"""A shortlist as a file: what it holds, and why a file is refused. Writing it to disk is the caller's part.

The file carries a checksum over its contents. It tells a file that was edited or cut by accident from a whole one; it
is no signature, and proves nothing about who wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError, ShortlistError
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import local_text

FORMAT: Final = "geoplan-shortlist"
VERSION: Final = 1
MOST_SITES: Final = 6
_MOST_BYTES: Final = 200_000
_STRICT: Final = ConfigDict(extra="forbid", frozen=True, strict=True)
_RETIRED: Final = ("certainty",)  # weights of older files: how sure a position is, is no merit of a site
Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=1000)]


class Entry(BaseModel):
    """A site and what someone noted about it."""

    model_config = _STRICT
    site_id: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=4000)


class SavedNearness(BaseModel):
    """A nearness, as `geoplan.suitability.nearness.Nearness` has it."""

    model_config = _STRICT
    kind: str = Field(max_length=20)
    name: str = Field(default="", max_length=200)
    km: float | None = None


class SavedRequirements(BaseModel):
    """The need, as `geoplan.suitability.requirements.Requirements` has it."""

    model_config = _STRICT
    industries: Ids
    regions: Ids
    min_area_km2: float
    kinds: Ids
    statuses: Ids
    plans: Ids
    exclude: Ids
    without: Ids
    weights: dict[str, float]
    gateway_kinds: Ids
    words: list[str] = Field(default=[], max_length=100)
    near: list[SavedNearness] = Field(default=[], max_length=100)
    min_floor_m2: float = 0.0

    @classmethod
    def of(cls, need: Requirements) -> SavedRequirements:
        """Save a need; weights in the order of the criteria."""
        values = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(need).items()}
        values["weights"] = {c: float(need.weights[c]) for c in CRITERIA if c in need.weights}
        values |= {name: float(getattr(need, name)) for name in ("min_area_km2", "min_floor_m2")}
        return cls.model_validate(values)

    def need(self) -> Requirements:
        """The need again.

        Raises
        ------
        RequirementsError
            A code that is not known, or weights that cannot weigh.
        """
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in self.model_dump().items()}
        values["weights"] = {c: weight for c, weight in self.weights.items() if c not in _RETIRED}
        values["near"] = tuple(Nearness(one.kind, one.name, one.km) for one in self.near)
        return Requirements(**values)


class Shortlist(BaseModel):
    """Up to 6 sites with notes, the need they answer, its words, and the version of the data they were chosen from."""

    model_config = _STRICT
    sites: list[Entry] = Field(max_length=MOST_SITES)
    asked: SavedRequirements
    data_version: str = Field(max_length=200)
    line: str = Field(default="", max_length=300)

    @property
    def need(self) -> Requirements:
        """The need, ready to be asked again."""
        return self.asked.need()


def shortlist(catalogue: Catalogue, need: Requirements, sites: Mapping[str, str], line: str = "") -> Shortlist:
    """Put a shortlist together.

    Parameters
    ----------
    catalogue : Catalogue
        ``sites`` and the version of the data.
    sites : mapping of str to str
        Notes by site id, in the order of the shortlist.
    line : str
        The need in the client's words; of more than 300 characters the first.

    Raises
    ------
    ShortlistError
        More than 6 sites, a site that is not known, or a note that is too long.
    """
    if len(sites) > MOST_SITES:
        raise ShortlistError("suitability.shortlist.too_many", most=MOST_SITES, n=len(sites))
    try:
        entries = [Entry(site_id=site_id, note=note) for site_id, note in sites.items()]
    except ValidationError as error:
        raise _invalid(error) from error
    saved = Shortlist(sites=entries, asked=SavedRequirements.of(need), data_version=catalogue.version, line=line[:300])
    _require_known(saved, catalogue)
    return saved


def to_json(saved: Shortlist) -> str:
    """Write a shortlist as JSON with format, version and checksum; the same bytes for the same shortlist."""
    content = saved.model_dump()
    document = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content), "shortlist": content}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes, catalogue: Catalogue) -> Shortlist:
    """Open a shortlist.

    Parameters
    ----------
    catalogue : Catalogue
        ``sites`` that the file may name. Another data version is no fault; compare ``data_version`` with that of the
        catalogue.

    Raises
    ------
    ShortlistError
        No JSON, no shortlist, an older or newer version, contents that were changed, a field that is missing or
        wrong, or ids the catalogue does not know; all unknown sites are named.
    """
    document = _parsed(text)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ShortlistError("suitability.shortlist.no_shortlist")
    _require_version(document.get("version"))
    content = document.get("shortlist")
    if set(document) != {"format", "version", "checksum", "shortlist"} or not isinstance(content, dict):
        raise ShortlistError("suitability.shortlist.wrong_parts")
    if document["checksum"] != _checksum(content):
        raise ShortlistError("suitability.shortlist.checksum")
    try:
        saved = Shortlist.model_validate(content)
        saved.need.check(catalogue)
    except ValidationError as error:
        raise _invalid(error) from error
    except RequirementsError as error:
        raise ShortlistError("suitability.shortlist.invalid_need", error=error.what) from error
    _require_known(saved, catalogue)
    return _with_current_ids(saved, catalogue)


def _parsed(text: str | bytes) -> Any:
    if len(text) > _MOST_BYTES:
        raise ShortlistError("suitability.shortlist.too_large")
    try:
        return json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise ShortlistError("suitability.shortlist.not_json") from error


def _require_version(version: object) -> None:
    if version == VERSION and type(version) is int:
        return
    if type(version) is not int:
        raise ShortlistError("suitability.shortlist.no_version")
    if version < VERSION:
        raise ShortlistError("suitability.shortlist.older", version=version, readable=VERSION)
    raise ShortlistError("suitability.shortlist.newer", version=version, readable=VERSION)


def _invalid(error: ValidationError) -> ShortlistError:
    first = error.errors()[0]
    where = "/".join(str(part) for part in first["loc"])
    return ShortlistError(
        "suitability.shortlist.invalid_field", where=where, fault=local_text(first["type"], first["msg"])
    )


def _with_current_ids(saved: Shortlist, catalogue: Catalogue) -> Shortlist:
    """The sites by the ids they have now; of two that have become one, the first entry."""
    entries: dict[str, Entry] = {}
    for entry in saved.sites:
        current = catalogue.current_id(entry.site_id)
        entries.setdefault(current, entry.model_copy(update={"site_id": current}))
    return saved.model_copy(update={"sites": list(entries.values())})


def _require_known(saved: Shortlist, catalogue: Catalogue) -> None:
    ids = [entry.site_id for entry in saved.sites]
    if unknown := [s for s in ids if catalogue.current_id(s) not in catalogue.sites.index]:
        sites = ", ".join(unknown)
        raise ShortlistError("suitability.shortlist.unknown_sites", sites=sites, version=catalogue.version)
    if twice := sorted({s for s in ids if ids.count(s) > 1}):
        raise ShortlistError("suitability.shortlist.twice", sites=", ".join(twice))


def _checksum(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

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
from geoplan.errors import UserError
from geoplan.suitability.requirements import Requirements, RequirementsError
from geoplan.suitability.scales import CRITERIA

FORMAT: Final = "geoplan-shortlist"
VERSION: Final = 1
MOST_SITES: Final = 6
_MOST_BYTES: Final = 200_000
_STRICT: Final = ConfigDict(extra="forbid", frozen=True, strict=True)
Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=1000)]


class ShortlistError(UserError):
    """A shortlist that cannot be kept or opened."""


class Entry(BaseModel):
    """A site and what someone noted about it."""

    model_config = _STRICT
    site_id: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=4000)


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

    @classmethod
    def of(cls, need: Requirements) -> SavedRequirements:
        """Take down a need; weights in the order of the criteria."""
        said = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(need).items()}
        said["weights"] = {c: float(need.weights[c]) for c in CRITERIA if c in need.weights}
        said["min_area_km2"] = float(need.min_area_km2)
        return cls.model_validate(said)

    def need(self) -> Requirements:
        """The need again.

        Raises
        ------
        NeedError
            A code that is not known, or weights that cannot weigh.
        """
        said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in self.model_dump().items()}
        return Requirements(**said)


class Shortlist(BaseModel):
    """Up to 6 sites with notes, the need they answer, and the version of the data they were chosen from."""

    model_config = _STRICT
    sites: list[Entry] = Field(max_length=MOST_SITES)
    asked: SavedRequirements
    data_version: str = Field(max_length=200)

    @property
    def need(self) -> Requirements:
        """The need, ready to be asked again."""
        return self.asked.need()


def shortlist(catalogue: Catalogue, need: Requirements, sites: Mapping[str, str]) -> Shortlist:
    """Put a shortlist together.

    Parameters
    ----------
    catalogue : Catalogue
        Whose sites.
    need : Need
        What they answer.
    sites : mapping of str to str
        Notes by site id, in the order wanted.

    Returns
    -------
    Shortlist
        Checked against the catalogue.

    Raises
    ------
    ShortlistError
        More than 6 sites, a site that is not known, or a note that is too long.
    """
    if len(sites) > MOST_SITES:
        raise ShortlistError(
            f"清单最多 {MOST_SITES} 处，现有 {len(sites)} 处，请先移出",
            f"a shortlist holds {MOST_SITES} sites at most, not {len(sites)}; remove some",
        )
    try:
        entries = [Entry(site_id=site_id, note=note) for site_id, note in sites.items()]
    except ValidationError as error:
        raise _invalid(error) from error
    made = Shortlist(sites=entries, asked=SavedRequirements.of(need), data_version=catalogue.version)
    _require_known(made, catalogue)
    return made


def to_json(made: Shortlist) -> str:
    """Write a shortlist as JSON, the same bytes for the same shortlist.

    Parameters
    ----------
    made : Shortlist
        What to keep.

    Returns
    -------
    str
        With format, version and checksum.
    """
    content = made.model_dump()
    whole = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content), "shortlist": content}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes, catalogue: Catalogue) -> Shortlist:
    """Open a shortlist.

    Parameters
    ----------
    text : str or bytes
        The file.
    catalogue : Catalogue
        Whose sites it must name. Another data version is no fault; compare ``data_version`` with the catalogue's.

    Returns
    -------
    Shortlist
        As it was kept.

    Raises
    ------
    ShortlistError
        No JSON, no shortlist, an older or newer version, contents that were changed, a field that is missing or
        wrong, or ids the catalogue does not know; all unknown sites are named.
    """
    whole = _parsed(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise ShortlistError(
            "这不是 GeoPlan 的选址清单，请另选文件", "this is no shortlist of GeoPlan; choose another file"
        )
    _require_version(whole.get("version"))
    content = whole.get("shortlist")
    if set(whole) != {"format", "version", "checksum", "shortlist"} or not isinstance(content, dict):
        raise ShortlistError(
            "清单文件缺少或多出内容，请重新保存", "the file lacks parts or has extra ones; save it anew"
        )
    if whole["checksum"] != _checksum(content):
        raise ShortlistError(
            "清单内容与校验值不符，保存后被改动过或不完整，请用原件",
            "the contents do not match the checksum: changed or cut since it was saved; use the original",
        )
    try:
        made = Shortlist.model_validate(content)
        made.need.check(catalogue)
    except ValidationError as error:
        raise _invalid(error) from error
    except RequirementsError as error:
        raise ShortlistError(
            f"清单中的需求无效：{error.zh}", f"the need in the file is not valid: {error.en}"
        ) from error
    _require_known(made, catalogue)
    return made


def _parsed(text: str | bytes) -> Any:
    if len(text) > _MOST_BYTES:
        raise ShortlistError("文件过大，不是选址清单", "the file is too large for a shortlist; choose another")
    try:
        return json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise ShortlistError(
            "不是完整的 JSON 文件（UTF-8），可能在保存或传送时损坏",
            "not a whole JSON file in UTF-8; it may have been cut in transit",
        ) from error


def _require_version(version: object) -> None:
    if version == VERSION and type(version) is int:
        return
    if type(version) is not int:
        raise ShortlistError(
            "清单没有可读的版本号，请重新保存", "the file has no version that can be read; save it anew"
        )
    if version < VERSION:
        raise ShortlistError(
            f"清单是旧版格式 {version}，本程序读 {VERSION}；请用当时的程序打开后重建",
            f"the file has the older format {version}, this program reads {VERSION}; build the shortlist again",
        )
    raise ShortlistError(
        f"清单是新版格式 {version}，本程序只读到 {VERSION}；请更新程序",
        f"the file has the newer format {version}, this program reads {VERSION}; update the program",
    )


def _invalid(error: ValidationError) -> ShortlistError:
    first = error.errors()[0]
    where = "/".join(str(part) for part in first["loc"])
    return ShortlistError(
        f"清单的 {where} 无效（{first['type']}），请重新保存", f"{where} is not valid: {first['msg']}; save it anew"
    )


def _require_known(made: Shortlist, catalogue: Catalogue) -> None:
    ids = [entry.site_id for entry in made.sites]
    if unknown := [s for s in ids if s not in catalogue.sites.index]:
        names = ", ".join(unknown)
        raise ShortlistError(
            f"清单中的场址 {names} 不在现有数据（{catalogue.version}）中，请移出后再试",
            f"the sites {names} are not in the data at hand ({catalogue.version}); remove them",
        )
    if twice := sorted({s for s in ids if ids.count(s) > 1}):
        raise ShortlistError(
            f"清单中 {', '.join(twice)} 重复，请只留一处", f"{', '.join(twice)} is listed twice; keep one"
        )


def _checksum(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

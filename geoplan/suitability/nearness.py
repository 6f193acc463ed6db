"""Something a site should lie near: its kind, which one, and within how many kilometres."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError
from geoplan.suitability.scales import NEAR_KM
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS


@dataclass(frozen=True)
class Nearness:
    """Something the site should lie near.

    Attributes
    ----------
    kind : str
        A key of `geoplan.suitability.scales.NEAR_KM`.
    name : str
        The id of a gateway, the site_id of a university, the name of a firm, the adcode of a region; "" for any
        gateway or university.
    km : float or None
        The reach; None for that of `NEAR_KM`.
    """

    kind: str
    name: str = ""
    km: float | None = None

    @property
    def reach_km(self) -> float:
        """Within how many kilometres in a straight line."""
        return NEAR_KM[self.kind] if self.km is None else self.km

    @property
    def code(self) -> str:
        """``near:<kind>``, or ``near:<kind>:<name>``."""
        return f"near:{self.kind}:{self.name}" if self.name else f"near:{self.kind}"


def check_nearness(near: Iterable[Nearness]) -> None:
    """Refuse a kind that is not known, a firm or region that is not named, a reach that is none (RequirementsError)."""
    for one in near:
        if one.kind not in NEAR_KM:
            kinds = ", ".join(NEAR_KM)
            raise RequirementsError("suitability.nearness.kind", kind=one.kind, kinds=kinds)
        if not one.name and one.kind in ("firm", "county"):
            raise RequirementsError("suitability.nearness.no_name", kind=one.kind)
        if one.km is not None and not (math.isfinite(one.km) and one.km > 0):
            raise RequirementsError("suitability.nearness.km", kind=one.kind, km=one.km)


def known_names(catalogue: Catalogue, kind: str) -> list[str]:
    """What `Nearness.name` may be for a kind, in the catalogue's order."""
    if kind == "firm":
        return [str(name) for name in dict.fromkeys(catalogue.firms["name_zh"])]
    if kind == "county":
        return [str(adcode) for adcode in catalogue.regions.index]
    table = catalogue.gateways if kind in GATEWAY_KINDS else catalogue.sites
    return [str(key) for key in table.index[table["kind"] == kind]]


def near_what(catalogue: Catalogue, near: Nearness) -> Text:
    """Name what a site should lie near."""
    if not near.name:
        return GATEWAY_KINDS.get(near.kind) or message("suitability.nearness.university")
    if near.kind == "firm":
        return joined([near.name])
    tables: dict[str, Any] = {"county": catalogue.regions, "university": catalogue.sites}
    return name_of(tables.get(near.kind, catalogue.gateways), near.name)

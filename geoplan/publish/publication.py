"""What is published: which sites, on which day, in which language it opens, and under which address it will stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select


@dataclass(frozen=True)
class Publication:
    """One page to be made.

    Attributes
    ----------
    day : date
        On which plans are in force or ended, and which the page names as its own.
    lang : str
        The language in which it opens; the others are in it too.
    selection : Selection
        The sites that it holds; all by default.
    site : str
        The one site that it holds instead, or "".
    shortlist : dict of str
        Notes by site id, in their order; empty for no shortlist.
    address : str
        Where it will be found, for its QR code; "" where that is not known.
    approval : str
        The approval number of the map; "" while it is pending.
    """

    day: date
    lang: str = "zh"
    selection: Selection = field(default_factory=Selection)
    site: str = ""
    shortlist: dict[str, str] = field(default_factory=dict)
    address: str = ""
    approval: str = ""

    def sites(self, catalogue: Catalogue) -> list[str]:
        """The ids of the sites that the page holds, in the order of the catalogue; a shortlist's are among them."""
        chosen = {self.site} if self.site else set(select(catalogue, self.selection))
        return [site for site in catalogue.sites.index if site in chosen | set(self.shortlist)]

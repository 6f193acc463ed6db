"""The table of compared sites as HTML: a row a fact, a column a site, each difference marked by a sign and in words."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import comma_list, html, names

_DIFFERS: Final = "≠"


def comparison_html(catalogue: Catalogue, cells: pd.DataFrame, ids: list[str]) -> str:
    """Lay out the result of `geoplan.suitability.comparison.compare_sites`; it scrolls within itself."""
    sites, titles, values = names(catalogue.sites), names(cells, "title"), names(cells, "value")
    heads = "".join(f'<th scope="col">{escape(sites[site_id])}</th>' for site_id in ids)
    rows = "".join(
        _row(str(titles[group.index[0]]), [str(values[at]) for at in group.index], bool(group["differs"].iloc[0]))
        for _, group in cells.groupby("fact", sort=False)
    )
    caption = html("compare.caption", sites=comma_list(sites[site_id] for site_id in ids))
    return (
        f'<div class="gp-compare" role="region" tabindex="0" aria-label="{html("compare.scroll")}"><table>'
        f'<caption>{caption}</caption><thead><tr><th scope="col">{html("compare.fact")}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(title: str, values: list[str], differs: bool) -> str:
    cells = "".join(f"<td>{escape(value)}</td>" for value in values)
    if not differs:
        return f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'
    mark = f'<span class="gp-differs"><b aria-hidden="true">{_DIFFERS}</b> {html("compare.differs")}</span>'
    return f'<tr class="differs"><th scope="row">{escape(title)} {mark}</th>{cells}</tr>'

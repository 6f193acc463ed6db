"""The text of ``geoplan find``: what is read of it, and the industry that it means."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.console import naming
from geoplan.cli.filter_options import id_of, require_known, unknown_value
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.nearest_terms import nearest_terms
from geoplan.suitability.nearness import Nearness, check_nearness, known_names
from geoplan.suitability.need_line import NeedLine, read_need_line
from geoplan.suitability.relevance import headings
from geoplan.suitability.scales import NEAR_KM
from geoplan.text.message import Text, joined, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS


def read_line(catalogue: Catalogue, text: str, lang: str) -> NeedLine:
    """Read a line of need, and print what is read where it says more than a product."""
    said = read_need_line(catalogue, text)
    if len(said.chips) > 1:
        parts = joined((chip.meaning for chip in said.chips), "punctuation.semicolon")
        echo(translate("cli.find.read", lang, parts=parts), err=True)
    return said


def gateways_of(said: NeedLine) -> tuple[str, ...]:
    """The kinds of gateway that the line names; all where it names none."""
    named = {near.kind for near in said.near}
    return tuple(kind for kind in GATEWAY_KINDS if kind in named) or tuple(GATEWAY_KINDS)


def near_of(catalogue: Catalogue, value: str) -> Nearness:
    """Read a value of ``--near``: KIND[:NAME][=KM], the name an id or a name.

    Raises
    ------
    UserError
        A kind or a name that is not known, a firm or county without a name, or a reach that is no number above 0.
    """
    before, equals, km = value.partition("=")
    kind, _, name = before.partition(":")
    require_known("--near", kind, NEAR_KM)
    if name and kind == "firm":
        require_known("--near", name, known_names(catalogue, kind))
    elif name:
        named = catalogue.regions if kind == "county" else catalogue.gateways if kind in GATEWAY_KINDS else None
        table = catalogue.sites if named is None else named
        name = id_of(table.loc[known_names(catalogue, kind)], "--near", name)
    try:
        reach = float(km) if equals else None
    except ValueError:
        raise unknown_value("--near", value, ["KIND[:NAME][=KM]"]) from None
    near = Nearness(kind, name, reach)
    with naming("--near"):
        check_nearness([near])
    return near


def meant_industry(catalogue: Catalogue, product: str, lang: str) -> str:
    """The industry that a product means, printed with its ground.

    Raises
    ------
    UserError
        The match is weak: the question; no plan places it: the nearest industries that plans designate.
    """
    need, industries = match_need(catalogue, product), catalogue.industries

    def named(ids: list[str]) -> Text:
        return joined(name_of(industries, industry) for industry in ids)

    if need.certainty == "refuse":
        near = named([match.industry_id for match in nearest_terms(catalogue, product)])
        if need.unplaced:
            of_class = str(catalogue.gbt4754.at[need.unplaced, "name_zh"])
            raise UserError("cli.find.refused_class", text=product, code=need.unplaced, name=of_class, near=near)
        raise UserError("cli.find.refused", text=product, near=near)
    first = need.matches[0]
    if first.industry_id in headings(catalogue):
        below = industries.index[industries["parent_id"] == first.industry_id].tolist()
        raise UserError("cli.find.ask_heading", text=product, options=named(below))
    if need.certainty == "ask":
        raise UserError("cli.find.ask", text=product, options=named([m.industry_id for m in need.matches[:3]]))
    name, why = name_of(industries, first.industry_id), first.why(catalogue)
    echo(translate("cli.find.matched", lang, text=product, name=name, why=why), err=True)
    return first.industry_id

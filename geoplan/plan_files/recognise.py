"""Which plan of the catalogue a text is: by its title, and by how many of the sections cited from it are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import cited_sections
from geoplan.errors import UserError
from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.parser import parse
from geoplan.text.names import name_of
from geoplan.text.shorten import shorten

_HEAD: Final = 3000  # characters in which a plan says its title
_LEAST: Final = 0.5  # share of the citations that resolve in a plan's text
_LEAST_WITH_TITLE: Final = 0.2  # where the title says so, or the user


@dataclass(frozen=True)
class Resolved:
    """How many of the sections cited of a plan are in a text: ``resolved`` of ``cited``."""

    plan_id: str
    resolved: int
    cited: int

    @property
    def share(self) -> float:
        """The share, 0 where nothing is cited."""
        return self.resolved / self.cited if self.cited else 0.0


def resolve_citations(catalogue: Catalogue, plan_id: str, outline: Outline) -> Resolved:
    """Count the sections cited of a plan, each once, and those of them that an outline has."""
    sections = cited_sections(catalogue)[plan_id]
    return Resolved(plan_id, sum(outline.resolve(section) is not None for section in sections), len(sections))


def recognise(catalogue: Catalogue, text: str, name: str, plan_id: str = "") -> Resolved:
    """Tell which plan a text is.

    Parameters
    ----------
    name : str
        The name of the file, for messages.
    plan_id : str
        A plan of the catalogue, where the user says which it is; "" to find out.

    Raises
    ------
    UserError
        The text is none of the plans, or too few of the citations resolve in it.
    """
    outline, file = parse(text), shorten(name)
    head = normalise(text[:_HEAD])
    titled = [plan for plan, title in catalogue.plans["title_zh"].items() if normalise(title) in head]
    plans = [plan_id] if plan_id else [str(plan) for plan in catalogue.plans.index]
    counts = [resolve_citations(catalogue, plan, outline) for plan in plans]
    best = max(counts, key=lambda count: count.share)
    if best.share >= (_LEAST_WITH_TITLE if plan_id or best.plan_id in titled else _LEAST):
        return best
    count = next((count for count in counts if count.plan_id in titled), best)
    values = {
        "file": file,
        "plan": name_of(catalogue.plans, count.plan_id, "title"),
        "n": count.resolved,
        "cited": count.cited,
    }
    key = "too_few" if plan_id or count.plan_id in titled else "no_plan"
    raise UserError(f"plan_files.recognise.{key}", **values)

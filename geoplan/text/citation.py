"""Citations: where in which plan a fact stands."""

from __future__ import annotations

from geoplan.text.message import Text, message


def plan_title(plan: Text) -> Text:
    """The title of a plan as a sentence names it."""
    return message("citation.plan", plan=plan)


def citation(plan: Text, section: str) -> Text:
    """Cite a section of a plan.

    Parameters
    ----------
    plan : Text
        The plan's short title, as from ``geoplan.text.names.name_of(plans, plan_id, "short")``.
    section : str
        An address in the plan's outline, such as ``第五章/专栏6/4``.
    """
    return message("citation.section", plan=plan, section=section)

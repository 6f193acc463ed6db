"""Citations: where in which plan a fact stands."""

from __future__ import annotations

from geoplan.text.message import Text, message


def plan_title(plan: Text) -> Text:
    """The title of a plan as a sentence names it."""
    return message("citation.plan", plan=plan)


def with_state(plan: Text, state: Text | None) -> Text:
    """The name of a plan with a state such as 已到期 beside it, where one is given."""
    return plan if state is None else message("citation.with_state", plan=plan, state=state)


def citation(plan: Text, section: str, state: Text | None = None, damaged: bool = False) -> Text:
    """Cite a section of a plan.

    Parameters
    ----------
    plan : Text
        The plan's short title, as from ``geoplan.text.names.name_of(plans, plan_id, "short")``.
    section : str
        An address in the plan's outline, such as ``第五章/专栏6/4``.
    state : Text, optional
        A state of the plan to put beside its title, such as 已到期.
    damaged : bool
        Whether to say that the source text is damaged there.
    """
    if state is None:
        cited = message("citation.section", plan=plan, section=section)
    else:
        cited = message("citation.section_with_state", plan=plan, state=state, section=section)
    return message("citation.damaged", citation=cited) if damaged else cited

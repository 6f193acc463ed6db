"""Which view a page shows, stored in the session and in the address; the page's choice drops what it does not offer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar, Final, Self

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.address import is_history_step

COVERAGE_VIEW: Final = "coverage_view"
COVERAGE_SCOPE: Final = "coverage_scope"
COVERAGE_COLUMN: Final = "coverage_column"  # the industry that the map shows by county
COVERAGE_CELL: Final = "coverage_cell"  # the cell whose sites are listed: an adcode and an industry, with a dot between
COVERAGE_PLANS: Final = "coverage_plans"  # which plans count: all, or those that speak of all counties
DATA_VIEW: Final = "data_view"
REGISTER_VIEW: Final = "register_view"
REGISTER_SCOPE: Final = "register_scope"
REGISTER_GROUND: Final = "register_ground"  # what of a site counts: its outline, or what lies within 1 km


class _Choices:
    keys: ClassVar[dict[str, str]]  # session keys by name in the address

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""
        return key in cls.keys

    @classmethod
    def from_query(cls, query: dict[str, list[str]], catalogue: Catalogue) -> Self:
        return cls(**{name: query[name][-1] for name in cls.keys if query.get(name)})

    @classmethod
    def from_session(cls) -> Self:
        return cls(**{name: st.session_state.get(key) or "" for name, key in cls.keys.items()})

    def to_query(self) -> dict[str, list[str]]:
        return {name: [value] for name, value in asdict(self).items() if value}  # type: ignore[call-overload]

    def to_session(self) -> None:
        choices = {key: getattr(self, name) for name, key in self.keys.items()}
        # Going back also undoes a choice; else what an address lacks stays as it is.
        st.session_state.update({key: value for key, value in choices.items() if value or is_history_step()})


@dataclass(frozen=True)
class CoverageQuery(_Choices):
    """The further view of the page coverage, its scope, the industry and the cell looked at, the plans that count."""

    keys = {  # noqa: RUF012
        "show": COVERAGE_VIEW, "scope": COVERAGE_SCOPE, "of": COVERAGE_COLUMN, "cell": COVERAGE_CELL,
        "among": COVERAGE_PLANS,
    }  # fmt: skip

    show: str = ""
    scope: str = ""
    of: str = ""
    cell: str = ""
    among: str = ""


@dataclass(frozen=True)
class DataQuery(_Choices):
    """What the page data shows."""

    keys = {"data": DATA_VIEW}  # noqa: RUF012

    data: str = ""


@dataclass(frozen=True)
class RegisterQuery(_Choices):
    """What the page enterprises shows; never the register, which is its user's own."""

    keys = {"view": REGISTER_VIEW, "scope": REGISTER_SCOPE, "ground": REGISTER_GROUND}  # noqa: RUF012

    view: str = ""
    scope: str = ""
    ground: str = ""

"""Lists of many cases of one kind: some are run by `make test`, the others are marked long, for `make test-long`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import pytest


def one_of_each(cases: Iterable[Any], kind: Callable[[Any], Hashable], step: int = 1) -> list[Any]:
    """The cases as parameters of a test, all but the first of each kind, or of every ``step``-th kind, marked long."""
    cases = list(cases)
    first = {which: case for case in reversed(cases) for which in [kind(case)]}
    kinds = list(dict.fromkeys(map(kind, cases)))
    kept = [first[which] for which in kinds[::step]]
    return [_param(case, not any(case is other for other in kept)) for case in cases]


def one_in(step: int, cases: Iterable[Any]) -> list[Any]:
    """The cases as parameters of a test, all but every ``step``-th, from the first, marked long."""
    return [_param(case, number % step > 0) for number, case in enumerate(cases)]


def all_but(kept: Iterable[Any], cases: Iterable[Any]) -> list[Any]:
    """The cases as parameters of a test, all but those that are kept marked long."""
    kept, cases = list(kept), list(cases)
    assert all(case in cases for case in kept), "a case to keep is none of the list"
    return [_param(case, case not in kept) for case in cases]


def _param(case: Any, is_long: bool) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.long if is_long else ())

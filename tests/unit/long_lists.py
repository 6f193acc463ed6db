"""Lists of many cases of one kind: some are run by `make test`, the others are marked long, for `make test-long`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import pytest


def one_of_each(cases: Iterable[Any], kind: Callable[[Any], Hashable]) -> list[Any]:
    """The cases as parameters of a test, all but the first of each kind marked long."""
    seen: set[Hashable] = set()
    return [_param(case, (which := kind(case)) in seen or seen.add(which) is not None) for case in cases]


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

"""Whatever the API's own document allows, and what it does not: never an answer of 500 or above, never a surprise."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from long_lists import one_in
from openapi_spec_validator import validate
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.schemas import APIOperation

from api.conftest import ask

_HOLDS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
]
# One collection of each sort: features of mixed form, areas, a table, records.
_DEEPLY = re.compile(r"/(conformance|openapi|collections(/(sites|counties|designations|records)(/.*)?)?)?")


@pytest.fixture(scope="module")
def operations(service: str) -> list[APIOperation]:
    api = schemathesis.openapi.from_url(f"{service}/openapi?f=json")
    return [found.ok() for found in api.get_all_operations()]


def bear(operation: APIOperation, mode: GenerationMode, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Case) -> None:
        case.call_and_validate(checks=[CHECKS.get_one(name) for name in _HOLDS], timeout=10)

    holds()


@pytest.mark.parametrize("examples", one_in(2, [3, 30]))
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_one_collection_of_each_sort_bears_anything(
    operations: list[APIOperation], mode: GenerationMode, examples: int
) -> None:
    chosen = [operation for operation in operations if _DEEPLY.fullmatch(operation.path)]
    assert len(chosen) > 4 * 5
    for operation in chosen:
        bear(operation, mode, examples)


@pytest.mark.parametrize("part", one_in(8, range(8)))
def test_every_other_address_bears_a_little(operations: list[APIOperation], part: int) -> None:
    others = [operation for operation in operations if not _DEEPLY.fullmatch(operation.path)]
    assert len(others) > 100
    for operation in others[part::8]:
        bear(operation, GenerationMode.NEGATIVE, 1)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_the_document_is_valid_and_refers_to_nothing_outside(service: str, lang: str) -> None:
    answer = ask(f"{service}/openapi?f=json&lang={lang}")
    validate(answer.json)
    assert '"$ref":"http' not in answer.text

"""What the two files of a layer hold: the keys of its description, and the properties of its features."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from geoplan.study_area import study_area

IN_FUTURE: Final = "checked-in-future"
PART_NAMES: Final = "part-names-incomplete"

NonEmpty = Annotated[str, Field(min_length=1)]


class LayerDescription(BaseModel):
    """The keys of a layer's .toml; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)  # readers of the keys need no validator

    title_zh: NonEmpty
    title_en: NonEmpty
    meaning_zh: NonEmpty
    meaning_en: NonEmpty
    scope: NonEmpty
    order: int
    licence: NonEmpty
    sources: Annotated[list[NonEmpty], Field(min_length=1)]
    also: list[NonEmpty] = []

    @field_validator("scope")
    @classmethod
    def _is_a_scope(cls, value: str) -> str:
        if value not in (known := study_area().scopes):
            expected = " or ".join(map(repr, known))
            raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
        return value


class PositionMetadata(BaseModel):
    """The properties of a feature: how its position is known; unknown properties are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)  # readers of the keys need no validator

    site_id: NonEmpty
    # fmt: off
    method: Literal[
        "surveyed", "digitised", "bounding_roads", "poi_hull", "area_schematic",
        "point", "host_institution", "town", "area_of_doubt", "county",
    ]
    # fmt: on
    source: NonEmpty
    source_datum: Literal["WGS84", "GCJ-02", "BD-09", "estimate"]
    radius_m: Annotated[float, Field(gt=0, le=200_000)] | Annotated[int, Field(gt=0, le=200_000)] | None
    confidence: Literal["high", "medium", "low"]
    checked_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    licence: NonEmpty | None = None  # where it is not the layer's
    part: NonEmpty | None = None
    part_en: NonEmpty | None = None

    @model_validator(mode="after")
    def _a_part_has_both_names(self) -> PositionMetadata:
        if (self.part is None) != (self.part_en is None):
            raise PydanticCustomError(PART_NAMES, "part and part_en go together")
        return self

    @field_validator("checked_on")
    @classmethod
    def _is_a_past_day(cls, value: str) -> str:
        if is_in_future(value):
            raise PydanticCustomError(IN_FUTURE, "checked_on lies in the future")
        return value


def is_in_future(day: str) -> bool:
    """Whether an ISO day is later than tomorrow, which is today somewhere on earth; ValueError where it is no day."""
    return dt.date.fromisoformat(day) > dt.date.today() + dt.timedelta(days=1)


def schema_errors(model: type[BaseModel], value: Any) -> Iterator[tuple[str, str, str]]:
    """Validate a value against a model.

    Yields
    ------
    tuple of str
        The type of the error, the key it is about (``properties`` where it is about several) and pydantic's message;
        one for each key.
    """
    try:
        model.model_validate(value)
    except ValidationError as error:
        seen = set()
        for one in error.errors():
            where = str(one["loc"][0]) if one["loc"] else "properties"
            if where not in seen:  # a union reports each of its branches
                seen.add(where)
                yield one["type"], where, one["msg"]

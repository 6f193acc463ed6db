"""Inputs written by a reader who had seen neither the code nor the first golden set, and what they should give.

Two rounds stand in ``geocoding_blind.csv`` (``expected``: a site or gateway id or an adcode, several parted by ``|``,
``nothing`` where silence is right). ``blind``: 123 inputs written before any look at the code; ``attack``: 133 more
after reading it, aimed at look-alikes, where a sure answer does most harm. A *sure* wrong answer is one of high or
medium confidence; a region given where a site was expected is a miss.

The first run, before anything was mended:

========  ======  =====  ======  ============  ===========
round     inputs  right  missed  surely wrong  wrong, low
========  ======  =====  ======  ============  ===========
blind        123    110       5             0            8
attack       133    104       1             9           19
========  ======  =====  ======  ============  ===========

The nine: 信阳工业区 by its sound, 国家/成都/深圳/琶洲/台北 + 会展中心 by the bare name, 昆山软件园二期, 华侨大学华文学院,
Nanjing as 南靖. The figures of now are printed with ``-s``.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.scoring import GeocodingResult

LEAST_RIGHT = {"blind": 120, "attack": 122}


class Reading(NamedTuple):
    round: str
    kind: str
    text: str
    expected: str


def readings(chosen: str) -> list[Reading]:
    with (Path(__file__).parent / "geocoding_blind.csv").open(encoding="utf-8", newline="") as table:
        return [reading for row in csv.DictReader(table) if (reading := Reading(**row)).round == chosen]


def verdict(reading: Reading, answer: GeocodingResult) -> str:
    wanted = reading.expected.split("|")
    got = answer.place.id if answer.place else "nothing"
    if got in wanted:
        return "right"
    if answer.place is None or (answer.place.kind == "region" and "nothing" not in wanted):
        return "missed"
    return "surely wrong" if answer.confidence in {"high", "medium"} else "wrong, low"


@pytest.mark.parametrize("chosen", ["blind", "attack"])
def test_no_sure_answer_is_wrong_and_few_are_missed(catalogue: Catalogue, chosen: str) -> None:
    found = geocoder(catalogue)
    told = [(reading, verdict(reading, found.answer(reading.text))) for reading in readings(chosen)]
    counts = Counter(what for _, what in told)
    print(chosen, len(told), dict(counts), [(reading.text, what) for reading, what in told if what != "right"])
    assert [reading.text for reading, what in told if what == "surely wrong"] == []
    assert counts["right"] >= LEAST_RIGHT[chosen]


def test_every_expected_answer_is_in_the_catalogue(catalogue: Catalogue) -> None:
    known = {"nothing", *catalogue.sites.index, *catalogue.gateways.index, *catalogue.regions.index}
    wanted = {one for chosen in LEAST_RIGHT for reading in readings(chosen) for one in reading.expected.split("|")}
    assert wanted <= known

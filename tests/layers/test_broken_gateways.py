"""Each fault of a gateway is named at its row, and never stops the rest from loading."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from long_lists import one_in

from geoplan.catalogue.catalogue import load
from geoplan.checks.check_sources import check_catalogue

FILE = "data/gateways.csv"
GAOQI = 2  # the row of the sheet
Rows = list[dict[str, str]]


def rewrite(home: Path, change: Callable[[Rows], object]) -> None:
    with (home / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["gateway_id"] == "xiamen-gaoqi-airport"
    change(rows)
    with (home / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def put(**cells: str) -> Callable[[Rows], object]:
    """Change cells of Gaoqi airport."""
    return lambda rows: rows[0].update(cells)


def again(**cells: str) -> Callable[[Rows], object]:
    """List Gaoqi airport once more, with some cells changed."""
    return lambda rows: rows.append({**rows[0], **cells})


# what is wrong: (how, rule); all at Gaoqi's row unless it is listed once more.
CASES: dict[str, tuple[Callable[[Rows], object], str]] = {
    "a guess": (put(confidence="low"), "gateway-unsure"),
    "an unknown confidence": (put(confidence="sure"), "cell-constraint"),
    "a kind that is no gateway": (put(kind="harbour"), "cell-constraint"),
    "a gateway only planned": (put(status="planned"), "cell-constraint"),
    "no radius": (put(radius_m=""), "cell-required"),
    "a radius of nothing": (put(radius_m="0"), "cell-constraint"),
    "a negative radius": (put(radius_m="-600"), "cell-constraint"),
    "a radius that is not a number": (put(radius_m="NaN"), "cell-type"),
    "no source": (put(source=""), "cell-required"),
    "an unknown datum": (put(source_datum="Mars2000"), "cell-constraint"),
    "an id with blanks": (put(gateway_id="Gaoqi Airport"), "cell-constraint"),
    "a city for a county": (put(adcode="350200"), "cell-constraint"),
    "an unknown county": (put(adcode="350299"), "orphan"),
    "an unknown site": (put(site_id="atlantis"), "orphan"),
    "latitude before longitude": (put(lon="24.544", lat="118.128"), "outside-wgs84"),
    "metres for degrees": (put(lon="614200", lat="2715300"), "outside-wgs84"),
    "a place in Beijing": (put(lon="116.39", lat="39.9"), "outside-wgs84"),
    "a longitude that is not a number": (put(lon="NaN"), "outside-wgs84"),
    "a longitude without end": (put(lon="inf"), "outside-wgs84"),
    "a longitude in words": (put(lon="118.128 E"), "cell-type"),
    "no latitude": (put(lat=""), "cell-required"),
    "too many decimals": (put(lon="118.12800001"), "precision"),
    "a point in the wrong county": (put(adcode="350205"), "gateway-outside-county"),
    "another city's county": (put(adcode="350102"), "gateway-outside-county"),
    "a site that is somewhere else": (put(site_id="software-park-2"), "gateway-off-site"),
    "a day that is not in the calendar": (put(checked_on="2026-02-30"), "cell-type"),
    "a day to come": (put(checked_on="2126-02-20"), "checked-in-future"),
    "one gateway twice": (again(), "key-duplicate"),
    "one name twice in a county": (again(gateway_id="gaoqi-again"), "name-duplicate"),
    "one site for two gateways": (again(gateway_id="other", name_zh="新机场", site_id="new-airport"), "key-duplicate"),
}  # fmt: skip


@pytest.mark.parametrize("case", one_in(9, CASES))
def test_a_broken_gateway_is_named_and_the_rest_still_loads(copy: Path, case: str) -> None:
    damage, rule = CASES[case]
    rewrite(copy, damage)
    rows = (copy / FILE).read_text("utf-8").splitlines()
    catalogue = load(copy)
    problems = catalogue.problems
    assert {p.file for p in problems} == {FILE}
    named = [p for p in problems if p.rule == rule]
    assert {p.row for p in named} == {len(rows) if len(rows) > 40 else GAOQI}, [p.line("en") for p in problems]
    for language in ("zh", "en"):
        assert "→" in named[0].line(language)
        assert not re.search(r"\{[a-z_]+", named[0].fact(language) + named[0].remedy(language))
    assert len(catalogue.sites) > 100
    assert len(catalogue.gateways) == 38 + (len(rows) > 40)  # the broken row alone is left out


@pytest.mark.parametrize(("radius", "rules"), [("400", []), ("370", ["gateway-outside-county"])])
def test_a_point_beyond_the_border_is_wrong_only_beyond_its_radius(copy: Path, radius: str, rules: list[str]) -> None:
    """Quanzhou South stands in Jinjiang, 386 m (by the gazetteer's own measure 391 m) from Shishi."""

    def claim_the_neighbour(rows: Rows) -> None:
        (station,) = (r for r in rows if r["gateway_id"] == "quanzhou-south-station")
        station.update(adcode="350581", radius_m=radius)

    rewrite(copy, claim_the_neighbour)
    assert [p.rule for p in check_catalogue(copy)] == rules


def test_a_table_of_gateways_that_is_missing_is_named(copy: Path) -> None:
    (copy / FILE).unlink()
    assert [(p.file, p.rule) for p in check_catalogue(copy)] == [(FILE, "file-missing")]
    catalogue = load(copy)
    assert catalogue.gateways.empty
    assert catalogue.gateways.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    "geometry",
    one_in(
        3,
        [
            {"type": "Point", "coordinates": [614200.0, 2715300.0]},
            {"type": "Point", "coordinates": ["east", "north"]},
            None,
        ],
    ),
)
def test_a_site_that_cannot_be_placed_says_nothing_about_its_gateway(copy: Path, geometry: object) -> None:
    path = copy / "layers" / "transport-gateways.geojson"
    root = json.loads(path.read_text("utf-8"))
    for feature in root["features"]:
        feature["geometry"] = geometry
    path.write_text(json.dumps(root), "utf-8")
    problems = check_catalogue(copy)
    assert problems
    assert FILE not in {p.file for p in problems}


def test_one_fault_is_one_line(copy: Path) -> None:
    rewrite(copy, put(confidence="low"))
    assert len(check_catalogue(copy)) == 1

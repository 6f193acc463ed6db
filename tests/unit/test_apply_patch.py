"""Drawn positions come into the layers whole or not at all, and nothing else changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from long_lists import one_in
from outline_samples import OUTLINES, SITES, write_invented
from shapely.geometry import Point, box

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.checks.check_sources import check_catalogue
from geoplan.drafts.apply_patch import apply_patch, patched_layers
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.match_outlines import match_outlines
from geoplan.drafts.outline_drafts import OutlineMetadata, confirmed, drafts_of
from geoplan.errors import UserError
from geoplan.readers.read_layer import read_layer

PARK = Draft(
    POSITION, "torch-park", box(118.115, 24.515, 118.125, 24.525), "surveyed", "invented", radius_m=5.0,
    confidence="high", checked_on="2026-11-20", author="someone", drawn_at="2026-11-20T08:00:00+00:00", text="a remark",
)  # fmt: skip
CAMPUS = replace(PARK, draft_id="gulangyu", geometry=box(118.06, 24.445, 118.065, 24.45))


def lines(home: Path) -> dict[str, list[str]]:
    return {path.name: path.read_text("utf-8").splitlines() for path in sorted((home / "layers").iterdir())}


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((home / "layers").iterdir())}


def site_of(line: str) -> str:
    return (
        str(json.loads(line.removesuffix(","))["properties"]["site_id"])
        if line.startswith('{"type": "Feature",')
        else ""
    )


def test_a_position_stands_in_place_of_the_feature_of_its_site(copy: Path) -> None:
    before = lines(copy)
    assert apply_patch(copy, [PARK]) == ["layers/torch-zones.geojson"]
    after = lines(copy)
    old, new = before.pop("torch-zones.geojson"), after.pop("torch-zones.geojson")
    assert after == before
    changed = [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    assert [site_of(old[number]) for number in changed] == ["torch-park"]
    feature = json.loads(new[changed[0]].removesuffix(","))
    assert list(feature["properties"].items()) == [
        ("site_id", "torch-park"), ("method", "surveyed"), ("source", "invented"), ("source_datum", "WGS84"),
        ("radius_m", 5), ("confidence", "high"), ("checked_on", "2026-11-20"),
    ]  # fmt: skip
    assert shapely.from_geojson(json.dumps(feature["geometry"])).equals(PARK.geometry)


def test_twelve_outlines_leave_a_valid_catalogue_with_all_other_lines_as_they_were(copy: Path) -> None:
    path = write_invented(copy)
    catalogue, reading = load(copy, validated=True), read_layer(path, path.name)
    report = confirmed(match_outlines(reading.frame, catalogue), range(1, 13))
    before = lines(copy)
    files = apply_patch(copy, drafts_of(report, reading.frame, OutlineMetadata("surveyed", "x", 5.0, "2026-11-20")))
    after = lines(copy)
    assert check_catalogue(copy) == []
    assert {Path(file).name for file in files} == {name for name in before if before[name] != after[name]}
    untouched = {name: [line for line in rows if site_of(line) not in SITES] for name, rows in before.items()}
    assert {name: [line for line in rows if site_of(line) not in SITES] for name, rows in after.items()} == untouched
    again = load(copy)
    assert (again.ways[list(SITES)] == "outline").all()
    metric = again.places.set_index("site_id").loc[list(SITES)].to_crs(4548).area
    assert metric.tolist() == pytest.approx([width * height for *_, width, height in OUTLINES], rel=1e-4)


@pytest.mark.long
def test_several_features_of_a_site_become_one(copy: Path) -> None:
    site = "new-sports-and-exhibition-centre"  # drawn as two points, in one layer
    geometry = load(copy, validated=True).places.set_index("site_id").loc[site, "geometry"].iloc[0].buffer(0.001)
    name = "venues-and-landmarks.geojson"
    before = lines(copy)[name]
    assert sum(site_of(line) == site for line in before) == 2
    apply_patch(copy, [replace(PARK, draft_id=site, geometry=geometry)])
    after = lines(copy)[name]
    assert [site_of(line) for line in after].count(site) == 1
    first = next(number for number, line in enumerate(before) if site_of(line) == site)
    others = [line for number, line in enumerate(before) if number == first or site_of(line) != site]
    assert list(map(site_of, after)) == list(map(site_of, others))
    assert check_catalogue(copy) == []


def test_a_site_known_by_county_alone_gets_a_geometry(copy: Path) -> None:
    catalogue = load(copy, validated=True)
    site = catalogue.sites[(catalogue.ways == "county") & (catalogue.sites["adcode"] == "350206")].index[0]
    apply_patch(copy, [replace(PARK, draft_id=str(site))])
    assert load(copy).ways[site] == "outline"


@pytest.mark.long
def test_applying_twice_changes_nothing_more(copy: Path) -> None:
    apply_patch(copy, [PARK, CAMPUS])
    before = contents(copy)
    assert apply_patch(copy, [PARK, CAMPUS]) == []
    assert contents(copy) == before


def test_places_and_notes_change_nothing(copy: Path) -> None:
    before = contents(copy)
    place = Draft(PLACE, "own-00000000", Point(118.1, 24.5), "point", radius_m=5.0, name_zh="新址", kind="park")
    assert apply_patch(copy, [place, Draft(NOTE, "own-00000001", Point(118.1, 24.5), text="x")]) == []
    assert contents(copy) == before


BROKEN = {
    "another county": (replace(PARK, geometry=box(118.2, 24.7, 118.21, 24.71)), "torch-park"),
    "no source": (replace(PARK, source=""), "source"),
    "low as point": (replace(PARK, geometry=Point(118.12, 24.52), method="point", confidence="low"), "low confidence"),
    "unknown site": (replace(PARK, draft_id="moon-base"), "moon-base"),
}  # fmt: skip


@pytest.mark.parametrize("case", one_in(2, BROKEN))
def test_one_position_that_breaks_a_rule_leaves_every_file_as_it_was(case: str, copy: Path) -> None:
    draft, fact = BROKEN[case]
    before = contents(copy)
    with pytest.raises(UserError) as caught:
        apply_patch(copy, [CAMPUS, draft])
    assert fact in caught.value.text("en")
    assert contents(copy) == before


@pytest.mark.long
def test_problems_that_were_there_before_do_not_stop_a_patch(copy: Path) -> None:
    path = copy / "layers" / "venues-and-landmarks.geojson"
    path.write_text(path.read_text("utf-8").replace('"confidence": "high"', '"confidence": "sure"', 1), "utf-8")
    problems = check_catalogue(copy)
    assert problems
    assert apply_patch(copy, [PARK]) == ["layers/torch-zones.geojson"]
    assert [p.identity for p in check_catalogue(copy)] == [p.identity for p in problems]


@pytest.mark.long
@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_between_two_files_leaves_both_as_they_were(
    failing: int, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(copy)
    replace_file, calls = Path.replace, []

    def fail(self: Path, target: Any) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        apply_patch(copy, [PARK, CAMPUS])
    assert len(calls) == failing + (failing - 1)  # what was replaced is put back
    assert contents(copy) == before  # names, too: no temporary file is left


def test_a_file_that_has_not_a_line_for_each_feature_is_written_anew(copy: Path) -> None:
    path = copy / "layers" / "torch-zones.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, indent=1), "utf-8")
    content = patched_layers(copy, [PARK])["layers/torch-zones.geojson"]
    after = json.loads(content)["features"]
    assert [f for f in after if f["properties"]["site_id"] != "torch-park"] == [
        f for f in features if f["properties"]["site_id"] != "torch-park"
    ]
    assert len(content.decode().splitlines()) == len(features) + 2


def test_a_dry_run_writes_nothing(copy: Path, catalogue: Catalogue) -> None:
    before = contents(copy)
    assert list(patched_layers(copy, [PARK])) == ["layers/torch-zones.geojson"]
    assert contents(copy) == before

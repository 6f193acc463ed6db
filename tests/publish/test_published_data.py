"""What a published page holds is what the catalogue holds, read back from its HTML."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hostile_home import hostile_home
from test_cli import run

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.publish.atlas_page import atlas_page
from geoplan.publish.embed_snippet import embed_snippet
from geoplan.publish.publication import Publication
from geoplan.query.selection import Selection, select

from .conftest import DAY
from .read_page import ReadPage, words_in

PARK = "software-park-2"


@pytest.mark.long
def test_the_whole_atlas_is_at_most_3_mb_and_its_policy_lets_nothing_be_asked_for(whole: bytes) -> None:
    page = ReadPage.of(whole)
    assert len(whole) <= 3_000_000
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    digest = base64.b64encode(hashlib.sha256(page.scripts["main"].encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'", "script-src": f"'sha256-{digest}'", "style-src": "'unsafe-inline'",
        "img-src": "data:", "connect-src": "'none'", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert sorted(page.scripts) == ["first", "main", "second", "start"]
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert re.findall(rb"url\((?!none)", re.sub(rb"<script.*?</script>", b"", whole, flags=re.DOTALL)) == []


def test_ids_names_and_trays_are_those_of_the_catalogue(catalogue: Catalogue, whole: bytes) -> None:
    page = ReadPage.of(whole)
    first, second = page.data("first"), page.data("second")
    ids = catalogue.sites.index.tolist()
    assert first["selection"]["sites"] == first["map"]["files"]["sites"]["ids"] == ids
    for lang in ("zh", "en"):
        names = {site: row[0] for site, row in second["table"][lang]["rows"].items()}
        assert names == catalogue.sites[f"name_{lang}"].to_dict()
        assert [row[0] for row in page.rows[lang][1:]] == catalogue.sites[f"name_{lang}"].tolist()
        assert set(second["dossiers"][lang]) == set(ids)
    trays = {tray["s"] for tray in first["map"]["files"]["sites"]["trays"]}
    assert trays == set(catalogue.ways.index[catalogue.ways == "county"])
    assert page.start["version"] == catalogue.version
    assert dict(page.start["facts"]["zh"])["审图号"] == "（待审定）"


def test_every_designation_stands_in_its_dossier_with_its_section_in_both_languages(
    catalogue: Catalogue, whole: bytes
) -> None:
    dossiers = ReadPage.of(whole).data("second")["dossiers"]
    told = {lang: {site: words_in(of) for site, of in sites.items()} for lang, sites in dossiers.items()}
    missing = [
        (lang, row.site_id, row.wording, row.section)
        for row in catalogue.designations.itertuples()
        for lang in ("zh", "en")
        if row.wording not in told[lang][row.site_id] or row.section not in told[lang][row.site_id]
    ]
    assert missing == []
    assert len(catalogue.designations) > 700
    assert "已到期" not in told["zh"][PARK]  # on the last day of the period of the plans that name it


def test_a_filtered_page_holds_its_sites_alone_and_one_site_stands_by_itself(catalogue: Catalogue) -> None:
    selection = Selection(industries=("bio",), regions=("350205",))
    chosen = select(catalogue, selection)
    content = atlas_page(catalogue, Publication(DAY, "en", selection))
    page = ReadPage.of(content)
    second = page.data("second")
    assert 3 < len(chosen) < 30
    assert page.data("first")["selection"]["sites"] == chosen == list(second["dossiers"]["zh"])
    assert {row[0] for row in second["search"]["index"]["entries"]["site"] if isinstance(row[0], str)} <= set(chosen)
    assert len(second["search"]["index"]["entries"]["site"]) == len(chosen)
    assert catalogue.sites.at[PARK, "name_zh"] not in {row[0] for row in page.rows["zh"]}
    assert content.startswith(b'<!DOCTYPE html>\n<html lang="en">')


@pytest.mark.long
def test_the_day_decides_which_plans_have_ended(catalogue: Catalogue) -> None:
    told = {}
    for year in (2025, 2026):
        page = ReadPage.of(atlas_page(catalogue, Publication(date(year, 6, 1), site=PARK)))
        told[year] = words_in(page.data("second")["dossiers"]["zh"][PARK])
        assert dict(page.start["facts"]["zh"])["生成日期"] == f"{year}-06-01"
    assert "已到期" not in told[2025]
    assert "已到期" in told[2026]


@pytest.mark.long
def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here, there = tmp_path / "here.html", tmp_path / "there.html"
    command = ["publish", "--site", PARK, "--date", "2026-03-01", "--lang", "zh", "-o"]
    run(*command, str(here))
    code = f"import sys; sys.argv = ['geoplan', *{[*command, str(there)]!r}]; from geoplan.cli import main; main()"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": "2"}, check=True)
    assert here.read_bytes() == there.read_bytes()


@pytest.mark.long
def test_hostile_texts_end_no_element_and_stand_whole(tmp_path: Path) -> None:
    hostile = hostile_home(tmp_path / "home", tmp_path / "cache")
    catalogue = load_cached(tmp_path / "home", tmp_path / "cache")
    page = ReadPage.of(atlas_page(catalogue, Publication(DAY, selection=Selection(regions=("350203",)))))
    assert sorted(page.scripts) == ["first", "main", "second", "start"]
    assert not {"img", "iframe", "svg", "math", "a", "object"} & set(page.tags)
    dossiers = page.data("second")["dossiers"]
    told = " ".join(words_in(of) for sites in dossiers.values() for of in sites.values())
    assert len(hostile.numbers(told)) > 300
    assert hostile.lost(told) == []


def test_a_qr_code_of_30_bytes_is_of_version_3_with_its_finder_in_the_corner() -> None:
    pytest.importorskip("segno")
    from geoplan.publish.qr_code import qr_path

    code = qr_path("https://example.org/atlas.html")
    assert code.size == 29 + 2 * 4  # ISO/IEC 18004: version 2 holds 26 bytes at level M, version 3 holds 42
    dark = {tuple(map(int, found)) for found in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.d)}
    ring = {(x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6)}
    heart = {(x, y) for x in range(2, 5) for y in range(2, 5)}
    assert {(x - 4, y - 4) for x, y in dark if x < 11 and y < 11} == ring | heart


def test_an_address_and_a_title_cannot_leave_the_snippet() -> None:
    snippet = embed_snippet('https://a.b/"><script>', '"onload="x')
    assert snippet.count("<") == 2 and 'sandbox="allow-scripts allow-modals"' in snippet

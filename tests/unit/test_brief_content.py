"""A brief says what the screen says: the same sites, figures and citations, in all three documents."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from long_lists import one_in
from openpyxl import load_workbook
from pypdf import PdfReader

from geoplan.brief.blocks import Brief, Column, Figure, Paragraph, Table
from geoplan.brief.brief_content import compose, need_in_words
from geoplan.brief.document_formats import write
from geoplan.brief.page_room import block_height
from geoplan.brief.site_section import cut_to_fit
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import site_report
from geoplan.suitability.site_selection import SiteSelection, find_sites

pytestmark = pytest.mark.slow

PICKED = {"biomedical-harbour": "看过现场", "science-city": "", "xinyang": "=cmd|' /C calc'!A0 <b>$x$</b>"}


@pytest.fixture(scope="module")
def result(catalogue: Catalogue) -> SiteSelection:
    return find_sites(catalogue, Requirements(industries=("devices",), regions=("350200",)))


@pytest.fixture(scope="module", params=one_in(2, ["zh", "en"]))
def brief(request: pytest.FixtureRequest, catalogue: Catalogue, result: SiteSelection) -> Brief:
    return compose(
        catalogue, site_report(catalogue, list(PICKED), result), PICKED, request.param, "闽S〔2026〕1号", "2026-11-22"
    )


def pdf_text(brief: Brief) -> str:
    pages = PdfReader(io.BytesIO(write(brief, ".pdf"))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def word_text(brief: Brief) -> str:
    document = Document(io.BytesIO(write(brief, ".docx")))
    return "".join("".join(document.element.body.itertext()).split())


def shown(brief: Brief, catalogue: Catalogue, result: SiteSelection) -> list[str]:
    """What the screen shows of these sites: names, scores, ranks, facts."""
    ranked = result.ranking.set_index("site_id")
    texts = [str(catalogue.sites.at[s, f"name_{brief.lang}"]) for s in PICKED]
    texts += [f"{ranked.at[s, 'score']:.3f}" for s in PICKED]
    texts += [f"{ranked.at[s, 'rank_best']}–{ranked.at[s, 'rank_worst']}" for s in PICKED]
    facts = result.criteria[result.criteria["site_id"].isin(PICKED)]
    facts = facts[facts["criterion"] != "room"]  # the page of a site says it in other words
    return texts + facts[f"fact_{brief.lang}"].tolist()


@pytest.mark.slow
def test_pdf_and_word_hold_what_the_screen_shows(brief: Brief, catalogue: Catalogue, result: SiteSelection) -> None:
    pdf, word = pdf_text(brief), word_text(brief)
    for text in shown(brief, catalogue, result):
        wanted = "".join(text.split())
        assert wanted in word, text
        assert wanted.replace("-", "") in pdf.replace("-", "").replace("\u00ad", ""), text  # words are hyphenated


def test_every_designation_is_there_with_its_citation(brief: Brief, catalogue: Catalogue) -> None:
    rows = catalogue.all_designations
    own = rows[(rows["site_id"] == "biomedical-harbour") & (rows["basis"] != "inherited")]
    table = next(b for b in brief.blocks if isinstance(b, Table) and b.title in ("产业定位", "Designations"))
    cited: dict[str, str] = {}
    for _, industries, sources in table.rows:
        for source in str(sources).split("；" if brief.lang == "zh" else "; "):
            cited[source] = cited.get(source, "") + str(industries)
    short, names = catalogue.plans[f"short_{brief.lang}"], catalogue.industries[f"name_{brief.lang}"]
    for row in own.itertuples():
        plan = short[row.plan_id]
        where = f"《{plan}》{row.section}" if brief.lang == "zh" else f"{plan} {row.section}"
        assert names[row.industry_id] in cited[where]
        assert brief.lang == "en" or row.wording in cited[where]


def test_excel_has_the_scores_as_numbers(brief: Brief, result: SiteSelection) -> None:
    book = load_workbook(io.BytesIO(write(brief, ".xlsx")))
    sheet = book.worksheets[0]
    numbers = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)]
    ranked = result.ranking.set_index("site_id")
    for site_id in PICKED:
        assert any(n == pytest.approx(float(ranked.at[site_id, "score"])) for n in numbers)


def test_a_note_that_looks_like_a_formula_arrives_as_text(brief: Brief) -> None:
    assert "".join(PICKED["xinyang"].split()) in word_text(brief)
    book = load_workbook(io.BytesIO(write(brief, ".xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value and "cmd|" in str(c.value)]
    assert cells and all(c.data_type == "s" for c in cells)


def test_values_times_weights_add_up_to_the_score(brief: Brief, result: SiteSelection) -> None:
    table = next(b for b in brief.blocks if isinstance(b, Table) and b.title in ("评分", "Scores"))
    *criteria, score = table.rows
    for at, site_id in enumerate(PICKED, start=1):
        shares = [int(re.search(r"(\d+)%", str(row[0]))[1]) / 100 for row in criteria]  # type: ignore[index]
        assert sum(shares) == pytest.approx(1)
        total = sum(
            share * (0.5 if row[at] is None else float(row[at])) for share, row in zip(shares, criteria, strict=True)
        )
        assert total == pytest.approx(float(score[at] or 0.0))
        assert score[at] == pytest.approx(result.ranking.set_index("site_id").at[site_id, "score"])


def test_the_approval_number_and_the_data_version_are_on_every_page(brief: Brief, catalogue: Catalogue) -> None:
    assert "闽S〔2026〕1号" in brief.foot and catalogue.version in brief.foot
    for page in PdfReader(io.BytesIO(write(brief, ".pdf"))).pages:
        assert catalogue.version in page.extract_text()
        assert "2026-11-22" in page.extract_text()


@pytest.mark.long
@pytest.mark.slow
def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    for suffix in (".docx", ".pdf", ".xlsx"):
        assert write(brief, suffix) == write(brief, suffix)


def test_one_site_is_described_without_a_ranking(catalogue: Catalogue) -> None:
    brief = compose(catalogue, site_report(catalogue, ["kaiyuan-community"]), {}, "zh", made_on="2026-11-22")
    assert brief.title == "载体简介：开元创新社区"
    assert [part.follows for part in brief.parts] == [False, False] and brief.parts[0].sheet == "开元创新社区"
    picture = next(b for b in brief.blocks if isinstance(b, Figure))
    assert "开元" not in picture.caption  # drawn, so not named under the map
    assert "3.12" in pdf_text(brief) or "4680亩" in pdf_text(brief)


def test_a_site_known_by_its_city_alone_is_named_under_the_map(catalogue: Catalogue) -> None:
    brief = compose(
        catalogue, site_report(catalogue, ["xiamen-industrial-design-park"]), {}, "zh", made_on="2026-11-22"
    )
    picture = next(b for b in brief.blocks if isinstance(b, Figure))
    assert "厦门工业设计园" in picture.caption


def test_what_no_plan_says_is_one_line_and_no_empty_table(catalogue: Catalogue) -> None:
    silent = next(
        s for s in catalogue.sites.index if s not in set(catalogue.project_sites["site_id"]) and s in catalogue.placed
    )
    brief = compose(catalogue, site_report(catalogue, [silent]), {}, "zh", made_on="2026-11-22")
    assert [b.title for b in brief.blocks if isinstance(b, Table) and not b.rows] == []
    assert [b.text for b in brief.blocks if isinstance(b, Paragraph) and "重点项目" in b.text] != []


def test_tables_that_are_too_long_for_a_page_say_how_many_rows_they_have(catalogue: Catalogue) -> None:
    source, text = Column("出处"), Column("项目")
    tables = {"projects": Table("项目", (text, source), tuple((f"第{i}项", "规划") for i in range(40)))}
    [cut] = cut_to_fit(tables, 100.0, "zh").values()
    assert cut.title == f"项目（共 40 项，列 {len(cut.rows)} 项）" and 5 < len(cut.rows) < 20
    assert cut.rows == tables["projects"].rows[: len(cut.rows)]
    assert block_height(cut, "zh") <= 100.0
    assert cut_to_fit(tables, 1000.0, "zh") == tables


def test_an_unknown_site_or_suffix_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        site_report(catalogue, ["nowhere"])
    with pytest.raises(ValueError, match=r"\.odt"):
        write(compose(catalogue, site_report(catalogue, ["xinyang"]), {}), ".odt")


def test_a_need_is_said_in_one_sentence_with_every_condition(catalogue: Catalogue) -> None:
    need = Requirements(
        ("bio",),
        ("350205",),
        1.5,
        ("park",),
        ("existing",),
        ("xiamen-st",),
        ("unplaced",),
        ("xinyang",),
        gateway_kinds=("port",),
    )
    said = need_in_words(catalogue, need, "zh")
    for word in (
        "生物医药与健康",
        "海沧区",
        "1.5 平方公里（2,250 亩）",
        "园区",
        "已有",
        "位置未定",
        "港口",
        "新阳工业区",
    ):
        assert word in said


HOSTILE = [
    "=cmd()",
    "<b>园区</b>",
    '#import "x"',
    "$\\alpha$ `x` ${y}",
    "长" * 300,
    "一行\n两行",
    "\u202eright to left",
    "控\x07制",
]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_site_of_any_name_arrives_whole_and_harmless(name: str, catalogue: Catalogue, result: SiteSelection) -> None:
    sites = catalogue.sites.copy()
    sites.loc["xinyang", ["name_zh", "name_en"]] = name
    hostile = replace(catalogue, sites=sites)
    report = site_report(hostile, ["xinyang", "biomedical-harbour"], result)
    brief = compose(hostile, report, {"xinyang": name}, "zh", made_on="2026-11-22")
    harmless = "".join("".join(c for c in name if c >= " " and c != "\u202e").split())
    assert harmless in word_text(brief)
    assert harmless in pdf_text(brief)
    book = load_workbook(io.BytesIO(write(brief, ".xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert any(harmless in "".join(c.value.split()) for c in cells)
    assert all(c.data_type != "f" and c.hyperlink is None for c in cells)

"""The Word document against the format: a peer's schemas (openxml-audit), its parts, their relationships and types.

Word repairs or refuses a file whose elements stand in another order than ECMA-376 gives, whose relationships lead
nowhere, whose parts have no content type, or whose ids occur twice.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brief_samples as samples
import pytest
from long_lists import one_in
from lxml import etree

from geoplan.brief.blocks import Letterhead
from geoplan.brief.write_word import to_docx

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
NAMES = ("chinese", "english", "hostile")


def document(name: str) -> bytes:
    return to_docx(replace(getattr(samples, name)(), letterhead=Letterhead("虚构", samples.png(), "张工")))


def parts(docx: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(docx))
    return {name: archive.read(name) for name in archive.namelist()}


def faults(of: dict[str, bytes]) -> list[str]:
    """What is wrong with a package: parts without a type, relationships that lead nowhere or are asked for in vain."""
    types = etree.fromstring(of["[Content_Types].xml"])
    defaults = {el.get("Extension").lower() for el in types if el.tag.endswith("Default")}
    overrides = {el.get("PartName").lstrip("/") for el in types if el.tag.endswith("Override")}
    found = [f"{n}: no type" for n in of if n not in overrides and n.rsplit(".", 1)[-1].lower() not in defaults]
    found += [f"{n}: a type of nothing" for n in overrides - of.keys()]
    reached = {"[Content_Types].xml"}
    for name, content in of.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        relations = [r for r in etree.fromstring(content).iter(RELATION) if r.get("TargetMode") != "External"]
        targets = {r.get("Id"): posixpath.normpath(posixpath.join(folder, r.get("Target"))) for r in relations}
        found += [f"{name}: {target} is missing" for target in targets.values() if target.lstrip("/") not in of]
        reached |= {name, *(target.lstrip("/") for target in targets.values())}
        asked = re.findall(r'r:(?:id|embed|link)="([^"]+)"', of[source].decode("utf-8")) if source in of else []
        found += [f"{source}: {key} is no relationship" for key in asked if key not in targets]
    found += [f"{name}: nothing leads to it" for name in of.keys() - reached]
    ids = re.findall(r'<wp:docPr[^>]*? id="(\d+)"', of["word/document.xml"].decode("utf-8"))
    found += [f"drawing {key} occurs twice" for key in set(ids) if ids.count(key) > 1]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_a_type_and_every_relationship_leads_somewhere(name: str) -> None:
    of = parts(document(name))
    assert faults(of) == []
    assert b"wp:docPr" in of["word/document.xml"]


def test_nothing_of_the_librarys_template_comes_along() -> None:
    """Its styles of effects contradict those of the brief; its thumbnail is a picture of another document."""
    names = parts(document("chinese")).keys()
    assert [n for n in names if "Effects" in n or "thumbnail" in n or "customXml" in n] == []


def _replaced(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(of: dict[str, bytes]) -> None:
        text = of[part].decode("utf-8")
        assert re.search(old, text)
        of[part] = re.sub(old, new, text).encode("utf-8")

    return change


BROKEN = {
    "is no relationship": _replaced("word/document.xml", r'r:embed="[^"]+"', 'r:embed="rId999"'),
    "occurs twice": _replaced("word/document.xml", r'(<wp:docPr[^>]*? id=)"\d+"', r'\1"7"'),
    "no type": _replaced("[Content_Types].xml", r'<Default [^>]*Extension="png"[^>]*/>', ""),
    "is missing": lambda of: of.__delitem__("word/styles.xml"),
    "nothing leads to it": lambda of: of.__setitem__("word/left.xml", b"<a/>"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_package_is_noticed(fault: str) -> None:
    of = parts(document("chinese"))
    BROKEN[fault](of)
    assert any(fault in one for one in faults(of))


@pytest.mark.parametrize("name", one_in(3, NAMES))
def test_a_validator_of_the_format_finds_nothing(name: str, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is of the requirements for development")
    path = tmp_path / "a.docx"
    path.write_bytes(document(name))
    assert [f"{e.part_uri} {e.path}: {e.description}" for e in audit.OpenXmlValidator().validate(path).errors] == []


def test_the_validator_notices_elements_in_another_order(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is of the requirements for development")
    of, path = parts(document("chinese")), tmp_path / "a.docx"
    _replaced("word/document.xml", r"(<w:tcBorders>.*?</w:tcBorders>)(<w:shd [^>]*/>)", r"\2\1")(of)
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in of.items():
            archive.writestr(part, content)
    assert any("tcBorders" in e.description for e in audit.OpenXmlValidator().validate(path).errors)

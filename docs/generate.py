"""Pages made before the build (``make docs``): command, data dictionary, glossary, Python reference, rooms."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from typer.main import get_command

from geoplan.cli import app
from geoplan.cli.lazy_group import VERBS
from geoplan.text.glossary import glossary
from geoplan.text.message import section, translate

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"  # made here, not kept in git
SUFFIX = {"zh": "", "en": ".en"}


def word(key: str, lang: str) -> str:
    """A heading of the reference."""
    return translate(f"docs.{key}", lang)


def write(name: str, lang: str, lines: list[str]) -> None:
    """Write one generated page."""
    (REFERENCE / f"{name}{SUFFIX[lang]}.md").write_text("\n".join(lines) + "\n", "utf-8")


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def commands(group: Any, prefix: str, context: Any) -> Iterator[tuple[str, Any]]:
    """Every command by its full name, in order."""
    for name in group.list_commands(context):
        if name in VERBS and prefix == "geoplan":
            group.resolve_command(context, [name])
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from commands(command, f"{prefix} {name}", context)
        else:
            yield f"{prefix} {name}", command


def command_page(lang: str) -> list[str]:
    """The command and its options; the help is in every language already."""
    root = get_command(app)
    lines = [f"# {word('command', lang)}"]
    for name, command in commands(root, "geoplan", root.make_context("geoplan", [], resilient_parsing=True)):
        lines += ["", f"## {name}", "", (command.help or "").replace("\n", "\n\n"), ""]
        lines += [row(word("option", lang), word("meaning", lang), word("default", lang)), row("---", "---", "---")]
        for option in command.params:
            names = ", ".join(f"`{text}`" for text in option.opts)
            default = "" if option.default in (None, "", False) else f"`{option.default}`"
            lines.append(row(names, getattr(option, "help", "") or "", default))
    return lines


def data_page(lang: str) -> list[str]:
    """Every table of data/ with its columns, from the data package."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    titles = section("fields", lang)
    lines = [f"# {word('data', lang)}"]
    for resource in package["resources"]:
        lines += ["", f"## {resource['path']}", "", resource["title"], ""]
        lines += [row(*(word(key, lang) for key in ("column", "meaning", "type", "rule"))), row(*["---"] * 4)]
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            rule = ", ".join(f"{key}: {value}" for key, value in limits.items())
            meaning = titles.get(field["name"], "") or field.get("description", "")
            lines.append(row(f"`{field['name']}`", meaning, field["type"], f"`{rule}`" if rule else ""))
    return lines


def glossary_page(lang: str) -> list[str]:
    """The glossary."""
    columns = (word("term", lang), "English", word("meaning", lang), word("used", lang))
    lines = [f"# {word('glossary', lang)}", "", row(*columns), row(*["---"] * 4)]
    for entry, english in zip(glossary(lang), glossary("en"), strict=True):
        used = ", ".join(f"`{name}`" for name in entry.used)
        lines.append(row(entry.term, english.term, entry.definition, used))
    return lines


def python_page() -> list[str]:
    """The public modules of the library, a heading each."""
    lines = ["# Python", ""]
    for path in sorted((ROOT / "geoplan").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if path.name.startswith("__") or module.split(".")[1] in {"ui", "cli"}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        if any(
            isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") for node in tree.body
        ):
            lines += [f"::: {module}", ""]
    return lines


def rooms_picture() -> str:
    """The storeys of the package as SVG, the lowest at the bottom."""
    source = ast.parse((ROOT / "tests" / "unit" / "test_structure.py").read_text("utf-8"))
    storeys = next(
        ast.literal_eval(node.value)
        for node in source.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "STOREYS"
    )
    high, wide, parts = 44, 900, []
    for level, rooms in enumerate(reversed(storeys)):
        names, y = sorted(rooms), 10 + level * high
        step = (wide - 20) / len(names)
        for at, name in enumerate(names):
            x = 10 + at * step
            parts.append(f'<rect x="{x:.0f}" y="{y}" width="{step - 8:.0f}" height="{high - 10}" rx="5" class="room"/>')
            parts.append(f'<text x="{x + (step - 8) / 2:.0f}" y="{y + 22}" text-anchor="middle">{escape(name)}</text>')
    style = ".room{fill:#eef3f6;stroke:#5f7f92}text{font:14px sans-serif;fill:#22323c}"
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {20 + high * len(storeys)}">'
        f"<style>{style}</style>{body}</svg>"
    )


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for language in SUFFIX:
        write("command", language, command_page(language))
        write("data", language, data_page(language))
        write("glossary", language, glossary_page(language))
    write("python", "en", python_page())  # one language: an identifier has one address
    write("python", "zh", ["# Python", "", "由代码中的英文说明生成，见英文版本页。"])
    (ROOT / "docs" / "rooms.svg").write_text(rooms_picture(), "utf-8")

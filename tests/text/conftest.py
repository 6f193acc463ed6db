"""Languages that a test adds."""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geoplan.text import message as texts

LANGUAGES = Path(str(texts.FOLDER))
OPEN, CLOSE = "⟦", "⟧"


def _clear() -> None:
    for cached in (texts.languages, texts.section, texts.fallbacks, texts._template):
        cached.cache_clear()


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the languages from another folder."""
    monkeypatch.setattr(texts, "FOLDER", folder)
    _clear()


def _marked(table: dict[str, Any], prefix: str = "") -> list[str]:
    """The table as TOML, its texts in marks but for settings of typography, which are no texts."""
    opened, closed = ("", "") if prefix == "typography" else (OPEN, CLOSE)
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    lines = [f"{_key(k)} = {json.dumps(f'{opened}{v}{closed}', ensure_ascii=False)}" for k, v in texts.items()]
    out = [f"[{prefix}]", *lines] if prefix and lines else lines
    for key, value in table.items():
        if isinstance(value, dict):
            out += _marked(value, f"{prefix}.{_key(key)}" if prefix else _key(key))
    return out


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else json.dumps(key, ensure_ascii=False)


@pytest.fixture
def pseudo_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third language, ``xx``: every English text in marks, and no other language to fall back on for texts."""
    folder = tmp_path / "languages"
    shutil.copytree(LANGUAGES, folder)
    for path in sorted((folder / "en").rglob("*.toml")):
        target = folder / "xx" / path.relative_to(folder / "en")
        target.parent.mkdir(parents=True, exist_ok=True)
        table = tomllib.loads(path.read_text("utf-8"))
        if path.name == "language.toml":
            target.write_text('name = "Pseudo"\ntag = "en"\nfallback = "en"\n', "utf-8")
        elif path.name == "punctuation.toml":
            shutil.copy(path, target)
        else:
            target.write_text("\n".join(_marked(table)) + "\n", "utf-8")
    use(folder, monkeypatch)
    original = texts._template

    def strict(code: str, lang: str) -> str:
        if lang == "xx" and texts.section(code.partition(".")[0], "xx").get(code.partition(".")[2]) is None:
            raise KeyError(f"no text {code!r} in the pseudo-language")
        return original(code, lang)

    monkeypatch.setattr(texts, "_template", strict)
    yield "xx"
    monkeypatch.undo()
    _clear()

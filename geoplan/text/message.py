"""Texts by code: a folder a language, in it a TOML file a section; adding a language is adding a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

FOLDER: Traversable = files("geoplan.text") / "languages"
DEFAULT: Final = "zh"  # the language a deployment shows first


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages there are, the default one first."""
    codes = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
    return (DEFAULT, *(name for name in codes if name != DEFAULT))


@lru_cache(maxsize=256)
def section(name: str, lang: str) -> Mapping[str, str]:
    """The texts of one section, keyed by the rest of their code; empty where the language has no such section."""
    file, folder = FOLDER / lang / f"{name}.toml", FOLDER / lang / name
    texts = dict(_flat(_read(file))) if file.is_file() else {}
    for part in sorted(folder.iterdir(), key=lambda part: part.name) if folder.is_dir() else []:
        texts.update(_flat(_read(part), f"{part.name.removesuffix('.toml')}."))
    return texts


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@lru_cache(maxsize=32)
def fallbacks(lang: str) -> tuple[str, ...]:
    """The languages to ask in turn: `lang`, the one it falls back on, the default one."""
    other = section("language", lang).get("fallback", DEFAULT)
    return tuple(dict.fromkeys((lang, other, DEFAULT)))


def translate(code: str, lang: str, /, **values: object) -> str:
    """Say a text.

    Parameters
    ----------
    code : str
        ``section.key``; the section is a file, or a folder of files, of every language.
    **values
        What fills its braces; a `Text` is rendered in the same language.

    Raises
    ------
    KeyError
        Neither the language nor its fallback has the text.
    """
    return _template(code, lang).format(**{key: in_language(value, lang) for key, value in values.items()})


@lru_cache(maxsize=8192)
def _template(code: str, lang: str) -> str:
    name, _, key = code.partition(".")
    for language in fallbacks(lang):
        if (text := section(name, language).get(key)) is not None:
            return text
    raise KeyError(f"no text {code!r}")


def in_fallback(values: Mapping[str, Any], lang: str) -> Any:
    """The value of a language, or of the first of its fallbacks that there is."""
    return next(values[language] for language in fallbacks(lang) if language in values)


def in_every_language(code: str, /, **values: object) -> str:
    """Say a text in all languages side by side, where a reader's language is not known."""
    return " / ".join(dict.fromkeys(translate(code, lang, **values) for lang in languages()))


class Text:
    """A text in every language."""

    def text(self, lang: str) -> str:
        """The text in a language."""
        raise NotImplementedError

    def by_language(self) -> dict[str, str]:
        """The text in every language there is."""
        return {lang: self.text(lang) for lang in languages()}


def in_language(value: object, lang: str) -> object:
    """A value as a text's braces take it: a `Text` in the language, anything else as it is."""
    return value.text(lang) if isinstance(value, Text) else value


@dataclass(frozen=True)
class Message(Text):
    """A text of the language folders: its code and what fills its braces."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, lang: str) -> str:
        """The text in a language."""
        return translate(self.code, lang, **dict(self.values))


@dataclass(frozen=True)
class LocalText(Text):
    """A text that data give in some languages, such as the names of a site."""

    texts: tuple[tuple[str, str], ...]

    def text(self, lang: str) -> str:
        """The text in a language, or in the first of its fallbacks that has it."""
        known = dict(self.texts)
        return next(known[language] for language in fallbacks(lang) if language in known)


@dataclass(frozen=True)
class Joined(Text):
    """Several texts as one, with a separator that is a text itself."""

    parts: tuple[Text | str, ...]
    separator: str

    def text(self, lang: str) -> str:
        """The texts in a language, joined."""
        return translate(self.separator, lang).join(str(in_language(part, lang)) for part in self.parts)


def message(code: str, /, **values: object) -> Text:
    """Put a message together; see `translate`."""
    return Message(code, tuple(values.items()))


def local_text(zh: str, en: str) -> Text:
    """A text given in Chinese and English."""
    return LocalText((("zh", zh), ("en", en)))


def joined(parts: Iterable[Text | str], separator: str = "punctuation.list") -> Text:
    """Several texts as one; `separator` is the code of a text."""
    return Joined(tuple(parts), separator)

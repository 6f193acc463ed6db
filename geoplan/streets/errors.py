"""What is said when streets cannot be had: the argument, the fact and the remedy, in both languages."""

from __future__ import annotations


class StreetsError(ValueError):
    """Streets cannot be fetched, converted or read; ``zh`` and ``en`` each say it on one line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en

    def message(self, lang: str) -> str:
        """The line in one language, ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en

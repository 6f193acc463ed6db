"""What is said when something cannot be done: the argument, the fact and the remedy, in both languages."""

from __future__ import annotations


class UserError(ValueError):
    """Something cannot be done.

    Parameters
    ----------
    zh, en : str
        The fact and the remedy, each on one line.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def message(self, lang: str) -> str:
        """The line in one language, ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en

"""Errors of the user: what was asked cannot be done; the argument, the fact and the remedy, by code."""

from __future__ import annotations

from geoplan.text.message import Text, local_text, message


class UserError(ValueError):
    """Something cannot be done as it was asked.

    Parameters
    ----------
    what : str or Text
        The code of a message that names the argument, the fact and the remedy, or such a message.
    en : str, optional
        Only while code still gives both wordings: then `what` is the Chinese one.
    """

    def __init__(self, what: str | Text, en: str | None = None, /, **values: object) -> None:
        if isinstance(what, str):
            what = message(what, **values) if en is None else local_text(what, en)
        super().__init__(what.en)
        self.what = what

    def text(self, lang: str) -> str:
        """The line in a language."""
        return self.what.text(lang)

    @property
    def zh(self) -> str:
        """The line in Chinese."""
        return self.what.zh

    @property
    def en(self) -> str:
        """The line in English."""
        return self.what.en


class ExportError(UserError):
    """The set cannot be written as asked."""


class GeocoderError(UserError):
    """The geocoding service cannot be asked, or not any further."""


class GeocodingError(UserError):
    """The table cannot be geocoded, or the reviewed one cannot become a layer."""


class InvalidQueryError(UserError):
    """The request asks the service for what it does not offer."""


class ReaderError(UserError):
    """The file cannot be read; the message names file, place, fact and remedy."""


class RequirementsError(UserError):
    """The requirements cannot be met by any query."""


class ServerError(UserError):
    """The service cannot start."""


class ShortlistError(UserError):
    """The shortlist cannot be saved or opened."""


class StreetsError(UserError):
    """Streets cannot be fetched, converted or read."""


class UnknownFormError(UserError):
    """There is no such form."""


class UnknownSystemError(UserError):
    """No such coordinate system."""


class WeightsError(UserError):
    """The file cannot be read as weights."""

"""Errors of the user: what was asked cannot be done; the argument, the fact and the remedy, by code."""

from __future__ import annotations

from geoplan.text.message import Text, message


class UserError(ValueError):
    """Something cannot be done as it was asked.

    Parameters
    ----------
    what : str or Text
        The code of a message that names the argument, the fact and the remedy, or such a message.
    """

    def __init__(self, what: str | Text, /, **values: object) -> None:
        self.what = message(what, **values) if isinstance(what, str) else what
        super().__init__(self.text("en"))

    def text(self, lang: str) -> str:
        """The line in a language."""
        return self.what.text(lang)


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

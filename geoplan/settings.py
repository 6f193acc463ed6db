"""What a deployment may set, from the environment (GEOPLAN_…) and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, SecretStr

from geoplan.errors import UserError

_DAY: Final[ContextVar[date | None]] = ContextVar("day", default=None)


class Settings(BaseModel):
    """Deployment settings, read once from GEOPLAN_HOME, GEOPLAN_PLANS, GEOPLAN_CACHE, …."""

    home: Path = Path(__file__).resolve().parent.parent  # the folder that holds data/ and layers/
    plans: Path | None = None  # a folder of plan texts, for showing passages; never needed, read before the user's own
    user_data: Path | None = None  # what the user gives, such as plan texts; the system's folder for such by default
    # a folder that a team shares, for what it draws; each visitor's drafts are their own where it is not set
    workspace: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None
    store_plans: str = (
        ""  # always | never: whether the app stores plan texts for all visitors; "" where it runs locally
    )
    cache: Path | None = None  # where fetched streets are kept; cache/ beside data/ by default
    basemaps: Path | None = None  # a TOML file of base maps from outside that the map offers; see docs/how-to
    approval_number: str = ""  # 审图号 of a published map; empty until the map is approved
    brief_organisation: str = ""  # the letterhead of briefs; what is empty is left out
    brief_logo: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None  # a PNG or JPEG
    brief_author: str = ""
    brief_contact: str = ""
    report_to: str = ""  # where mails that report errors go; the writer fills in the address where it is not set
    lang: str = "zh"
    today: str = ""  # ISO date on which plans are in force or ended; empty for the current day
    service: str = "http://127.0.0.1:5000"  # where `geoplan serve` is reached, for the app to show
    nominatim: str = "https://nominatim.openstreetmap.org"  # geocoding services; asked only when someone says so
    amap: str = "https://restapi.amap.com"
    amap_key: SecretStr = SecretStr("")
    tianditu: str = "https://api.tianditu.gov.cn"
    tianditu_key: SecretStr = SecretStr("")

    @property
    def day(self) -> date:
        """The day on which plans are in force or ended: that of `on_day`, GEOPLAN_TODAY, or the current day.

        Raises
        ------
        UserError
            GEOPLAN_TODAY is no ISO date.
        """
        if chosen := _DAY.get():
            return chosen
        text = self.today.strip()
        if not text:
            return date.today()
        try:
            return datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            raise UserError("settings.bad_today", value=text) from None

    @property
    def stored_plans(self) -> Path:
        """Where the plan texts are that the user gave: ``plans`` in GEOPLAN_USER_DATA or the system's data folder."""
        return self._user_folder / "plans"

    @property
    def workspace_drafts(self) -> Path | None:
        """Where the drafts of a team are: ``drafts`` in GEOPLAN_WORKSPACE; None where that is not set.

        Raises
        ------
        UserError
            GEOPLAN_WORKSPACE does not exist or cannot be written to.
        """
        if self.workspace is None:
            return None
        drafts = self.workspace / "drafts"
        existing = drafts if drafts.exists() else self.workspace
        if not (existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)):
            raise UserError("settings.bad_workspace", folder=self.workspace)
        return drafts

    def visitor_drafts(self, token: str) -> Path:
        """Where the drafts of one visitor are: a folder named by a hash of the token, which alone leads there."""
        return self._user_folder / "drafts" / sha256(token.encode()).hexdigest()[:32]

    @property
    def _user_folder(self) -> Path:
        """What users give is below: GEOPLAN_USER_DATA, or the system's folder for such."""
        if self.user_data:
            return self.user_data
        from platformdirs import user_data_path

        return user_data_path("geoplan", appauthor=False)

    def stores_plans(self, local: bool) -> bool:
        """Whether the app stores plan texts for all visitors: as GEOPLAN_STORE_PLANS says, else for a `local` visitor.

        Raises
        ------
        UserError
            GEOPLAN_STORE_PLANS is neither always nor never.
        """
        choice = self.store_plans.strip().lower()
        if choice not in {"", "always", "never"}:
            raise UserError("settings.bad_store_plans", value=choice)
        return local if not choice else choice == "always"

    @property
    def cache_folder(self) -> Path:
        """Where what was fetched or found out is kept: GEOPLAN_CACHE, or ``cache`` beside data/."""
        return self.cache or self.home / "cache"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read the settings, once."""
    # pydantic-settings would say the same, and cost a command an eighth of the time of importing pandas.
    variables = {name: os.environ.get(f"GEOPLAN_{name.upper()}") for name in Settings.model_fields}
    return Settings.model_validate({name: text for name, text in variables.items() if text is not None})


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Within it, `Settings.day` is this day: for a file that says on which day it was made."""
    token = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(token)

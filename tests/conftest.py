"""What tests share: the shipped catalogue, copies of it to break, and the plan texts where they lie beside the project."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import known_catalogues
import known_components
import pytest
from hypothesis import settings as property_settings

from geoplan.catalogue import catalogue as catalogue_module
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings

# No property is judged by the clock: these machines are busy. `make test-long` tries each fifteen times as often.
property_settings.register_profile("geoplan", deadline=None, max_examples=20)
property_settings.register_profile("long", deadline=None, max_examples=300)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "geoplan")
property_settings.load_profile(PROFILE)

# Whether a plan is in force depends on the day: tests that do not set one take the last day of the period of four plans.
os.environ["GEOPLAN_TODAY"] = "2025-12-31"
# No test reads or stores the plan texts of who runs it.
os.environ["GEOPLAN_USER_DATA"] = tempfile.mkdtemp(prefix="geoplan-test-")
os.environ["GEOPLAN_WORKSPACE"] = ""
settings.cache_clear()
gc.set_threshold(50_000)  # as in a command: most objects are modules and tables that stay

HOME = Path(__file__).resolve().parent.parent
PLANS = HOME.parent / "shared" / "plans"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties, and tests that check a whole copy of the catalogue, are slow; with more examples properties are long."""
    for item in items:
        of_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if of_property and PROFILE == "long":
            item.add_marker(pytest.mark.long)
        if of_property or "copy" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _known() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        known_catalogues.remember(patch)
        known_components.remember(patch)
        yield


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """Streamlit puts the page that it runs in the place of the main module, which processes that are started run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def home() -> Path:
    return HOME


@pytest.fixture(scope="session")
def catalogue(_known: None) -> Catalogue:
    return catalogue_module.load(HOME)


@pytest.fixture(scope="session")
def plans_folder() -> Path:
    if not PLANS.is_dir():
        pytest.skip("the plan texts do not lie beside the project (../shared/plans)")
    return PLANS


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A catalogue to break."""
    for folder in ("data", "layers"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    return tmp_path

"""In the container image static/ is read-only: what is not published when the image is built never comes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# A copy of the project, in which nothing has been published yet.
VISIT = """
from streamlit.testing.v1 import AppTest
from geoplan.map import publish, static_file
from geoplan.ui import components, publish_ahead

def read_only(path, content):
    raise OSError(30, "Read-only file system", str(path))

publish_ahead.main()
static_file.write_sealed = publish.write_sealed = read_only
for name in components.widget_names():
    components.publish_widget(name)
for name in ("map", "coverage", "find", "concordance", "data"):
    at = AppTest.from_string(
        "from geoplan.ui.page_chrome import page_chrome\\n"
        f"from geoplan.ui.pages.{name} import {name}_page\\n"
        f"with page_chrome():\\n    {name}_page.page()\\n", default_timeout=120)
    at.session_state["table_open"] = True
    at.run()
    assert not at.exception and not at.error, (name, at.exception, at.error)
"""


@pytest.mark.long
@pytest.mark.slow
def test_every_page_finds_its_files_published(home: Path, tmp_path: Path) -> None:
    for folder in ("geoplan", "data", "layers", ".streamlit"):
        shutil.copytree(home / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "GEOPLAN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    published = {path.name.partition("-")[0] for path in (tmp_path / "static").iterdir()}
    assert published >= {"base", "counties", "facets", "map", "places", "search", "table", "widget"}

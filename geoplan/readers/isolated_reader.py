"""Formats that are read in a process of their own, so that no file can take the memory, the time or the life of all.

GDAL has in that process the one driver that the content asks for, and no network.
"""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from geoplan.errors import ReaderError
from geoplan.files import scratch_folder
from geoplan.readers import isolated_worker
from geoplan.readers.read_limits import MOST_CELLS, MOST_ROWS, ROWS, limit_message
from geoplan.text.shorten import shorten
from geoplan.worker_process import run_worker

MOST_MEMORY: Final = 1 << 30  # bytes; the libraries take a tenth of it
MOST_SECONDS: Final = 60  # of the processor
_PATIENCE: Final = 2 * MOST_SECONDS  # seconds on the clock
_OUTPUT: Final = 600 * 2**20  # bytes
_BY_STATUS: Final = {status: key for key, status in isolated_worker.STATUS.items()}
_TOO_LONG: Final = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")}
# What a reader says of the file, by what became of its process.
_REFUSALS: Final = {
    "damaged": "readers.isolated_reader.damaged",
    "memory": "readers.isolated_reader.memory",
    "time": "readers.isolated_reader.time",
    "locked": "readers.isolated_reader.locked",
    "no_geometry": "readers.isolated_reader.no_geometry",
}


@contextmanager
def read_apart(
    files: dict[str, bytes], name: str, reader: str, gdal: dict[str, str] | None = None, **values: Any
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Read files in a process of its own; give the folder of what it wrote and what it told.

    Parameters
    ----------
    files : dict
        By their path in the folder, what is written there; the first is the one that is opened, or the folder it is
        in where that is the layer.
    name : str
        The user's name of the file, for messages.
    reader : str
        A key of `geoplan.readers.isolated_worker.READERS`.
    gdal : dict, optional
        ``driver``, the one that GDAL is to have, and its settings.
    **values : object
        What the reader takes: ``layer``, ``options``.

    Raises
    ------
    ReaderError
        The file is damaged, locked, or takes more than may be; the message names it.
    """
    with scratch_folder() as folder:
        for path, content in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)
        opened = folder / next(iter(files)).split("/")[0]
        limits = {"data": MOST_MEMORY, "seconds": MOST_SECONDS, "output": _OUTPUT}
        task = {
            "path": str(opened),
            "reader": reader,
            "limits": limits,
            "most_rows": MOST_ROWS,
            "most_cells": 4 * MOST_CELLS,
            **values,
        }
        outcome = _run(json.dumps(task).encode(), gdal or {}, folder)
        if outcome == "rows":
            raise limit_message(shorten(name), ROWS, None, MOST_ROWS)
        if outcome:
            raise ReaderError(_REFUSALS[outcome], name=shorten(name))
        yield folder, json.loads((folder / "told.json").read_text("utf-8"))


def _run(task: bytes, gdal: dict[str, str], folder: Path) -> str:
    """Run the worker; return "" or what went wrong."""
    try:
        done = run_worker(isolated_worker.__file__, task, _PATIENCE, _environment(gdal), folder)
    except subprocess.TimeoutExpired:
        return "time"
    if done.returncode in _TOO_LONG:
        return "time"
    if b"emory" in done.stderr[-4000:] or b"bad_alloc" in done.stderr[-4000:]:
        return "memory"
    return "" if done.returncode == 0 else _BY_STATUS.get(done.returncode, "damaged")


def _environment(gdal: dict[str, str]) -> dict[str, str]:
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GDAL_NUM_THREADS"), "1")
    others = ",".join(sorted(set(pyogrio.list_drivers()) - {gdal.get("driver")}))
    offline = {"GDAL_HTTP_TIMEOUT": "1", "GML_DOWNLOAD_SCHEMA": "NO", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}"}
    settings = {key: value for key, value in gdal.items() if key != "driver"}
    return {
        **one_thread,
        **offline,
        **settings,
        "GDAL_SKIP": others,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
    }

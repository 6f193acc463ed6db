"""What several visitors ask of the same geometries at once does not end the server."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import Point

from geoplan.geodata.prepared_copies import prepared_copies

SCRIPT = Path(__file__).with_name("shared_geometries.py")
PACKAGE = Path(__file__).resolve().parents[2] / "geoplan"
ALLOWED = {"prepared_copies.py"}


def test_four_threads_ask_the_same_geometries_and_the_process_lives() -> None:
    """With shapes prepared in place it ended within half a second, by signal 6 or 11."""
    done = subprocess.run([sys.executable, str(SCRIPT), "2"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 4  # rounds, each thread at least one


def test_the_copy_is_prepared_and_what_is_shared_is_not() -> None:
    shared = np.array([Point(0, 0).buffer(1), Point(3, 0).buffer(1), shapely.Polygon()])
    copies = prepared_copies(shared)
    assert not shapely.is_prepared(shared).any()
    assert shapely.is_prepared(copies).all()
    assert shapely.equals_identical(copies, shared).all()
    one = prepared_copies(shared[0])
    assert one is not shared[0] and shapely.is_prepared(one) and not shapely.is_prepared(shared[0])


def test_nothing_prepares_a_geometry_in_place() -> None:
    found = []
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            in_place = call.func.attr in {"prepare", "destroy_prepared"} and ast.unparse(call.func.value) == "shapely"
            of_one = call.func.attr in {"contains_xy", "intersects_xy"} and not own(call.args[0])
            if (in_place or of_one) and path.name not in ALLOWED:
                found.append(f"{path.name}:{call.lineno}")
    assert found == []


def own(shapes: ast.expr) -> bool:
    """Whether an argument is a copy made for the caller, or of an index of areas, which has made its own."""
    return ast.unparse(shapes).startswith(("prepared_copies(", "self.shapes"))

"""What recomputes knows nothing of what it checks."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent


def imported(path: Path) -> set[str]:
    """The top-level packages a module imports, by whatever means."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively"
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Name) and node.id in ("__import__", "importlib", "exec", "eval"):
            found.add(node.id)
    return found


def test_the_recomputing_modules_import_nothing_of_the_product() -> None:
    allowed = {"recomputed", "csv", "json", "struct", "tomllib", "math", "collections", "dataclasses", "functools",
               "itertools", "heapq", "pathlib", "__future__", "importlib", "numpy", "scipy", "pandas", "shapely", "pyproj", "pytest"}  # fmt: skip
    modules = [path for path in HERE.glob("*.py") if not path.name.startswith("test_")]
    assert len(modules) > 5
    for path in modules:
        assert imported(path) <= allowed, path.name
        tests = [name for name in imported(path) if name.startswith("test_")]
        assert not tests


def test_the_recomputing_modules_take_from_each_other_only() -> None:
    own = {path.stem for path in HERE.glob("*.py") if not path.name.startswith("test_")}
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("recomputed."):
                assert node.module.removeprefix("recomputed.") in own, path.name

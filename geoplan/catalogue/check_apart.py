"""The check of files that have changed, in a process of its own: the libraries that it needs stay out of this one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from geoplan.catalogue.catalogue import is_validated, load_cached


def check_apart(home: Path, cache: Path) -> None:
    """Check the catalogue unless its files have passed; `load_cached` then finds it so, or tells what is wrong.

    Parameters
    ----------
    home, cache : Path
        As of `geoplan.catalogue.catalogue.load_cached`.
    """
    if not is_validated(home, cache):
        command = [sys.executable, "-m", __name__, str(home), str(cache)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    load_cached(Path(sys.argv[1]), Path(sys.argv[2]))

"""CPU of commands from start to end, beside importing pandas and geopandas.

Runs alternate, so that what else the machine does falls on all alike. Run ``python benchmarks/bench_start.py``; seconds
depend on the machine, the promises are the ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 15
COMMANDS = {
    "import pandas": ["-c", "import pandas"],
    "import geopandas": ["-c", "import geopandas"],
    "geoplan --help": ["-m", "geoplan", "--help"],
    "geoplan list plans": ["-m", "geoplan", "list", "plans"],
}
PROMISES = {"geoplan --help": 0.8, "geoplan list plans": 2.0}  # times the CPU of importing pandas


def cpu(arguments: list[str], environment: dict[str, str]) -> float:
    """Seconds of CPU, user and system, of a new interpreter."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print the median of each command and its ratio to importing pandas; exit 1 where a promise is broken."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "GEOPLAN_CACHE": cache}  # checked in the first run, which is not counted
        for arguments in COMMANDS.values():
            cpu(arguments, environment)
        for _ in range(ROUNDS):
            for name, arguments in COMMANDS.items():
                seconds[name].append(cpu(arguments, environment))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    broken = 0
    for name, median in medians.items():
        ratio, promise = median / medians["import pandas"], PROMISES.get(name)
        print(f"{name:20} {median:6.3f} s  {ratio:5.2f} x" + (f"  (promised {promise:.1f} x)" if promise else ""))
        broken += promise is not None and ratio > promise
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()

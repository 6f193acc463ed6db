"""CPU seconds of a command with all that it starts, Chromium included, which ``time`` leaves out.

Run ``python benchmarks/cpu_of.py make test``. What the command waited for is what ``time`` counts. Chromium's processes
are not waited for by whoever started them: they are looked at every fifth of a second, and of each the last look counts.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

LOOK = 0.2  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


def chromium_processes() -> dict[tuple[int, str], float]:
    """CPU seconds of each process of Chromium, by its number and when it began."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name = os.fsdecode((folder / "cmdline").read_bytes()).split("\0")[0].split(" ")[0]
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        if "chrom" in Path(name).name:
            found[int(folder.name), fields[19]] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def main() -> int:
    before = chromium_processes()
    last: dict[tuple[int, str], float] = {}
    began = time.monotonic()
    command = subprocess.Popen(sys.argv[1:])
    while command.poll() is None:
        last |= chromium_processes()
        time.sleep(LOOK)
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    counted = waited.ru_utime + waited.ru_stime
    chromium = sum(seconds - before.get(process, 0.0) for process, seconds in last.items())
    print(f"{' '.join(sys.argv[1:])}: exit {command.returncode} after {time.monotonic() - began:.0f} s")
    print(f"waited for {counted:7.0f} s of CPU\nChromium   {chromium:7.0f} s\nin all     {counted + chromium:7.0f} s")
    return command.returncode


if __name__ == "__main__":
    sys.exit(main())

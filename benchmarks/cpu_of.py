"""CPU seconds of a command with all that it starts, Chromium included, which ``time`` leaves out.

Run ``python benchmarks/cpu_of.py make test`` on a machine that does nothing else: what is counted is all that its
processors did meanwhile, by the kernel (``/proc/stat``, see proc_stat(5)).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def busy() -> float:
    """Seconds that all processors together have worked since the machine started."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:11])
    return (user + nice + system + irq + softirq) / TICKS


def main() -> int:
    before, began = busy(), time.monotonic()
    code = subprocess.call(sys.argv[1:])
    seconds, clock = busy() - before, time.monotonic() - began
    print(
        f"{' '.join(sys.argv[1:])}: exit {code}; {seconds:.0f} s of CPU = {seconds / 60:.1f} minutes, in {clock:.0f} s"
    )
    return code


if __name__ == "__main__":
    sys.exit(main())

"""Two worker processes of dask.distributed beside one: how much sooner a register of ten million rows is counted.

A scheduler and two workers of one thread each run on this machine; the same register is counted in turn by one worker
and by both, so that a slow spell of the machine meets both. Arrow has one thread in each: with its own pool one worker
would use all cores already. Printed are the seconds of each round, the CPU seconds of workers, scheduler and client,
and the median of the ratios; beside it what two bare processes gain over one, which sort numbers in the same rounds: a
machine that others use has no second core to give. dask.distributed is installed apart (``make test-cluster``):
``PYTHONPATH=build/cluster python benchmarks/bench_register_cluster.py [ROWS]``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from geoplan.catalogue.catalogue import load
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.industry_codes import industry_codes
from geoplan.registers.register_areas import site_layers
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.register_file import open_register
from geoplan.registers.run_distributed import run_distributed
from geoplan.registers.write_synthetic import write_synthetic

HOME = Path(__file__).resolve().parent.parent
PROMISE = 1.4
ROUNDS = 3
ONE_THREAD = {"ARROW_NUM_THREADS": "1", "ARROW_IO_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main(n_rows: int) -> None:
    try:
        from distributed import Client
    except ImportError:
        print("dask.distributed is not installed")
        return
    catalogue = load(HOME)
    columns = RegisterColumns("lon", "lat", industry="gbt_code", founded="founded", closed="closed")
    plan = CountingPlan(site_layers(catalogue), columns, industry_codes(catalogue))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.parquet"
        write_synthetic(path, catalogue, n_rows, seed=0)
        with cluster(1) as (one, of_one), cluster(2) as (two, of_two):
            seconds: dict[str, list[float]] = {one: [], two: []}
            counts = {}
            used = {one: np.zeros(3), two: np.zeros(4)}
            for address, n in ((one, 1), (two, 2)):
                with Client(address, timeout=60) as client:
                    client.wait_for_workers(n, timeout=60)
                counts[address] = counted(path, plan, address)[1]  # workers import and make their grids
            assert (counts[one].layers["inside"].cells.counts == counts[two].layers["inside"].cells.counts).all()
            bare = []
            for _ in range(ROUNDS):
                bare.append(2 * sorting(1) / sorting(2))
                for address, processes in ((one, of_one), (two, of_two)):
                    before = cpu(processes)
                    seconds[address].append(counted(path, plan, address)[0])
                    used[address] += (cpu(processes) - before) / ROUNDS
    for name, address in (("one worker", one), ("two workers", two)):
        client, scheduler, *workers = used[address]
        print(f"{name:12s} {' '.join(f'{each:.2f}' for each in seconds[address])} s; CPU seconds: workers "
              f"{' and '.join(f'{each:.1f}' for each in workers)}, scheduler {scheduler:.1f}, client {client:.1f}")  # fmt: skip
    ratios = [a / b for a, b in zip(seconds[one], seconds[two], strict=True)]
    print(
        f"{n_rows:,} rows, all grounds of {len(plan.layers['inside'])} sites by class and year: two workers "
        f"{statistics.median(ratios):.2f} x one (promised {PROMISE:g}); two bare processes {statistics.median(bare):.2f} x one"
    )


def sorting(n: int) -> float:
    """Seconds until n processes at once have sorted the same numbers."""
    code = "import numpy as np; a = np.random.default_rng(0).random(4_000_000); [np.sort(a) for _ in range(12)]"
    start = time.perf_counter()
    for process in [subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **ONE_THREAD}) for _ in range(n)]:
        process.wait()
    return time.perf_counter() - start


def cpu(processes: list[subprocess.Popen[bytes]]) -> np.ndarray:
    """CPU seconds so far of this process, the scheduler and the workers; for their clocks see clock_getcpuclockid(3)."""
    clocks = [(~process.pid << 3) | 2 for process in processes]
    return np.array([time.process_time(), *map(time.clock_gettime, clocks)])


def counted(path: Path, plan: CountingPlan, address: str) -> tuple[float, RegisterCounts]:
    start = time.perf_counter()
    counts = run_distributed(open_register(path).parts(plan.columns.used), plan, address)
    return time.perf_counter() - start, counts


@contextmanager
def cluster(n: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own, and where it is reached."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **ONE_THREAD}
    started: list[subprocess.Popen[bytes]] = []

    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *arguments]
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        return started[-1]

    try:
        scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        address = next(line.split()[-1] for line in map(bytes.decode, scheduler.stderr) if "Scheduler at:" in line)
        for _ in range(n):
            start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for process in started:
            threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)

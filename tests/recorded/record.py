"""Record what the command and the service answer to the calls of calls.py, and compare two recordings byte for byte.

``python tests/recorded/record.py OUT`` records the code in PYTHONPATH, else in the folder it is started in;
``python tests/recorded/record.py --compare A B`` prints a line for each difference and exits with 1 if there is one.
Files that fail and the plan texts are read from ../shared. Nothing is imported from the package.
"""

from __future__ import annotations

import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from calls import ANSWERED, BRIEFS, HOMES, INPUTS, NAMED, REFUSED, SERVICES, VERBS

PROJECT, SHARED = Path.cwd().resolve(), Path.cwd().resolve().parent / "shared"
DAY = "2027-01-15"  # the day in every call: briefs print it, and the catalogue may not hold later ones
CLOCK = "import sys, time\nnow, start = time.time, time.time()\ntime.time = lambda: 1800014400 + now() - start\n"
PROBE = CLOCK + "import datetime, geoplan\nprint(datetime.date.today(), geoplan.__file__)"
RUN = CLOCK + "sys.argv[0] = 'geoplan'\nfrom geoplan.cli import main\nmain()"
FRAME = re.compile(rb'(?m)^  File ".*\n(?:    .*\n)*')
TIME = re.compile(rb'((?:timeStamp|sdDatePublished)": ?)"[^"]+"')


def record(out: Path, work: Path) -> int:
    """Run every call in a work folder and keep the answers; say how many there are."""
    paths = (os.environ.get("PYTHONPATH") or str(PROJECT)).split(os.pathsep)
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ} | {
        "PYTHONPATH": os.pathsep.join(str(Path(path).resolve()) for path in paths if path), "PYTHONSAFEPATH": "1",
        "GEOPLAN_CACHE": f"{work}/cache", "COLUMNS": "160", "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC",
    }  # fmt: skip
    day, code = subprocess.check_output([sys.executable, "-c", PROBE], env=env, text=True).split(maxsplit=1)
    if day != DAY:
        raise SystemExit(f"this Python does not take its day from time.time: {day}")
    print(f"recording {code.strip()}", flush=True)
    prepare(work)
    calls = ["--help", *(f"{verb} --help" for verb in VERBS), *REFUSED, *ANSWERED, *BRIEFS]
    named = [*NAMED.items(), *((slug(call), call) for call in calls)]
    for name, call in named:
        finish(out / name, work / name, start(out / name, work / name, call, env))
    for number, (call, requests) in enumerate(SERVICES.items(), 1):
        serve(out, work, f"serve-{number}", call, requests, env)
    return len(named) + sum(map(len, SERVICES.values()))


def slug(call: str) -> str:
    """Name a call by its words."""
    return re.sub(r"\W+", "-", call).strip("-") or "nothing"


def prepare(work: Path) -> None:
    """Put what the calls read into the work folder."""
    shutil.copytree(SHARED / "cases" / "inputs", work / "inputs")
    shutil.copytree(SHARED / "plans", work / "plans")
    for name, text in INPUTS.items():
        (work / "inputs" / name).write_text(text, "utf-8")
    for name, (file, pattern, new) in HOMES.items():
        for folder in ("data", "layers"):
            shutil.copytree(PROJECT / folder, work / name / folder)
        text, changes = re.subn(pattern, lambda _, new=new: new, (work / name / file).read_text("utf-8"))
        assert changes, f"{file} has no {pattern!r}; correct HOMES in calls.py"
        (work / name / file).write_text(text, "utf-8")


def start(kept: Path, folder: Path, call: str, env: dict[str, str], port: int = 0) -> subprocess.Popen[bytes]:
    """Start a call in a new folder; its streams go to files beside the folder."""
    folder.mkdir()
    keep(kept / "call", call.encode())
    words = shlex.split(call.replace("PORT", str(port)))
    settings = [word for word in words if re.match(r"[A-Z_]+=", word)]
    command = [sys.executable, "-c", RUN, *words[len(settings) :]]
    env = env | dict(setting.split("=", 1) for setting in settings)
    with Path(f"{folder}.stdout").open("wb") as out, Path(f"{folder}.stderr").open("wb") as err:
        return subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err)


def finish(kept: Path, folder: Path, process: subprocess.Popen[bytes], port: int = 0) -> None:
    """Wait for a call and keep its exit code, its streams and the files it wrote, with the members of zip files."""
    keep(kept / "exit", str(process.wait(300)).encode())
    for stream in ("stdout", "stderr"):
        keep(kept / stream, steady(Path(f"{folder}.{stream}").read_bytes(), folder.parent, port))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        keep(kept / "files" / path.relative_to(folder), path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                members = [f"{m.filename} {m.date_time} {m.file_size} {m.CRC:08x}" for m in file.infolist()]
            keep(kept / "contents" / path.relative_to(folder), "\n".join(members).encode())


def serve(out: Path, work: Path, name: str, call: str, requests: tuple[str, ...], env: dict[str, str]) -> None:
    """Start the service, keep its answers without their date, and interrupt it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = start(out / name, work / name, call, env, port)
    try:
        while process.poll() is None and not Path(f"{work / name}.stderr").stat().st_size:  # it says that it is ready
            time.sleep(0.2)
        for asked in requests:
            *headers, path = asked.split()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", quote(path, safe="/?&=,:-"), headers=dict(h.split("=") for h in headers))
            with connection.getresponse() as answer:
                given = [f"{key}: {value}" for key, value in answer.getheaders() if key.lower() != "date"]
                head = "\n".join([asked, str(answer.status), *given])
                keep(out / f"{name}-{slug(asked)}" / "head", steady(head.encode(), work, port))
                keep(out / f"{name}-{slug(asked)}" / "body", steady(answer.read(), work, port))
            connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        finish(out / name, work / name, process, port)


def steady(text: bytes, work: Path, port: int) -> bytes:
    """Replace what differs from run to run (folders, port, time of an answer) and leave out frames of a traceback."""
    for changing, name in ((str(work), "WORK"), (str(PROJECT), "PROJECT"), (f"127.0.0.1:{port}", "127.0.0.1:PORT")):
        text = text.replace(changing.encode(), name.encode())
    return FRAME.sub(b"", TIME.sub(rb'\1"NOW"', text))


def keep(path: Path, content: bytes) -> None:
    """Write a file of the recording."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def compare(a: Path, b: Path) -> int:
    """Print where two recordings differ, a line a call; 1 if they do, or if there is nothing to compare."""
    one, other = ({str(p.relative_to(top)): p.read_bytes() for p in top.rglob("*") if p.is_file()} for top in (a, b))
    names = sorted(one.keys() | other.keys())
    differing = [name for name in names if one.get(name) != other.get(name)]
    calls = {call: list(files) for call, files in groupby(differing, lambda name: name.split("/")[0])}
    for call, files in calls.items():
        parts = ", ".join(file.removeprefix(f"{call}/") for file in files)
        print(f"{call}: {parts}: {hint(one.get(files[0]), other.get(files[0]))}")
    print(f"{len(calls)} of {len({name.split('/')[0] for name in names})} calls differ")
    return int(bool(calls) or not names)


def hint(one: bytes | None, other: bytes | None) -> str:
    """Say where two contents first differ."""
    if one is None or other is None:
        return f"only in {'B' if one is None else 'A'}"
    at = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    if b"\0" in one:
        return f"byte {at} of {len(one)} and {len(other)}"
    was, now = (content[max(0, at - 20) : at + 60].decode("utf-8", "ignore") for content in (one, other))
    return f"line {one[:at].count(10) + 1}: {was!r} -> {now!r}"


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--compare":
        raise SystemExit(compare(Path(sys.argv[2]), Path(sys.argv[3])))
    target, began = Path(sys.argv[-1]).resolve(), time.monotonic()
    if len(sys.argv) != 2 or (target.exists() and any(target.iterdir())):
        raise SystemExit("record.py OUT (a new folder) | record.py --compare A B")
    with tempfile.TemporaryDirectory(prefix="record-") as temporary:
        count = record(target, Path(temporary).resolve())
    print(f"{count} answers, {time.monotonic() - began:.0f} s, {sum(os.times()[2:4]):.0f} s of CPU")

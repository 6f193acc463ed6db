"""A map server on loopback: XYZ, WMTS and WMS that draw one mark, and addresses that fail or never answer."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from PIL import Image, ImageDraw

HALF = math.pi * 6378137  # m, half the side of the world in EPSG:3857
MARK = (255, 0, 220)


def to_metres(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to EPSG:3857, by the formula of Web Mercator."""
    return HALF * lon / 180, 6378137 * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def tile_box(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile, metres in EPSG:3857."""
    side = 2 * HALF / 2**z
    return x * side - HALF, HALF - (y + 1) * side, (x + 1) * side - HALF, HALF - y * side


@dataclass
class TileServer:
    """Where the server is, what it was asked for, and where it draws its mark."""

    address: str = ""
    mark: tuple[float, float] = (0.0, 0.0)  # degrees, in the datum that the server is said to draw in
    requests: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def picture(self, box: tuple[float, float, float, float], dark: bool) -> bytes:
        """A tile: plain ground, its edge, the mark as a square of 7 pixels."""
        image = Image.new("RGB", (256, 256), (52, 66, 48) if dark else (238, 236, 228))
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, 255, 255), outline=(80, 92, 74) if dark else (214, 210, 198))
        draw.line((0, 0, 255, 255), fill=(120, 118, 100) if dark else (255, 214, 120), width=3)
        east, north = to_metres(*self.mark)
        x, y = (east - box[0]) / (box[2] - box[0]) * 256, (box[3] - north) / (box[3] - box[1]) * 256
        draw.rectangle((round(x) - 3, round(y) - 3, round(x) + 3, round(y) + 3), fill=MARK)
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    def answer(self, path: str) -> bytes | None:
        """The picture that a path asks for; None for a fault."""
        parts = urlsplit(path)
        first, *rest = parts.path.strip("/").split("/")
        query = {name.lower(): value for name, value in parse_qsl(parts.query)}
        if first == "hang":
            self.done.wait(30)
        if first in {"xyz", "dark"}:
            z, x, y = (int(number.removesuffix(".png")) for number in rest)
            return self.picture(tile_box(z, x, y), first == "dark")
        if first == "wmts":
            z, y, x = int(query["tilematrix"].split(":")[-1]), int(query["tilerow"]), int(query["tilecol"])
            return self.picture(tile_box(z, x, y), False)
        if first == "wms":
            west, south, east, north = map(float, query["bbox"].split(","))
            return self.picture((west, south, east, north), False)
        return None


@contextmanager
def tile_server() -> Iterator[TileServer]:
    """Run the server for as long as it is needed."""
    server = TileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append(self.path)
            picture = server.answer(self.path)
            self.send_response(200 if picture else 500)
            self.send_header("Content-Type", "image/png" if picture else "text/plain")
            self.end_headers()
            self.wfile.write(picture or b"fault")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # the browser has given up waiting

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    http.block_on_close = False
    server.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.done.set()
        http.shutdown()
        http.server_close()

"""What a page shows and what came of it: every text in all of its frames and shadow trees, and every element of data's making."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile_home import HostileTexts
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

PORT = 8699  # of all addresses in the hostile texts
# Texts of a document, and elements that only a text of data can have made. Streamlit's scripts and styles are left out.
LOOK = r"""() => {
  const said = [], made = [];
  const there = /^\s*(javascript:|data:text|(https?:)?\/\/(127\.0\.0\.1:8699|a\.cn|a\.b|www\.|[\w.]*example\.))/i;
  const look = root => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), words = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      if (!/^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.parentElement?.tagName)) words.push(node.data);
    said.push(words.join(''));
    for (const el of root.querySelectorAll('*')) {
      for (const { name, value } of el.attributes) {
        if (/^on/i.test(name) || (/^(xlink:)?(href|src|action|formaction|srcdoc|data|poster)$/.test(name) && there.test(value)) || (name === 'style' && value.includes('8699')))
          made.push(`${name} of ${el.outerHTML.slice(0, 200)}`);
        if (/^(title|alt|placeholder|aria-label|aria-valuetext)$/.test(name)) said.push(value);
      }
      if (el.matches('math, mtext, object, embed, x, .katex, [class*=stMarkdownColored]') || (el.tagName === 'SCRIPT' && /^alert\(/.test(el.textContent)))
        made.push(el.outerHTML.slice(0, 200));
      if (/^(INPUT|TEXTAREA)$/.test(el.tagName)) said.push(el.value);
      if (el.shadowRoot) look(el.shadowRoot);
    }
  };
  look(document);
  return [said.join('\u0001'), made];
}"""
# Every mark, area, gateway and note of the map told of by its tip.
HOVER = """() => {
  const said = [];
  for (const path of document.querySelectorAll('path.leaflet-interactive, .leaflet-marker-icon')) {
    const { left, top, width, height } = path.getBoundingClientRect();
    const at = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 };
    path.dispatchEvent(new MouseEvent('mouseover', at));
    for (const tip of document.querySelectorAll('.gp-tip')) said.push(tip.textContent);
    path.dispatchEvent(new MouseEvent('mouseout', at));
  }
  return said.join('\\u0001');
}"""


class Listener:
    """Counts who calls at the port that the hostile texts name."""

    def __init__(self) -> None:
        self.calls: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", PORT))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                call, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.calls.append(call.recv(200))
            call.close()

    def close(self) -> None:
        self._socket.close()


@dataclass
class Watch:
    """What happened in a browser's windows, and the hostile cells that were seen in them."""

    texts: HostileTexts
    server: str
    happened: list[str] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def follow(self, context: BrowserContext) -> None:
        """Note what no page may do."""
        own = (self.server, self.server.replace("http", "ws"), "data:", "blob:", "about:", "file:")
        context.on("request", lambda r: None if r.url.startswith(own) else self.happened.append(f"asked {r.url}"))
        context.on("dialog", lambda d: (self.happened.append(f"dialog {d.message}"), d.dismiss()))
        context.on("weberror", lambda e: self.happened.append(f"error {e.error}"))
        context.on("console", self._hear)

    def _hear(self, said: ConsoleMessage) -> None:
        # Streamlit asks for its own addresses beneath that of a page first.
        if said.type == "error" and "/_stcore/" not in said.location.get("url", ""):
            self.happened.append(f"console {said.text} {said.location.get('url', '')}")

    def look(self, page: Page, state: str) -> str:
        """Look at a page as it is; every hostile cell on it is whole, and nothing came of any."""
        shown: list[str] = []
        for frame in page.frames:
            text, made = frame.evaluate(LOOK)
            assert not made, (state, made[:4])
            shown.append(text)
        return self.read("\x01".join(shown), state)

    def read(self, text: str, state: str) -> str:
        """Take note of a text that was shown."""
        lost = self.texts.lost(text)
        assert not lost, (state, len(lost), lost[:4])
        self.seen |= self.texts.numbers(text)
        assert not self.happened, (state, self.happened[:4])
        return text


def faults(log: Path) -> list[str]:
    """Lines of a log that tell of a failure or would steer a terminal."""
    lines = log.read_text("utf-8", errors="replace").splitlines()
    bad = ("Traceback", "Exception", "Error", "ERROR", "\x1b[")
    return [line for line in lines if any(word in line for word in bad)]


def uploaded(name: str, content: bytes, kind: str = "application/json") -> dict[str, Any]:
    """A file for an input of a page."""
    return {"name": name, "mimeType": kind, "buffer": content}

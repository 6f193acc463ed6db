"""The words of a page and of the map's frame: texts that are seen, and the labels of what can be used."""

from __future__ import annotations

from playwright.sync_api import Page

# Texts and labels of a document, also within shadow roots; what is hidden, scripts and icons' names left out.
_WORDS = """() => {
  const words = new Set();
  const hidden = (el) => { const style = getComputedStyle(el); return style.display === "none" || style.visibility === "hidden" || el.getClientRects().length === 0; };
  const skip = "script, style, noscript, template, [data-testid=stIconMaterial], [data-testid=stExpanderIcon], code, pre, .gp-passage";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { const text = node.data.trim(); if (text) words.add(text); return; }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(skip) || (hidden(node) && getComputedStyle(node).display !== "contents")) return;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) { const text = node.getAttribute(name)?.trim(); if (text) words.add(`${name}: ${text}`); }
      if (node.shadowRoot) node.shadowRoot.childNodes.forEach(walk);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return [...words];
}"""


def page_words(page: Page) -> set[str]:
    """What a page and its frame say now; a label is preceded by the attribute that holds it."""
    words = set(page.evaluate(_WORDS))
    for frame in page.frames[1:]:
        words |= {f"map {word}" for word in frame.evaluate(_WORDS)}
    return words

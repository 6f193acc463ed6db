// What the page lays over the map: panels at its edges, in pixels, and small boxes. Without a page around it, nothing.
// `onChange` is told whether the part that nothing lies over has another size, or only names must make room.
window.GeoPlanInsets = (map, onChange) => {
  "use strict";
  const PANELS = '[class*="st-key-left-"], [class*="st-key-drawer-"], [class*="st-key-foot-open"], [class*="st-key-foot-closed"], .st-key-side', BOXES = ".st-key-chips button, [class*=st-key-unfold-] button, .st-key-finding";
  const CORNER = 120; // pixels
  const NOTHING = { left: 0, top: 0, right: 0, bottom: 0, corner: 0 };
  const LOW = 340; // pixels of height that the tools need in one column
  const NARROW = 480; // pixels of width that readout and legend need side by side
  const WIDE = 0.7; // of the map: a panel that wide lies at the lower edge
  const SETTLED = 40; // milliseconds in which what changed the panels tells the map too, which then draws once for both
  // Where there is no server the page is the map's own document.
  const frame = (() => { if (window.GeoPlanShell) return map.getContainer(); try { return window.frameElement; } catch { return null; } })(), page = frame?.ownerDocument;
  let edges = NOTHING, waiting = false, off = false;

  const rects = (selector) => {
    if (!page) return [];
    const { left, top } = frame.getBoundingClientRect();
    return [...page.querySelectorAll(selector)].map((el) => el.getBoundingClientRect()).filter((r) => r.width > 8 && r.height > 8).map((r) => ({ left: r.left - left, top: r.top - top, right: r.right - left, bottom: r.bottom - top }));
  };
  function measure() {
    const size = map.getSize(), next = { ...NOTHING };
    for (const r of rects(PANELS)) {
      if (r.right - r.left > WIDE * size.x) next.bottom = Math.max(next.bottom, size.y - r.top);
      else if (r.left <= 1) next.left = Math.max(next.left, r.right);
      else if (r.right > size.x / 2) next.right = Math.max(next.right, size.x - r.left); // also one panel beside another
    }
    // What lies over the upper left: the button that unfolds the panel, chips, the first finding.
    next.corner = Math.max(0, ...rects(BOXES).filter((r) => r.top < CORNER && r.left < next.left + CORNER).map((r) => r.bottom));
    return next;
  }
  function none(on) { off = on; refresh(); }
  function refresh() {
    waiting = false;
    delete map.getContainer().dataset.waits;
    const next = off ? NOTHING : measure();
    const changed = Object.keys(next).filter((edge) => Math.abs(next[edge] - edges[edge]) >= 1);
    if (!changed.length) return;
    edges = next;
    document.documentElement.classList.toggle("gp-low", map.getSize().y - edges.top - edges.bottom < LOW);
    document.documentElement.classList.toggle("gp-narrow", map.getSize().x - edges.left - edges.right < NARROW);
    for (const [edge, pixels] of Object.entries(edges)) document.documentElement.style.setProperty(`--inset-${edge}`, `${Math.round(pixels)}px`);
    onChange(changed.some((edge) => edge !== "corner"));
  }
  function later() {
    if (waiting) return;
    waiting = true;
    map.getContainer().dataset.waits = "yes";
    requestAnimationFrame(() => setTimeout(refresh, SETTLED));
  }
  if (page) {
    const watch = new frame.ownerDocument.defaultView.MutationObserver((changes) => { if (changes.some(({ target }) => !frame.contains(target))) later(); });
    watch.observe(page.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    window.addEventListener("pagehide", () => watch.disconnect());
    map.on("resize", later);
  }

  // The part of the map that nothing lies over, in degrees.
  function bounds() {
    const { x, y } = map.getSize();
    return L.latLngBounds(map.containerPointToLatLng([edges.left, y - edges.bottom]), map.containerPointToLatLng([x - edges.right, edges.top]));
  }
  const padding = (air) => ({ paddingTopLeft: [edges.left + air, edges.top + air], paddingBottomRight: [edges.right + air, edges.bottom + air] });
  // The centre of the map at which a point stands in the middle of what is not covered.
  function centre(latlng, zoom) {
    const p = map.project(latlng, zoom);
    return map.unproject(p.add([(edges.right - edges.left) / 2, (edges.bottom - edges.top) / 2]), zoom);
  }
  return { refresh, edges: () => edges, boxes: () => (off ? [] : rects(BOXES)), none, bounds, padding, centre };
};

// What the map shows, as `view` in the address: a step of the browser's history where the user moved the map, else
// written over what was there. Going back brings the view back.
window.GeoPlanView = (map, { around, home }) => {
  const PAUSE = 400; // milliseconds: a turn of the wheel is one step
  const page = (() => { try { return window.parent !== window && window.parent.location.href ? window.parent : null; } catch { return null; } })();
  let byUser = false, written = false, timer = null;

  const mark = () => { byUser = written = true; };
  map.on("dragstart boxzoomstart", mark);
  for (const type of ["wheel", "dblclick"]) map.getContainer().addEventListener(type, mark, { passive: true });
  map.getContainer().addEventListener("keydown", (e) => { if (/^(Arrow|[+=-]$)/.test(e.key)) mark(); });
  map.on("moveend", () => { clearTimeout(timer); timer = setTimeout(write, byUser ? PAUSE : 0); });

  function write() {
    const step = byUser;
    byUser = false;
    if (!page || !written || page.document.querySelector(".st-key-sheet")) return;
    const url = new URL(page.location), c = map.getCenter(), view = `${c.lat.toFixed(4)},${c.lng.toFixed(4)},${map.getZoom()}`;
    if (url.searchParams.get("view") === view) return;
    url.searchParams.set("view", view);
    if (step) page.history.pushState({}, "", url); else page.history.replaceState(page.history.state, "", url);
  }
  function read() {
    const view = page && new URL(page.location).searchParams.get("view");
    const [lat, lon, zoom] = (view || "").split(",").map(Number), [[south, west], [north, east]] = around;
    if (!(lat > south && lat < north && lon > west && lon < east && zoom >= 5 && zoom <= 18)) return false;
    written = true;
    map.setView([lat, lon], zoom, { animate: false });
    return true;
  }
  function back() {
    clearTimeout(timer);
    byUser = false;
    if (!read()) { written = false; home(); }
    clearTimeout(timer); // going back writes nothing
  }
  if (page) {
    page.addEventListener("popstate", back);
    window.addEventListener("pagehide", () => page.removeEventListener("popstate", back));
  }
  return { page: () => page, read, write, mark, keep() { written = true; } };
};

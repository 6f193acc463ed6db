// What the map shows, as `view` in the address: a step of the browser's history where the user moved the map, else
// written over what was there. Going back brings the view back.
window.GeoPlanView = (map, { around, home, onBack }) => {
  const PAUSE = 400; // milliseconds: a turn of the wheel is one step
  const BEYOND = 15; // degrees: panels at one side put the centre of the map out of the area that is seen
  const shell = window.GeoPlanShell;
  const page = (() => { if (shell) return window; try { return window.parent !== window && window.parent.location.href ? window.parent : null; } catch { return null; } })();
  let byUser = false, written = false, timer = null;

  const mark = () => { byUser = written = true; };
  map.on("dragstart boxzoomstart", mark);
  for (const type of ["wheel", "dblclick"]) map.getContainer().addEventListener(type, mark, { passive: true });
  map.getContainer().addEventListener("keydown", (e) => { if (/^(Arrow|[+=-]$)/.test(e.key)) mark(); });
  // Esc that the map has no use for is the page's.
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && !e.defaultPrevented && page && !shell) page.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })); });
  map.on("moveend", () => { map.getContainer().dataset.view = text(); clearTimeout(timer); timer = setTimeout(write, byUser ? PAUSE : 0); });

  function text() { const c = map.getCenter(); return `${c.lat.toFixed(4)},${c.lng.toFixed(4)},${map.getZoom()}`; }
  // Leaflet rounds its centre to whole pixels now and then: less than two are no other view.
  function isSame(view) {
    const [lat, lon, zoom] = (view || "").split(",").map(Number);
    return zoom === map.getZoom() && map.project([lat, lon], zoom).distanceTo(map.project(map.getCenter(), zoom)) < 2;
  }
  // Where there is no server, the page keeps its address behind a #.
  const asked = () => (shell ? shell.view() : new URL(page.location).searchParams.get("view"));
  function put(view, step) {
    if (shell) { shell.setView(view, step); return; }
    const url = new URL(page.location);
    url.searchParams.set("view", view);
    if (step) page.history.pushState({}, "", url); else page.history.replaceState(page.history.state, "", url);
  }
  function write() {
    const step = byUser;
    byUser = false;
    if (!page || !written || page.document.querySelector(".st-key-sheet")) return;
    const view = text();
    if (!isSame(asked())) put(view, step);
  }
  function read() {
    const view = page && asked();
    const [lat, lon, zoom] = (view || "").split(",").map(Number), [[south, west], [north, east]] = around;
    if (!(lat > south - BEYOND && lat < north + BEYOND && lon > west - BEYOND && lon < east + BEYOND && zoom >= 5 && zoom <= 18)) return false;
    written = true;
    map.setView([lat, lon], zoom, { animate: false });
    return true;
  }
  function back() {
    clearTimeout(timer);
    byUser = false;
    onBack();
    if (!read()) { written = false; home(); }
    clearTimeout(timer); // going back writes nothing
  }
  // Before a step of the page, the address that is left gets the view that it had, so that going back finds it.
  function keep() { written = true; }
  function leave() {
    keep();
    if (!page || asked() !== null || page.document.querySelector(".st-key-sheet")) return;
    put(text(), false);
  }
  function follow(e) { if (e.target.closest?.(".st-key-pages a")) leave(); }
  if (page) {
    page.addEventListener("popstate", back);
    page.document.addEventListener("click", follow, true);
    window.addEventListener("pagehide", () => { page.removeEventListener("popstate", back); page.document.removeEventListener("click", follow, true); });
  }
  return { page: () => page, read, write, mark, keep, leave };
};

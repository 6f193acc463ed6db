// Measures distances, areas and radii that a reader points out on the map. Nothing of it leaves the page.
window.GeoPlanMeasure = (map, page) => {
  "use strict";
  const { words, lang, busy, tools } = page;
  const LEAST = { distance: 2, area: 3, radius: 2 }, SAME = 4, AGAIN = 20, TWICE = 400; // points; pixels; pixels and milliseconds of a double tap
  const ROOM = [160, 100], GAP = 12; // pixels: a shape smaller than this has its label beside it, at this distance
  const box = map.getContainer(), geodesic = GeoPlanGeodesic, results = [];
  let kind = null, points = [], pointer = null, sketch = null, touch = false, tap = null, zoomed = false, written = "";
  map.createPane("gp-measure").style.zIndex = 645;
  map.createPane("gp-measure-labels").style.zIndex = 646;

  const make = (tag, className, properties) => Object.assign(document.createElement(tag), { className, ...properties });

  // ---- the figures ------------------------------------------------------------------------------------------------
  const say = (key, values) => words()[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const number = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const length = (metres) => (Math.round(metres) < 1000 ? say("metres", { n: number(metres, 0) }) : say("kilometres", { n: number(metres / 1000, 2) }));
  const figure = (value) => number(value, value < 1 ? 4 : value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0);
  const areas = ({ km2, ha, mu }) => (km2 === null ? [words().measureCrosses] : [say("squareKilometres", { n: figure(km2) }), say("hectares", { n: figure(ha) }), say("mu", { n: figure(mu) })]);

  function lines(of, at, live) {
    if (at.length < 2) return [];
    const last = at.slice(-2), total = say("measureTotal", { length: length(geodesic.length(at)) });
    if (of === "distance") return live && at.length > 2 ? [say("measureLeg", { length: length(geodesic.length(last)) }), total] : [total];
    if (of === "radius") {
      const radius = geodesic.length(at);
      return [say("measureRadiusIs", { length: length(radius) }), ...areas(geodesic.circle(at[0], radius))];
    }
    const ring = geodesic.figures(at), perimeter = say("measurePerimeter", { length: length(ring.perimeter_m) });
    return at.length < 3 ? [total] : [...areas(ring), perimeter];
  }
  const write = (el, texts) => el.replaceChildren(...texts.map((textContent) => make("div", "", { textContent })));

  // ---- what is drawn ----------------------------------------------------------------------------------------------
  // The shape of a measurement on geodesics, with a light line under the dark one.
  function shape(of, at) {
    const base = { pane: "gp-measure", interactive: false, smoothFactor: 0.5 }, layers = [];
    const line = (latlngs, closed) => {
      const Kind = closed ? L.polygon : L.polyline;
      layers.push(Kind(latlngs, { ...base, className: "gp-measure-casing", fill: false }), Kind(latlngs, { ...base, className: closed ? "gp-measure-line gp-measure-area" : "gp-measure-line", fill: closed }));
    };
    if (of === "radius" && at.length > 1) line(geodesic.circle(at[0], geodesic.length(at.slice(0, 2))).outline, true);
    const closed = of === "area" && at.length > 2;
    line(geodesic.densified(at, closed), closed);
    return L.featureGroup([...layers, ...at.map((point) => L.circleMarker(point, { ...base, className: "gp-measure-point", radius: 3.5 }))]);
  }

  function result(of, at) {
    const drawn = shape(of, at).addTo(map), el = make("div", "gp-measure-label"), bounds = drawn.getBounds();
    let placed = null;
    const crossing = of === "area" && geodesic.figures(at).km2 === null;
    const centre = of === "area" && !crossing ? drawn.getLayers()[0].getCenter() : bounds.getCenter();
    const anchor = L.marker(centre, { pane: "gp-measure-labels", interactive: false, keyboard: false, icon: L.divIcon({ className: "gp-measure-anchor", iconSize: [0, 0], html: el }) }).addTo(map);
    // A large area holds its label; else the label stands beside the shape, within the map and off the labels before it.
    function place() {
      const point = (latlng) => map.latLngToContainerPoint(latlng), { x, y } = point(centre), end = point(at[at.length - 1]);
      const [nw, se] = of === "distance" ? [end, end] : [point(bounds.getNorthWest()), point(bounds.getSouthEast())];
      const w = el.offsetWidth, h = el.offsetHeight, size = map.getSize(), middle = [(nw.x + se.x - w) / 2, (nw.y + se.y - h) / 2];
      const large = se.x - nw.x > ROOM[0] && se.y - nw.y > ROOM[1], right = [end.x + GAP, end.y - h / 2];
      const spots = [[se.x + GAP, middle[1]], [nw.x - GAP - w, middle[1]], [middle[0], se.y + GAP], [middle[0], nw.y - GAP - h]];
      if (large) spots.unshift(of === "area" ? [x - w / 2, y - h / 2] : [x - w / 2, y + GAP]);
      if (of === "radius") spots.unshift(right);
      const before = results.slice(0, results.includes(self) ? results.indexOf(self) : results.length).map((one) => one.box());
      const free = ([l, t]) => l > 4 && t > 4 && l + w < size.x - 4 && t + h < size.y - 4 && before.every((o) => l > o.right || t > o.bottom || l + w < o.left || t + h < o.top);
      const [left, top] = spots.find(free) || right;
      el.style.transform = `translate(${Math.round(left - x)}px, ${Math.round(top - y)}px)`;
      placed = { left, top, right: left + w, bottom: top + h };
    }
    const refresh = () => { write(el, lines(of, at, false)); place(); };
    const self = { refresh, place, box: () => placed, remove() { drawn.remove(); anchor.remove(); } };
    refresh();
    return self;
  }

  map.on("zoomend moveend", () => results.forEach((one) => one.place()));

  const live = make("div", "gp-measure-label gp-measure-live", { hidden: true });
  box.append(live);
  function draw() {
    if (sketch) sketch.remove();
    sketch = null;
    live.hidden = true;
    if (!kind) return;
    const end = pointer && points.length ? map.containerPointToLatLng(pointer) : null, at = end ? [...points, end] : points;
    undo.disabled = !points.length;
    done.disabled = points.length < LEAST[kind];
    if (!at.length) return;
    sketch = shape(kind, at).addTo(map);
    const texts = lines(kind, at, true);
    write(live, texts);
    live.hidden = !texts.length;
    const beside = pointer || map.latLngToContainerPoint(at[at.length - 1]), size = map.getSize();
    const fit = (where, extent, most) => Math.max(4, where + 16 + extent > most ? where - 16 - extent : where + 16);
    live.style.left = `${fit(beside.x, live.offsetWidth, size.x)}px`;
    live.style.top = `${fit(beside.y, live.offsetHeight, size.y)}px`;
  }

  // ---- measuring --------------------------------------------------------------------------------------------------
  const listeners = {
    click(e) {
      const at = e.containerPoint, now = Date.now(), last = points.length && map.latLngToContainerPoint(points[points.length - 1]);
      const again = tap && now - tap.time < TWICE && at.distanceTo(tap.at) < AGAIN;
      tap = { at, time: now };
      if (again || (last && at.distanceTo(last) < SAME)) return;
      points.push(e.latlng);
      pointer = touch ? null : at;
      if (kind === "radius" && points.length === 2) finish(); else draw();
    },
    dblclick: finish,
    mousemove(e) { if (!touch) { pointer = e.containerPoint; draw(); } },
    mouseout() { pointer = null; draw(); },
    move: draw,
    zoomend: draw,
  };
  const pressed = (e) => { touch = e.pointerType === "touch"; if (touch) pointer = null; };
  // Sites keep the focus they have but no key reaches them; buttons and fields outside the map keep their keys.
  function key(e) {
    const onMap = map.getPane("mapPane").contains(e.target);
    if (e.target.closest("[role=menu]") || (!onMap && e.key !== "Escape" && e.target.closest("button, a, input, select, textarea, summary"))) return;
    const act = { Escape: stop, Enter: finish, Backspace: back, " ": onMap ? () => {} : null }[e.key];
    if (!act) return;
    e.preventDefault();
    e.stopPropagation();
    act();
  }

  function start(next) {
    stop();
    map.closePopup();
    kind = next;
    zoomed = map.doubleClickZoom.enabled();
    map.doubleClickZoom.disable();
    box.classList.add("gp-measuring");
    for (const [types, listener] of Object.entries(listeners)) map.on(types, listener);
    box.addEventListener("pointerdown", pressed);
    document.addEventListener("keydown", key, true);
    bar.hidden = false;
    refreshBar();
    draw();
    box.focus({ preventScroll: true });
  }
  function stop() {
    if (!kind) return;
    kind = pointer = tap = null;
    points = [];
    box.classList.remove("gp-measuring");
    for (const [types, listener] of Object.entries(listeners)) map.off(types, listener);
    box.removeEventListener("pointerdown", pressed);
    document.removeEventListener("keydown", key, true);
    if (zoomed) map.doubleClickZoom.enable();
    bar.hidden = true;
    draw();
    refreshItems();
  }
  function finish() {
    if (!kind || points.length < LEAST[kind]) return;
    results.push(result(kind, points));
    stop();
  }
  function back() { points.pop(); tap = null; draw(); }
  function clear() {
    stop();
    results.splice(0).forEach((one) => one.remove());
    refreshItems();
  }

  // ---- the button, its menu and the bar -----------------------------------------------------------------------------
  const menu = GeoPlanMenu("gp-measure", "gp-measure-menu");
  const nameButton = tools.label(menu.button, "measure");
  tools.add(menu.control);
  const bar = make("div", "gp-measure-bar", { hidden: true }), inner = make("div", ""), hint = make("span", "");
  const button = (act) => { const one = make("button", "", { type: "button" }); one.addEventListener("click", () => { act(); box.focus({ preventScroll: true }); }); return one; };
  const done = button(finish), undo = button(back), cancel = button(stop);
  hint.setAttribute("role", "status");
  inner.append(hint, done, undo, cancel);
  bar.append(inner);
  box.append(bar);
  L.DomEvent.disableClickPropagation(bar);

  const HINTS = { distance: "measureHint", area: "measureHint", radius: "measureHintRadius" };
  const TOUCH_HINTS = { distance: "measureHintTouch", area: "measureHintTouch", radius: "measureHintRadiusTouch" };
  const names = { distance: "measureDistance", area: "measureArea", radius: "measureRadius", clear: "measureClear" };
  const items = Object.keys(names).map((name) => {
    const one = make("button", "", { type: "button", tabIndex: -1 });
    one.setAttribute("role", "menuitem");
    one.dataset.measure = name;
    one.addEventListener("click", () => {
      if (one.getAttribute("aria-disabled") === "true") return;
      menu.open(false);
      if (name === "clear") { clear(); menu.button.focus(); } else start(name);
    });
    return one;
  });
  menu.list.replaceChildren(...items);

  function refreshItems() {
    items.forEach((one) => one.setAttribute("aria-disabled", String(one.dataset.measure === "clear" && !results.length && !kind)));
    menu.control.classList.toggle("gp-active", Boolean(kind));
    box.dataset.measurements = results.length;
  }
  function refreshBar() {
    refreshItems();
    if (!kind) return;
    hint.textContent = words()[(window.matchMedia("(pointer: coarse)").matches ? TOUCH_HINTS : HINTS)[kind]];
    done.hidden = kind === "radius";
    done.textContent = words().measureDone;
    undo.textContent = words().measureUndo;
    cancel.textContent = words().measureCancel;
  }
  // Says everything again in the language of the page; while a place is drawn, clicks belong to the drawing.
  function refresh() {
    menu.button.disabled = busy();
    if (busy()) stop();
    if (!words() || written === lang()) return;
    written = lang();
    nameButton(words().measure, words().measureChoice);
    menu.list.setAttribute("aria-label", words().measureChoice);
    menu.hint.textContent = words().measureMethod;
    items.forEach((one) => { one.textContent = words()[names[one.dataset.measure]]; });
    results.forEach((one) => one.refresh());
    refreshBar();
    draw();
  }

  return { refresh, stop, isActive: () => Boolean(kind) };
};

// The figures of a ring of {lat, lng}: {km2, ha, mu, perimeter_m}, the areas null where it crosses itself.
window.GeoPlanMeasure.figures = GeoPlanGeodesic.figures;

// Base maps from outside, under the sites. None is requested before the reader chooses it; names are set as text only.
window.GeoPlanTiles = (map, offered, page) => {
  "use strict";
  const { words, lang, onChange, tools } = page;
  const KEPT = "geoplan-base-map", PATIENCE = 6000; // milliseconds without a picture, after which the reader is told
  const box = map.getContainer();
  let current = null, layers = [], timer = 0, answered = false, dismissed = false, notice = null, fault = null, written = "";

  const make = (tag, className, properties) => Object.assign(document.createElement(tag), { className, ...properties });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // ---- the tiles --------------------------------------------------------------------------------------------------
  map.createPane("gp-tiles").style.zIndex = 205;

  const { gcj02, wgs84 } = GeoPlanTiles, displace = (by, at) => L.latLng(by(at.lng, at.lat).reverse());
  // Tiles of GCJ-02: the corner of each lies where WGS 84 has it, and each reaches to the corners of its neighbours.
  const displaced = (Kind) => Kind.extend({
    _getTiledPixelBounds(center) { return Kind.prototype._getTiledPixelBounds.call(this, displace(gcj02, center)); },
    _corner(x, y, zoom) {
      const corner = this._map.unproject(L.point(x, y).scaleBy(this.getTileSize()), zoom);
      return this._map.project(displace(wgs84, corner), zoom).round();
    },
    _getTilePos({ x, y, z }) { return this._corner(x, y, z).subtract(this._level.origin); },
    _addTile(coords, container) {
      Kind.prototype._addTile.call(this, coords, container);
      const { x, y, z } = coords, corner = this._corner(x, y, z), { style } = this._tiles[this._tileCoordsToKey(coords)].el;
      style.width = `${this._corner(x + 1, y, z).x - corner.x}px`;
      style.height = `${this._corner(x, y + 1, z).y - corner.y}px`;
    },
  });

  function layer(base, url) {
    const Kind = base.wms ? L.TileLayer.WMS : L.TileLayer, Placed = base.datum === "GCJ-02" ? displaced(Kind) : Kind;
    return new Placed(url, { pane: "gp-tiles", maxNativeZoom: base.max_zoom, maxZoom: 24, ...base.wms });
  }

  function choose(id) {
    layers.forEach((old) => old.off().remove());
    clearTimeout(timer);
    box.classList.remove("gp-outside");
    current = offered.find((base) => base.id === id) || null;
    box.dataset.baseMap = current ? current.id : "offline";
    answered = dismissed = false;
    complain(null);
    layers = current ? current.urls.map((url) => layer(current, url)) : [];
    if (current) watch(layers[0]);
    layers.forEach((one) => one.addTo(map));
    refresh();
    onChange();
  }

  // The drawn base stays until the first tile is there, so that a server that fails leaves no empty map behind.
  function watch(first) {
    const judge = () => {
      clearTimeout(timer);
      const seen = Object.values(first._tiles).some((tile) => tile.current && tile.el.classList.contains("leaflet-tile-loaded"));
      if (!seen && !dismissed) complain(answered ? "baseMapNothingHere" : "baseMapNoAnswer");
    };
    first.on("loading", () => { clearTimeout(timer); timer = setTimeout(judge, PATIENCE); });
    first.on("load", judge);
    first.on("tileload", () => {
      complain(null);
      if (answered) return;
      answered = true;
      box.classList.add("gp-outside");
      refresh();
      onChange();
    });
  }

  function complain(key) {
    if (notice) notice.remove();
    notice = null;
    fault = key;
    if (!key || !words()) return;
    notice = make("div", "gp-tiles-notice");
    notice.setAttribute("role", "status");
    const back = make("button", "", { type: "button", textContent: words().baseMapBack });
    const close = make("button", "gp-close", { type: "button", textContent: "×", title: words().baseMapDismiss });
    close.setAttribute("aria-label", words().baseMapDismiss);
    back.addEventListener("click", () => pick("offline"));
    close.addEventListener("click", () => { dismissed = true; complain(null); });
    notice.append(make("span", "", { textContent: fill(words()[key], current) }), back, close);
    L.DomEvent.disableClickPropagation(notice);
    box.append(notice);
  }

  // ---- the choice -------------------------------------------------------------------------------------------------
  const { control, button, list, hint, items, open } = GeoPlanMenu("gp-base-maps", "gp-base-menu");
  function pick(id) {
    open(false);
    try { if (id === "offline") localStorage.removeItem(KEPT); else localStorage.setItem(KEPT, id); } catch { /* not remembered */ }
    choose(id);
    button.focus();
  }
  const nameButton = tools.label(button, "base");
  if (offered.length) tools.add(control);

  function item(id, name, host) {
    const one = make("button", "", { type: "button", tabIndex: -1 });
    one.setAttribute("role", "menuitemradio");
    one.dataset.baseMap = id;
    one.append(make("span", "gp-base-title", { textContent: name }));
    if (host) one.append(make("span", "gp-base-host", { textContent: host }));
    one.addEventListener("click", () => pick(id));
    return one;
  }

  // Says everything again in the language of the page.
  function refresh() {
    const w = words(), l = lang();
    if (!w) return;
    if (written !== l) {
      written = l;
      complain(fault);
      nameButton(w.baseMap, w.baseMapChoice);
      list.setAttribute("aria-label", w.baseMapChoice);
      hint.textContent = w.baseMapHint;
      list.replaceChildren(item("offline", w.baseMapOffline, ""), ...offered.map((base) => item(base.id, base.name[l] ?? base.name, base.host)));
    }
    items().forEach((one) => one.setAttribute("aria-checked", String(one.dataset.baseMap === (current ? current.id : "offline"))));
    credit(w, l);
  }

  // Where the picture comes from, before the attribution of the map's own data.
  function credit(w, l) {
    const line = map.attributionControl.getContainer();
    line.querySelectorAll(".gp-base-credit").forEach((old) => old.remove());
    if (!answered) return;
    const from = make("div", "gp-base-credit", { textContent: `${fill(w.baseMapFrom, { name: current.name[l] ?? current.name, host: current.host })} · ` });
    const owner = current.link ? make("a", "", { href: current.link, target: "_blank", rel: "noopener noreferrer" }) : make("span", "");
    owner.textContent = current.attribution[l] ?? current.attribution;
    from.append(owner);
    line.prepend(from);
  }

  let kept = null;
  try { kept = localStorage.getItem(KEPT); } catch { /* no storage: the drawn base */ }
  choose(kept);
  return { refresh, outside: () => box.classList.contains("gp-outside") };
};

// Displaces WGS 84 to GCJ-02, degrees; the formula of geoplan/crs/offset_datums.py.
window.GeoPlanTiles.gcj02 = (lon, lat) => {
  "use strict";
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return [lon, lat];
  const { sin, cos, sqrt, abs, PI } = Math, a = 6378245, e2 = 0.00669342162296594323;
  const x = lon - 105, y = lat - 35, root = sqrt(abs(x)), rad = (lat * PI) / 180, w2 = 1 - e2 * sin(rad) ** 2;
  const waves = (t, longer, longest) => (2 / 3) * (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI) + 20 * sin(t * PI) + 40 * sin((t / 3) * PI) + longer * sin((t / 12) * PI) + longest * sin((t / 30) * PI));
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(y, 160, 320);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, 150, 300);
  const metresNorth = (a * (1 - e2)) / (w2 * sqrt(w2)), metresEast = (a / sqrt(w2)) * cos(rad);
  return [lon + (east / metresEast) * (180 / PI), lat + (north / metresNorth) * (180 / PI)];
};

// The way back, by steps each of which gains three digits.
window.GeoPlanTiles.wgs84 = (lon, lat) => {
  let x = lon, y = lat;
  for (let step = 0; step < 5; step++) {
    const [movedLon, movedLat] = GeoPlanTiles.gcj02(x, y);
    x += lon - movedLon;
    y += lat - movedLat;
  }
  return [x, y];
};

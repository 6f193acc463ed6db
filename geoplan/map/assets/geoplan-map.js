// Draws the sites once from one file, then only shows, hides and marks them as Python says which ids are wanted.
// Every text is set as text, never as HTML.
window.GeoPlan = (() => {
  "use strict";
  const SMALL = 26; // pixels: an area smaller than this shows its mark instead
  const state = { wanted: null, chosen: null, family: [], lang: "zh", somewhere: {}, token: null };
  let map, sites = [], base = null, text = {}, legendBox, readout, labelPane, reach, chosenRing, overlay, own, config, style, tiles, clicks = 0;

  // A marker's path round a point: its outline of the symbology, or a circle where it has none.
  function outline(marker, x, y, r) {
    const corners = style.markers[marker];
    if (!corners.length) return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
    return `M${corners.map(([dx, dy]) => `${(x + r * dx).toFixed(2)},${(y + r * dy).toFixed(2)}`).join("L")}z`;
  }

  const Mark = () => L.CircleMarker.extend({
    _updatePath() {
      const p = this._point, r = this._radius, [dx, dy] = this.options.nudge;
      this._renderer._setPath(this, this._empty() ? "M0 0" : outline(this.options.form, p.x + dx, p.y + dy, r));
    },
  });

  function mount(leaflet, settings) {
    map = leaflet; config = settings;
    map.attributionControl.setPrefix(false);
    for (const [name, z] of [["gp-base", 200], ["gp-relief", 210], ["gp-water", 220], ["gp-overlay", 300], ["gp-lines", 350], ["gp-areas", 400], ["gp-reach", 420], ["gp-own", 430], ["gp-marks", 450], ["gp-own-spots", 460], ["gp-labels", 640]]) {
      map.createPane(name).style.zIndex = z;
    }
    map.getPane("gp-reach").style.pointerEvents = "none";
    labelPane = map.getPane("gp-labels");
    labelPane.style.pointerEvents = "none";
    controls();
    home();
    tiles = GeoPlanTiles(map, config.base_maps, { words, lang: () => state.lang, onChange: () => { if (base) { legend(); labels(); } } });
    // The frame around the map follows the window; until the user moves it, the map keeps showing all of the scope.
    new ResizeObserver(() => { map.invalidateSize({ pan: false }); if (!state.moved) (state.going ? move(state.going) : home()); else { sizes(); labels(); } }).observe(map.getContainer());
    for (const touch of ["mousedown", "wheel", "keydown", "touchstart"]) map.getContainer().addEventListener(touch, () => { state.moved = true; }, { passive: true });
    Promise.all([config.base, config.sites, config.text].map((url) => fetch(url).then((r) => r.json())))
      .then(([drawn, features, words]) => { text = words; style = drawn.symbology; base = GeoPlanBase(map, drawn, config.base, { labels, toggle, width, put }); drawSites(features); if (state.going && !state.moved) move(state.going); refresh(); map.getContainer().dataset.ready = "yes"; });
    map.on("zoomend moveend", () => { sizes(); labels(); writeView(); });
    map.on("mousemove", (e) => { readout.textContent = coordinates(e.latlng); });
  }

  // ---- the sites ------------------------------------------------------------------------------------------------
  function drawSites(collection) {
    const Form = Mark(), seen = {};
    sites = collection.features.map((feature) => {
      const p = feature.properties, spot = `${p.x},${p.y}`, n = (seen[spot] = (seen[spot] || 0) + 1) - 1;
      const nudge = n ? [12 * Math.cos(n), 12 * Math.sin(n)] : [0, 0];
      const mark = new Form([p.y, p.x], { pane: "gp-marks", radius: 6, form: p.f, nudge, color: style.colours.halo, weight: 1.4, fillColor: p.c, fillOpacity: 1, bubblingMouseEvents: false });
      const area = p.l ? L.geoJSON(feature.geometry, { pane: "gp-areas", bubblingMouseEvents: false, style: { color: p.c, weight: style.areas.line_width, dashArray: style.dashes[p.l] || null, fillColor: p.c, fillOpacity: style.areas.fill_opacity } }) : null;
      const site = { ...p, mark, area, latlng: L.latLng(p.y, p.x), nudge };
      for (const layer of [mark, area].filter(Boolean)) {
        layer.on("add", () => reachable(layer, site));
        layer.on("click", (e) => { L.DomEvent.stop(e); choose({ site: p.s }); });
        layer.on("mouseover", () => showReach(site));
        layer.on("mouseout", hideReach);
        layer.bindTooltip(() => tip(site), { className: "gp-tip", direction: "top", offset: [0, -6], sticky: layer === area });
      }
      return site;
    });
  }

  // Marks and areas can be reached by keyboard and are read out by name.
  function reachable(layer, site) {
    (layer.getLayers ? layer.getLayers() : [layer]).forEach((path) => {
      const el = path.getElement();
      el.dataset.site = site.s;
      el.setAttribute("role", "button");
      el.setAttribute("tabindex", "0");
      el.setAttribute("aria-label", site[state.lang]);
      el.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose({ site: site.s }); } };
      el.onfocus = () => showReach(site);
      el.onblur = hideReach;
    });
  }

  function tip(site) {
    const box = document.createElement("div"), name = document.createElement("strong"), how = document.createElement("div");
    name.textContent = site[state.lang];
    how.textContent = words().radius.replace("{m}", Math.round(site.r).toLocaleString("en"));
    box.append(name, how);
    return box;
  }

  function showReach(site) {
    hideReach();
    if (site.r) reach = L.circle(site.latlng, { pane: "gp-reach", radius: site.r, color: site.c, weight: 1.2, dashArray: "3 4", fillOpacity: 0.06, interactive: false }).addTo(map);
  }
  function hideReach() { if (reach) { reach.remove(); reach = null; } }

  // Ground laid over the land, such as a catchment; it changes with every figure and so comes with the message.
  function ground() {
    if (overlay) { overlay.remove(); overlay = null; }
    if (state.overlay) overlay = L.geoJSON(state.overlay, { pane: "gp-overlay", interactive: false, style: { color: style.colours.catchment, weight: 1.2, fillColor: style.colours.catchment_fill, fillOpacity: 0.32 } }).addTo(map);
  }

  // A user's own features: they come with the message, and their names are text and nothing else.
  function ownFeatures() {
    if (own) { own.remove(); own = null; }
    if (!state.own) return;
    const colour = style.colours.user_layer;
    const area = { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.25 };
    const spot = { radius: 7, color: style.colours.halo, weight: 2, fillColor: colour, fillOpacity: 0.95 };
    own = L.geoJSON(state.own, {
      pane: "gp-own", style: (feature) => (/Point/.test(feature.geometry.type) ? spot : area),
      pointToLayer: (_, at) => L.circleMarker(at, { ...spot, pane: "gp-own-spots" }),
      onEachFeature: (feature, layer) => layer.bindTooltip(() => Object.assign(document.createElement("span"), { textContent: feature.properties.t }), { className: "gp-tip", sticky: true }),
    }).addTo(map);
    map.getContainer().dataset.own = state.own.features.length;
  }

  const isChosen = (site) => site.s === state.chosen || state.family.includes(site.s);
  const visible = (site) => state.wanted === null || state.wanted.has(site.s);
  const closeEnough = (site) => site.k < 2 || map.getZoom() >= 12 || isChosen(site);

  function sizes() {
    if (base) base.byZoom();
    for (const site of sites) {
      const on = visible(site) && closeEnough(site);
      let big = false;
      if (site.area) {
        const b = site.area.getBounds(), a = map.latLngToLayerPoint(b.getNorthWest()), z = map.latLngToLayerPoint(b.getSouthEast());
        big = Math.max(z.x - a.x, z.y - a.y) > SMALL;
        toggle(site.area, on && big);
      }
      site.big = big;
      toggle(site.mark, on && !big);
      site.mark.setRadius(map.getZoom() < 9 ? 4.5 : 6);
      const chosen = isChosen(site);
      site.mark.setStyle(chosen ? { color: style.colours.selected, weight: 2.6 } : { color: style.colours.halo, weight: 1.4 });
      if (site.area) site.area.setStyle(chosen ? { weight: 3.2, fillOpacity: 0.34, color: style.colours.selected } : { weight: style.areas.line_width, fillOpacity: style.areas.fill_opacity, color: site.c });
    }
  }
  function toggle(layer, on) { if (on !== map.hasLayer(layer)) { if (on) layer.addTo(map); else layer.remove(); } }

  function ring() {
    if (chosenRing) { chosenRing.remove(); chosenRing = null; }
    const drawn = sites.filter((s) => isChosen(s) && s.r);
    if (drawn.length) chosenRing = L.layerGroup(drawn.map((s) => L.circle(s.latlng, { pane: "gp-reach", radius: s.r, color: style.colours.selected, weight: 1, dashArray: "3 4", fill: false, interactive: false }))).addTo(map);
  }

  // ---- labels: the important first, none over another --------------------------------------------------------------
  const pen = document.createElement("canvas").getContext("2d");
  const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  function width(words, size, weight, spacing) { pen.font = `${weight} ${size}px ${FONT}`; return pen.measureText(words).width + spacing * words.length; }

  function labels() {
    if (!base) return;
    labelPane.replaceChildren();
    const zoom = map.getZoom(), view = map.getPixelBounds(), origin = map.getPixelOrigin();
    const taken = [];
    const whole = (b) => b[0] >= view.min.x - origin.x + 2 && b[2] <= view.max.x - origin.x - 2 && b[1] >= view.min.y - origin.y + 2 && b[3] <= view.max.y - origin.y - 2;
    const free = (b) => taken.every((t) => b[2] < t[0] || b[0] > t[2] || b[3] < t[1] || b[1] > t[3]);
    const shown = sites.filter((s) => map.hasLayer(s.mark) || (s.area && map.hasLayer(s.area)));
    for (const s of shown) {
      const p = map.latLngToLayerPoint(s.latlng).add(s.nudge);
      if (!s.big) taken.push([p.x - 7, p.y - 7, p.x + 7, p.y + 7]);
    }
    for (const box of document.querySelectorAll(".gp-legend, .gp-readout, .gp-scopes, .gp-base-maps, .leaflet-control-zoom, .leaflet-control-scale, .leaflet-control-attribution")) {
      const r = box.getBoundingClientRect(), at = map.containerPointToLayerPoint([r.left, r.top]);
      taken.push([at.x - 4, at.y - 4, at.x + r.width + 4, at.y + r.height + 4]);
    }
    regionLabels(zoom, taken, free, whole);
    const named = new Set();
    const order = [...shown].sort((a, b) => isChosen(b) - isChosen(a) || a.k - b.k || b.big - a.big || (a.s < b.s ? -1 : 1));
    for (const s of order) {
      const chosen = isChosen(s);
      if (!chosen && (named.has(s[state.lang]) || (zoom < 9 && s.k > 0) || (zoom < 10.5 && s.k > 1))) continue;
      const size = chosen ? 13 : 12, w = width(s[state.lang], size, chosen ? 700 : 600, 0), p = map.latLngToLayerPoint(s.latlng).add(s.nudge);
      const g = s.big ? 0 : 9;
      const spots = s.big ? [[-w / 2, -7], [-w / 2, 8], [-w / 2, -22]] : [[g, -7], [-g - w, -7], [-w / 2, -g - 14], [-w / 2, g]];
      for (const [dx, dy] of spots) {
        const box = [p.x + dx - 1, p.y + dy, p.x + dx + w + 1, p.y + dy + 14];
        if (!whole(box) || (!chosen && !free(box))) continue;
        put(s[state.lang], `gp-label${chosen ? " gp-chosen" : s.k === 0 ? " gp-near" : ""}`, box[0] + 1, box[1]);
        taken.push(box); named.add(s[state.lang]);
        break;
      }
    }
    base.names(state.lang, { taken, free, whole, named });
  }

  function regionLabels(zoom, taken, free, inside) {
    const level = zoom < 9 ? "city" : "county";
    for (const place of base.places.filter((p) => p.level === level)) {
      const p = map.latLngToLayerPoint([place.lat, place.lon]), en = state.lang === "en", size = level === "city" ? 14 : 12;
      const w = width(place[state.lang], size, level === "city" ? 600 : 400, size * (en ? 0.05 : 0.22));
      const at = (dy) => [p.x - w / 2, p.y + dy - 8, p.x + w / 2, p.y + dy + 8];
      const dy = [0, -18, 18, -36, 36].find((by) => inside(at(by)) && free(at(by))), box = at(dy || 0);
      p.y += dy || 0;
      if (dy !== undefined) { put(place[state.lang], `gp-place ${level}${en ? " en" : ""}`, box[0], box[1]); taken.push(box); }
      const n = state.somewhere[place.adcode];
      if (n && zoom >= 8.5) {
        const words_ = words().somewhere.replace("{n}", n), bw = width(words_, 11, 400, 0) + 18;
        for (const dy of [11, -28, 30]) {
          const b = [p.x - bw / 2, p.y + dy, p.x + bw / 2, p.y + dy + 19];
          if (!inside(b) || !free(b)) continue;
          const badge = put(words_, "gp-somewhere", b[0], b[1], "button");
          if (state.chosenIn === place.adcode) badge.classList.add("gp-here");
        badge.title = words().somewhereTip;
          L.DomEvent.disableClickPropagation(badge);
          badge.addEventListener("click", () => choose({ county: place.adcode }));
          taken.push(b);
          break;
        }
      }
    }
  }

  function put(words_, cls, x, y, tag = "div") {
    const el = document.createElement(tag);
    el.className = cls; el.textContent = words_;
    el.style.left = `${x}px`; el.style.top = `${y}px`;
    labelPane.append(el);
    return el;
  }

  // ---- controls -------------------------------------------------------------------------------------------------
  const words = () => text[state.lang] || text.zh;
  function corner(position, el) {
    const control = L.control({ position });
    control.onAdd = () => { L.DomEvent.disableClickPropagation(el); L.DomEvent.disableScrollPropagation(el); return el; };
    control.addTo(map);
  }
  function controls() {
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    readout = Object.assign(document.createElement("div"), { className: "gp-readout" });
    corner("bottomleft", readout);
    const scopes = Object.assign(document.createElement("div"), { className: "gp-scopes" });
    for (const scope of config.scopes) {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.dataset.scope = scope.id;
      button.addEventListener("click", () => { state.moved = true; map.fitBounds(scope.view); });
      scopes.append(button);
    }
    corner("topright", scopes);
    legendBox = Object.assign(document.createElement("details"), { className: "gp-legend", open: window.innerWidth > 560 });
    legendBox.addEventListener("toggle", () => labels());
    corner("bottomright", legendBox);
  }

  function coordinates(latlng) {
    return `${latlng.lng.toFixed(5)}°E  ${latlng.lat.toFixed(5)}°N · WGS 84 (EPSG:4326)`;
  }

  function legend() {
    const shown = sites.filter(visible), has = (key, value) => shown.some((s) => s[key] === value), rows = [];
    const add = (title, items) => {
      if (!items.length) return;
      rows.push(Object.assign(document.createElement("h4"), { textContent: title }));
      const list = document.createElement("ul");
      for (const [svg, label] of items) {
        const li = document.createElement("li");
        li.append(svg, document.createTextNode(label));
        list.append(li);
      }
      rows.push(list);
    };
    const w = words(), l = state.lang, { colours, dashes, ground } = style;
    add(w.byIndustry, text.legend.branches.filter((b) => has("c", b.c)).map((b) => [icon(outline("circle", 8, 8, 5.5), { fill: b.c }), b[l]]));
    add(w.byKind, text.legend.forms.filter((f) => has("f", f.f)).map((f) => [icon(outline(f.f, 8, 8, 5), { fill: colours.muted }), f[l]]));
    add(w.byLine, [...text.legend.lines.filter((x) => has("l", x.l)).map((x) => [icon("M0 8H16", { stroke: colours.control, "stroke-width": 2, "stroke-dasharray": dashes[x.l] || "none" }), x[l]]),
      [icon(outline("square", 8, 8, 4), { fill: colours.muted }), w.bare]]);
    if (base.hasFormerSea && !tiles.outside()) add(w.base, [[icon("M1 2H15V14H1z", { fill: ground.former_sea, stroke: ground.coast }), w.former_sea]]);
    legendBox.replaceChildren(Object.assign(document.createElement("summary"), { textContent: w.legend }), ...rows);
  }
  function icon(path, attributes) {
    const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), p = document.createElementNS(NS, "path");
    svg.setAttribute("width", 16); svg.setAttribute("height", 16); svg.setAttribute("aria-hidden", "true");
    p.setAttribute("d", path);
    for (const [k, v] of Object.entries({ fill: "none", ...attributes })) p.setAttribute(k, v);
    svg.append(p);
    return svg;
  }

  // ---- talking to Python and to the address bar --------------------------------------------------------------------
  function choose(what) {
    const drawing = { type: "Feature", properties: { ...what, click: `${Date.now()}-${++clicks}` }, geometry: null };
    window.__GLOBAL_DATA__.last_active_drawing = drawing;
    window.__GLOBAL_DATA__.previous_data = { last_active_drawing: drawing };
    window.Streamlit.setComponentValue({ last_active_drawing: drawing });
  }
  function page() { try { return window.parent.location.href && window.parent; } catch { return null; } }
  function home() {
    if (!readView() && !state.went) fitScope();
  }
  function fitScope() {
    map.fitBounds((config.scopes.find((scope) => scope.id === state.scope) || config.scopes[0]).view);
  }
  function readView() {
    const view = page() && new URL(page().location).searchParams.get("view");
    const [lat, lon, zoom] = (view || "").split(",").map(Number);
    const [[south, west], [north, east]] = config.around;
    if (lat > south && lat < north && lon > west && lon < east && zoom >= 5 && zoom <= 18) { map.setView([lat, lon], zoom, { animate: false }); return true; }
    return false;
  }
  function writeView() {
    if (!page() || !(state.moved || state.went)) return;
    const url = new URL(page().location), c = map.getCenter();
    url.searchParams.set("view", `${c.lat.toFixed(4)},${c.lng.toFixed(4)},${map.getZoom()}`);
    page().history.replaceState(page().history.state, "", url);
  }

  function show(next) {
    const elsewhere = next.scope !== state.scope;
    Object.assign(state, next, { wanted: next.wanted === null ? null : new Set(next.wanted) });
    if (sites.length) refresh();
    if (elsewhere && map && !next.go && !readView()) fitScope();
    if (next.go && next.go.token !== state.went) {
      state.went = next.go.token;
      state.going = next.go;
      move(next.go);
    }
  }
  // Also called when the frame changes its size before the user has moved the map: what was to be seen stays in view.
  function move(go) {
    // The style sheet may still be on its way: the legend is never taken for wider than a third of the map.
    const legendWidth = legendBox.open ? Math.min(legendBox.offsetWidth, map.getSize().x / 3) : 0;
    if (go.bounds) map.fitBounds(go.bounds, { maxZoom: 14, paddingTopLeft: [40, 50], paddingBottomRight: [40 + legendWidth, 60] });
    else map.setView(go.at, go.zoom || Math.max(map.getZoom(), 12));
  }
  function refresh() {
    sizes(); ring(); ground(); ownFeatures(); legend(); labels();
    const w = words();
    document.querySelectorAll(".gp-scopes button").forEach((button, i) => { button.textContent = config.scopes[i][state.lang]; });
    map.attributionControl.getContainer().textContent = w.attribution;
    tiles.refresh();
    if (!readout.textContent) readout.textContent = coordinates(map.getCenter());
    const box = map.getContainer();
    box.setAttribute("aria-label", w.map);
    box.dataset.shown = sites.filter(visible).length;
    box.dataset.chosen = state.chosen || "";
    box.dataset.token = state.token || "";
  }

  return { mount, show };
})();

// Draws the sites once from one file, then only shows, hides and marks them as Python says which ids are wanted.
// Every text is set as text, never as HTML.
window.GeoPlan = (() => {
  "use strict";
  const SMALL = 26; // pixels: an area smaller than this shows its mark instead
  const RINGS = [14, 220]; // pixels: radii of positions that are drawn as a ring
  const state = { wanted: null, chosen: null, family: [], lang: "zh", token: null, hovered: null, numbers: null };
  const pending = {}; // names that are about to be written
  const ANIMATED = 300; // milliseconds: a change of zoom is over
  const zooming = () => map.getPane("mapPane").classList.contains("leaflet-zoom-anim");
  let map, layers, gateways, choropleth, discs, insets, view, tools, pin, tips = {}, listed = [], ids = [], wantedIds = null, numbers = new Map(), shipped = { sites: [], trays: [], wholes: {} }, draftsShown = "null", sites = [], trays = [], wholes = {}, base = null, text = {}, key, readout, cornerBox, labels, groups, names, tiles, measure, editor, notes, reach, chosenRing, overlay, symbols = [], own = new Map(), ownShown = "[]", config, style, clicks = 0, remembered = "";

  // A marker's path round a point: its outline of the symbology, or a circle where it has none.
  function outline(marker, x, y, r) {
    const corners = style.markers[marker];
    if (!corners.length) return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
    return `M${corners.map(([dx, dy]) => `${(x + r * dx).toFixed(2)},${(y + r * dy).toFixed(2)}`).join("L")}z`;
  }

  // The colours of the style sheet, which has each on light and on dark ground; see css_variables of symbology.py.
  const tone = (colour) => (colour ? `var(--c-${colour.slice(1)}, ${colour})` : colour);
  function onBoth(symbology) {
    const named = (colours, of) => Object.fromEntries(Object.keys(colours).map((use) => [use, `var(--${of}${use.replaceAll("_", "-")})`]));
    return { ...symbology, colours: named(symbology.colours, ""), ground: named(symbology.ground, "ground-") };
  }
  const toned = (rows) => rows.map((row) => ({ ...row, c: tone(row.c) }));

  const Mark = () => L.CircleMarker.extend({
    _updatePath() {
      const p = this._point;
      this._renderer._setPath(this, this._empty() ? "M0 0" : outline(this.options.form, p.x, p.y, this._radius));
    },
  });

  function mount(leaflet, settings) {
    map = leaflet; config = settings;
    map.getContainer().dataset.drafts = 0;
    map.attributionControl.setPrefix(false);
    for (const [name, z] of [["gp-base", 200], ["gp-relief", 210], ["gp-water", 220], ["gp-overlay", 300], ["gp-lines", 350], ["gp-doubts", 390], ["gp-areas", 400], ["gp-rings", 415], ["gp-reach", 420], ["gp-own", 430], ["gp-marks", 450], ["gp-own-spots", 460], ["gp-labels", 640], ["gp-notes", 645]]) {
      map.createPane(name).style.zIndex = z;
    }
    for (const pane of ["gp-reach", "gp-rings"]) map.getPane(pane).style.pointerEvents = "none";
    const pane = map.getPane("gp-labels");
    pane.style.pointerEvents = "none";
    const lang = () => state.lang;
    layers = GeoPlanLayers({ onChange: () => { if (base) { panes(); stack(); draw(); name(words()); } } });
    insets = GeoPlanInsets(map, covered);
    view = GeoPlanView(map, { around: config.around, home: fitScope, onBack() { state.moved = true; state.going = null; } });
    labels = GeoPlanLabels(map, pane, insets);
    discs = GeoPlanDiscs(map, labels);
    groups = GeoPlanGroups(map, { radius: 6, gap: 2 });
    names = GeoPlanNames(map, labels, { groups, icon, outline, choose, state, words, shownAs, nameOf, isChosen, isSingle, corner, insets, point });
    controls();
    tools = GeoPlanTools(map, { words, choose, lang, scopes: config.scopes, seen: () => insets.bounds(), onScope: (scope) => { state.moved = true; view.mark(); fit(scope.view, 0); } });
    insets.refresh();
    home();
    tiles = GeoPlanTiles(map, config.base_maps, { words, lang, tools, onChange: () => draw() });
    editor = GeoPlanDraw(map, { files: config.draw, words, colour: () => style.colours.user_layer, choose });
    measure = GeoPlanMeasure(map, { words, lang, tools, busy: () => Boolean(state.edit) });
    choropleth = GeoPlanChoropleth(map, { base: config.base, onHover: pointCounty, onClick: (county) => choose({ county }), busy: () => Boolean(state.edit) || measure.isActive() });
    tools.finish();
    forPrint();
    // The frame around the map follows the window; until the user moves it, the map keeps showing all of the scope.
    new ResizeObserver(() => { map.invalidateSize({ pan: false }); covered(); }).observe(map.getContainer());
    for (const touch of ["mousedown", "wheel", "keydown", "touchstart"]) map.getContainer().addEventListener(touch, () => { state.moved = true; }, { passive: true });
    Promise.all([config.base, config.places, config.sites, config.text].map((url) => (window.GeoPlanShell?.fetch ?? fetch)(url).then((r) => r.json())))
      .then(([drawn, places, features, words]) => { text = words; style = onBoth(drawn.symbology); base = GeoPlanBase(map, { ...drawn, symbology: style, places }, config.base, { toggle, labels, insets, layers }); addSites(features); if (state.going && !state.moved) move(state.going); refresh(); map.getContainer().dataset.ready = "yes"; });
    map.on("zoomend moveend", () => draw());
    map.on("mousemove", (e) => { readout.textContent = coordinates(e.latlng); });
  }

  // ---- the sites ------------------------------------------------------------------------------------------------
  function addSites(content) {
    shipped = { sites: content.drawn.features.map(toSite), trays: toned(content.trays), wholes: content.wholes };
    ({ sites, trays, wholes } = shipped);
    tips = content.tips;
    listed = content.layers;
    ids = content.ids;
    gateways = GeoPlanGateways(map, { features: content.gateways, lang: () => state.lang });
    stack();
  }
  function toSite(feature) {
    const Form = Mark(), p = { ...feature.properties, c: tone(feature.properties.c) }, doubt = p.l === "doubt";
    const mark = doubt ? null : new Form([p.y, p.x], { pane: "gp-marks", radius: 6, form: p.f, color: p.draft ? style.colours.user_layer : style.colours.halo, weight: 1.4, fillColor: p.c, fillOpacity: 1, bubblingMouseEvents: false });
    const line = p.draft ? style.colours.user_layer : p.c;
    const look = doubt
      ? { stroke: false, fillColor: p.c, fillOpacity: style.areas.doubt_opacity, className: "gp-doubt" }
      : { color: line, weight: style.areas.line_width, dashArray: style.dashes[p.l] || null, fillColor: p.c, fillOpacity: style.areas.fill_opacity };
    const area = p.l ? L.geoJSON(feature.geometry, { pane: doubt ? "gp-doubts" : "gp-areas", bubblingMouseEvents: false, style: look }) : null;
    const site = { ...p, mark, area, doubt, latlng: L.latLng(p.y, p.x) };
    for (const layer of [mark, area].filter(Boolean)) {
      layer.on("add", () => reachable(layer, site));
      layer.on("click", (e) => { L.DomEvent.stop(e); choose({ site: shownAs(site) || p.s }); });
      layer.on("mouseover", () => { showReach(site); point([shownAs(site)]); });
      layer.on("mouseout", () => { hideReach(); point([]); });
      layer.bindTooltip(() => tip(site), { className: "gp-tip", direction: "top", offset: [0, -6], sticky: layer === area });
    }
    return site;
  }

  // Positions that users draw replace those of the same sites.
  function takeDrafts() {
    const key = JSON.stringify(state.drafts || null);
    if (key === draftsShown) return;
    draftsShown = key;
    for (const site of sites) for (const layer of [site.mark, site.area, site.ring]) if (layer) layer.remove();
    const features = state.drafts?.features || [], drafted = new Set(features.map((feature) => feature.properties.s));
    sites = [...shipped.sites.filter((site) => !drafted.has(site.s)), ...features.map((feature) => toSite({ ...feature, properties: { ...feature.properties, draft: true } }))];
    wholes = state.drafts?.wholes || shipped.wholes;
    trays = shipped.trays.filter((site) => !drafted.has(site.s) && !(site.s in wholes));
    map.getContainer().dataset.drafts = features.length;
  }

  // By the industry that is filtered by, else by each site's main one.
  function paint() {
    for (const site of [...sites, ...trays]) {
      site.main ??= site.c;
      site.c = tone(state.tint) || site.main;
    }
  }

  // ---- layers that are shown, hidden, faded and ordered -----------------------------------------------------------
  const visible = (site) => layers.visible(site.layer) && (!site.draft || layers.visible("drafts")) && (!site.doubt || layers.visible("doubts"));
  const isShown = (site) => Boolean(shownAs(site)) && visible(site);
  const isWaiting = (site) => wanted(site.s) && layers.visible("unplaced") && layers.visible(site.layer);
  const fade = (site) => layers.opacity(site.layer) * (site.draft ? layers.opacity("drafts") : 1) * (site.doubt ? layers.opacity("doubts") : 1);
  const PANES = { overlay: "gp-overlay", choropleth: "gp-choropleth", notes: "gp-notes", borders: "gp-lines", radii: "gp-rings" };
  function panes() {
    for (const [id, pane] of Object.entries(PANES)) Object.assign(map.getPane(pane).style, { display: layers.visible(id) ? "" : "none", opacity: layers.opacity(id) });
    gateways.toggle(layers.visible("gateways"));
    map.getPane("gp-gateways").style.opacity = layers.opacity("gateways");
    for (const [id, layer] of own) toggle(layer, layers.visible(id));
  }
  // Areas and marks of the topmost layer lie over the others.
  function stack() {
    for (const site of [...sites].sort((a, b) => layers.order(b.layer) - layers.order(a.layer))) for (const layer of [site.area, site.mark]) if (layer && map.hasLayer(layer)) layer.bringToFront();
  }
  // Sites that are asked for and that no layer shows.
  function hiddenCount() {
    const all = new Set(sites.map(shownAs).filter(Boolean)), shown = new Set(sites.filter(isShown).map(shownAs));
    return all.size - shown.size + trays.filter((site) => wanted(site.s) && !isWaiting(site)).length;
  }
  function count(drawn, waiting) {
    const found = Object.fromEntries(listed.filter((layer) => layer.sites).map(({ id }) => [id, new Set()]));
    const add = (id, site) => { (found[id] ??= new Set()).add(site); };
    for (const site of [...drawn, ...waiting]) add(site.layer, shownAs(site) || site.s);
    for (const site of drawn) { if (site.draft) add("drafts", site.s); if (site.doubt) add("doubts", site.s); }
    for (const site of waiting) add("unplaced", site.s);
    layers.counted(Object.fromEntries(Object.entries(found).map(([id, ids]) => [id, ids.size])));
  }
  function defineLayers() {
    const at = listed.findIndex((layer) => layer.group === "own"), uploads = (state.own || []).map(({ id, title }) => ({ id, group: "own", on: true, sites: false, fixed: false, title }));
    layers.define([...listed.slice(0, at), ...uploads, ...listed.slice(at)]);
  }

  // A place stands for its own site, else for a wanted whole that is drawn through it.
  // What is asked for; the open site shows whatever the filter says.
  const asked = (id) => wantedIds === null || wantedIds.has(id);
  const wanted = (id) => asked(id) || id === state.chosen || state.family.includes(id);
  const shownAs = (site) => (wanted(site.s) ? site.s : site.via.find((id) => id in wholes && wanted(id)));
  const numberOf = (id) => (numbers.has(id) ? `${numbers.get(id)} ` : "");
  const nameOf = (site) => numberOf(shownAs(site)) + (wanted(site.s) || !shownAs(site) ? site : wholes[shownAs(site)])[state.lang] + (site.draft ? words().draft : "");
  const isChosen = (site) => site.s === state.chosen || state.family.includes(site.s);

  const elements = (layer) => (layer.getLayers ? layer.getLayers() : [layer]).map((path) => path.getElement());

  // Marks and areas can be reached by keyboard and are read out by name.
  function reachable(layer, site) {
    elements(layer).forEach((el) => {
      el.dataset.site = site.s;
      el.setAttribute("role", "button");
      el.setAttribute("aria-label", nameOf(site));
      el.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose({ site: shownAs(site) || site.s }); } };
      el.onfocus = () => showReach(site);
      el.onblur = hideReach;
    });
  }

  function tip(site) {
    const box = document.createElement("div"), name = document.createElement("strong"), how = document.createElement("div");
    name.textContent = nameOf(site);
    how.textContent = words()[site.doubt ? "doubt" : "radius"].replace("{m}", Math.round(site.r).toLocaleString("en"));
    how.className = "gp-how";
    box.append(name, ...(tips[shownAs(site) || site.s]?.[state.lang] || []).map((textContent) => Object.assign(document.createElement("div"), { textContent })), how);
    return box;
  }

  function showReach(site) {
    hideReach();
    if (site.r && !site.doubt) reach = L.circle(site.latlng, { pane: "gp-reach", radius: site.r, color: site.c, weight: 1.2, dashArray: "3 4", fillOpacity: 0.06, interactive: false }).addTo(map);
  }
  function hideReach() { if (reach) { reach.remove(); reach = null; } }

  // Ground laid over the land, such as a catchment; it changes with every figure and so comes with the message.
  function ground() {
    if (overlay) { overlay.remove(); overlay = null; }
    const look = { color: style.colours.catchment, weight: 1.2, fillColor: style.colours.catchment_fill, fillOpacity: 0.32 };
    if (state.overlay) overlay = L.geoJSON(state.overlay, { pane: "gp-overlay", interactive: false, style: look }).addTo(map);
    discs.show(state.discs || null, look);
  }

  // A user's own features: they come with the message, and their names are text and nothing else.
  function ownFeatures() {
    const wantedOwn = JSON.stringify(state.own || []);
    if (wantedOwn === ownShown) return;
    ownShown = wantedOwn;
    for (const layer of own.values()) layer.remove();
    own.clear();
    map.getContainer().dataset.own = 0;
    for (const { id, url } of state.own || []) fetch(url).then((r) => r.json()).then((collection) => { if (ownShown === wantedOwn) ownLayer(id, collection); });
  }
  function ownLayer(id, collection) {
    const colour = style.colours.user_layer;
    const area = { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.25 };
    const spot = { radius: 7, color: style.colours.halo, weight: 2, fillColor: colour, fillOpacity: 0.95 };
    const drawn = L.geoJSON(collection, {
      pane: "gp-own", style: (feature) => (/Point/.test(feature.geometry.type) ? spot : area),
      pointToLayer: (_, at) => L.circleMarker(at, { ...spot, pane: "gp-own-spots" }),
      onEachFeature: (feature, layer) => layer.bindTooltip(() => Object.assign(document.createElement("span"), { textContent: feature.properties.t }), { className: "gp-tip", sticky: true }),
    });
    own.set(id, drawn);
    toggle(drawn, layers.visible(id));
    map.getContainer().dataset.own = Number(map.getContainer().dataset.own) + collection.features.length;
  }

  // ---- what is drawn at this zoom -----------------------------------------------------------------------------------
  // Symbols first. The legend and the names, which need the sizes of the controls and so a layout of the page, may follow
  // when the symbols are painted: then a filter is seen sooner.
  function draw({ namesLater = false } = {}) {
    if (!base) return;
    clearTimeout(pending.timer); cancelAnimationFrame(pending.frame);
    map.getContainer().dataset.named = "";
    pending.focused = document.activeElement?.dataset?.key ?? pending.focused;
    base.byZoom();
    for (const site of sites) {
      site.on = isShown(site);
      site.big = site.doubt || (site.area !== null && extent(site.area) > SMALL);
      if (site.on) dress(site); // before it is added, so that it is drawn once
      if (site.area) toggle(site.area, site.on && site.big);
    }
    if (namesLater && !document.hidden) {
      drawSymbols();
      pending.frame = requestAnimationFrame(() => { pending.timer = setTimeout(() => { writeNames({ drawn: true }); }); });
    } else writeNames({ drawn: false });
  }
  function drawSymbols() {
    names.reserve();
    discs.number();
    symbols = groups.groups(sites.filter((site) => site.on && !site.big), (symbol) => { if (!isSingle(symbol)) symbol.whole = labels.keepIn(symbol); });
    const single = new Set(symbols.filter(isSingle).map(({ members }) => members[0])), seen = insets.bounds();
    for (const site of sites) {
      if (site.mark) toggle(site.mark, single.has(site));
      for (const layer of [site.mark, site.area].filter((one) => one && map.hasLayer(one))) { // what is out of view is no stop of the Tab key
        const inView = layer === site.area ? seen.intersects(layer.getBounds()) : seen.contains(site.latlng);
        elements(layer).forEach((el) => { attribute(el, "tabindex", inView ? 0 : -1); attribute(el, "aria-label", nameOf(site)); });
      }
      ringOf(site, single.has(site) && site.w === "position" && !isChosen(site));
    }
    names.drawSymbols(symbols);
  }
  function writeNames({ drawn }) {
    const unplaced = trays.filter(isWaiting);
    corner(names.withoutCounty(unplaced, base));
    legend();
    if (names.measure() || !drawn) drawSymbols(); // symbols keep clear of controls
    names.write({ symbols, areas: sites.filter((site) => site.on && site.big), trays: unplaced, base });
    if (pending.focused) document.querySelector(`[data-key="${CSS.escape(pending.focused)}"]`)?.focus();
    pending.focused = undefined;
    markHovered();
    map.getContainer().dataset.named = "yes";
  }
  // The look of a site's mark and area, set where it has changed.
  function dress(site) {
    const chosen = isChosen(site), { colours, areas } = style, seeThrough = fade(site), look = `${chosen} ${seeThrough} ${site.c}`;
    if (look === site.look) return;
    site.look = look;
    if (site.mark) site.mark.setStyle({ fillColor: site.c, opacity: seeThrough, fillOpacity: seeThrough, ...(chosen ? { color: colours.selected, weight: 2.6 } : { color: site.draft ? colours.user_layer : colours.halo, weight: 1.4 }) });
    if (site.doubt) site.area.setStyle({ fillColor: site.c, fillOpacity: areas.doubt_opacity * (chosen ? 2 : 1) * seeThrough });
    else if (site.area) site.area.setStyle({ fillColor: site.c, opacity: seeThrough, ...(chosen ? { weight: 3.2, fillOpacity: 0.34 * seeThrough, color: colours.selected } : { weight: areas.line_width, fillOpacity: areas.fill_opacity * seeThrough, color: site.draft ? colours.user_layer : site.c }) });
  }
  const attribute = (el, name, value) => { if (el.getAttribute(name) !== String(value)) el.setAttribute(name, value); };
  // Notes that users pin to a place: text and nothing else.
  function showNotes() {
    if (notes) { notes.remove(); notes = null; }
    map.getContainer().dataset.notes = state.notes?.length || 0;
    if (!state.notes?.length) return;
    notes = L.layerGroup(state.notes.map(({ id, at, text: words_ }) => {
      const pin = L.circleMarker(at, { pane: "gp-notes", radius: 6, color: style.colours.user_layer, weight: 2.5, fillColor: style.colours.halo, fillOpacity: 1, bubblingMouseEvents: false });
      pin.bindTooltip(() => Object.assign(document.createElement("span"), { textContent: words_ }), { className: "gp-tip gp-note", direction: "top" });
      pin.on("click", (e) => { L.DomEvent.stop(e); choose({ note: id }); });
      return pin;
    })).addTo(map);
  }
  // The token that leads to a visitor's own drafts stays in the browser, for this site alone.
  function rememberVisitor() {
    if (state.visitor === remembered || !view.page()) return;
    remembered = state.visitor;
    if (state.visitor) view.page().document.cookie = `geoplan_visitor=${state.visitor}; path=/; max-age=15552000; SameSite=Strict`;
  }
  const isSingle = ({ members }) => new Set(members.map((site) => site.s)).size === 1;
  function extent(area) {
    const b = area.getBounds(), a = map.latLngToLayerPoint(b.getNorthWest()), z = map.latLngToLayerPoint(b.getSouthEast());
    return Math.max(z.x - a.x, z.y - a.y);
  }
  // A bare position is drawn with its radius where that is large enough to be seen.
  function ringOf(site, on) {
    const pixels = on && site.r && layers.visible("radii") ? site.r / (40075016.7 * Math.cos((site.y * Math.PI) / 180) / 2 ** (map.getZoom() + 8)) : 0;
    if (!site.ring && pixels > RINGS[0] && pixels < RINGS[1]) site.ring = L.circle(site.latlng, { pane: "gp-rings", radius: site.r, color: site.c, weight: 0.8, opacity: 0.55, dashArray: "2 5", fill: false, interactive: false });
    if (site.ring) toggle(site.ring, pixels > RINGS[0] && pixels < RINGS[1]);
  }
  function toggle(layer, on) { if (on !== map.hasLayer(layer)) { if (on) layer.addTo(map); else layer.remove(); } }

  function ring() {
    if (chosenRing) { chosenRing.remove(); chosenRing = null; }
    const drawn = sites.filter((s) => isChosen(s) && s.r && !s.doubt);
    if (drawn.length) chosenRing = L.layerGroup(drawn.map((s) => L.circle(s.latlng, { pane: "gp-reach", radius: s.r, color: style.colours.selected, weight: 1, dashArray: "3 4", fill: false, interactive: false }))).addTo(map);
  }

  // ---- controls -------------------------------------------------------------------------------------------------
  const words = () => text[state.lang] || text.zh;
  function control(position, el) {
    const box = L.control({ position });
    box.onAdd = () => { L.DomEvent.disableClickPropagation(el); L.DomEvent.disableScrollPropagation(el); return el; };
    box.addTo(map);
  }
  function controls() {
    map.zoomControl.setPosition("topright");
    map.attributionControl.getContainer().tabIndex = 0; // where it is cut, a tap or the Tab key opens it
    map.zoomControl.getContainer().addEventListener("click", () => { state.moved = true; view.mark(); }, true);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    readout = Object.assign(document.createElement("div"), { className: "gp-readout" });
    control("bottomleft", readout);
    key = GeoPlanLegend({ icon, outline, words, lang: () => state.lang, onToggle: draw });
    control("bottomright", key.box);
    cornerBox = Object.assign(document.createElement("button"), { type: "button", className: "gp-somewhere gp-corner", hidden: true });
    cornerBox.addEventListener("click", () => choose({ county: cornerBox.dataset.region }));
    control("topleft", cornerBox);
  }

  // The legend of what is in view.
  function legend() {
    if (!base) return;
    const seen = insets.bounds(), inView = (site) => (site.area ? seen.intersects(site.area.getBounds()) : seen.contains(site.latlng));
    const places = new Map(base.regions.map((place) => [place.adcode, place])), at = (site) => places.get(site.adcode);
    const drawn = sites.filter((site) => isShown(site) && inView(site)), waiting = trays.filter((site) => isWaiting(site) && (!at(site) || seen.contains([at(site).lat, at(site).lon])));
    key.write([...drawn, ...waiting.map((site) => ({ ...site, w: "county" }))], { style, content: { ...text.legend, branches: toned(text.legend.branches) }, former_sea: base.hasFormerSea && !tiles.outside(), asked: Boolean(state.tint) });
    count(drawn, waiting);
  }

  // Sites known by province alone stand in the corner of the map.
  function corner(members) {
    cornerBox.hidden = !members.length;
    if (!members.length) return;
    cornerBox.textContent = words().somewhere.replace("{count}", words().unplaced.replace("{n}", members.length)).replace("{region}", () => text.legend.area[state.lang]);
    cornerBox.title = words().somewhereTip;
    cornerBox.dataset.n = members.length;
    cornerBox.dataset.region = members[0].adcode;
    cornerBox.classList.toggle("gp-here", members.some((site) => site.s === state.chosen));
  }

  function coordinates(latlng) {
    return `${latlng.lng.toFixed(5)}°E  ${latlng.lat.toFixed(5)}°N · WGS 84 (EPSG:4326)`;
  }

  function icon(path, attributes) {
    const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), p = document.createElementNS(NS, "path");
    svg.setAttribute("viewBox", "0 0 16 16"); svg.setAttribute("width", 16); svg.setAttribute("height", 16); svg.setAttribute("aria-hidden", "true");
    p.setAttribute("d", path);
    for (const [k, v] of Object.entries({ fill: "none", ...attributes })) p.setAttribute(k, v);
    svg.append(p);
    return svg;
  }

  // ---- talking to Python and to the address bar --------------------------------------------------------------------
  function choose(what) {
    if (window.GeoPlanShell) { window.GeoPlanShell.choose(what); return; }
    const drawing = { type: "Feature", properties: { ...what, click: `${Date.now()}-${++clicks}` }, geometry: null };
    window.__GLOBAL_DATA__.last_active_drawing = drawing;
    window.__GLOBAL_DATA__.previous_data = { last_active_drawing: drawing };
    window.Streamlit.setComponentValue({ last_active_drawing: drawing });
  }
  const isHome = () => !view.read() && !state.went;
  function home() {
    if (isHome()) fitScope();
  }
  function fitScope() {
    fit((config.scopes.find((scope) => scope.id === state.scope) || config.scopes[0]).view, 0);
  }
  function fit(bounds, air, options = {}) { map.fitBounds(bounds, { ...options, ...insets.padding(air) }); }
  // The window or the panels over the map have changed; until the user moves it, the map keeps showing what it showed.
  function covered(resized = true) {
    insets.refresh();
    if (state.moved || !resized) { draw({ namesLater: true }); return; }
    const again = state.going ? () => move(state.going) : isHome() ? fitScope : () => {};
    if (!zooming()) again();
    else setTimeout(() => { if (!state.moved) again(); }, ANIMATED); // Leaflet heeds no other view while it animates one
  }

  // On paper the frame has another size and nothing lies over it: the same view is drawn for that, the legend open.
  function forPrint() {
    const page = view.page(), PAPER = [718, 430]; // pixels, as of the page's style sheet
    let before = null;
    if (!page) return;
    const start = () => {
      const seen = insets.bounds();
      before = { centre: map.getCenter(), zoom: map.getZoom(), open: key.box.open };
      document.documentElement.classList.add("gp-printing");
      Object.assign(map.getContainer().style, { maxWidth: `${PAPER[0]}px`, maxHeight: `${PAPER[1]}px` });
      insets.none(true);
      map.invalidateSize({ pan: false, animate: false });
      map.fitBounds(seen, { animate: false });
      key.box.open = true;
      draw();
    };
    const end = () => {
      if (!before) return;
      document.documentElement.classList.remove("gp-printing");
      Object.assign(map.getContainer().style, { maxWidth: "", maxHeight: "" });
      insets.none(false);
      map.invalidateSize({ pan: false, animate: false });
      map.setView(before.centre, before.zoom, { animate: false });
      key.box.open = before.open;
      before = null;
    };
    page.addEventListener("beforeprint", start);
    page.addEventListener("afterprint", end);
    window.addEventListener("pagehide", () => { page.removeEventListener("beforeprint", start); page.removeEventListener("afterprint", end); });
  }

  // ---- what is pointed at, here or in the page ------------------------------------------------------------------------
  function point(ids) {
    const page = view.page(), known = ids.filter(Boolean);
    hover(known[0] ?? null);
    if (page) page.document.dispatchEvent(new page.CustomEvent("geoplan:hover", { detail: { site: known[0] ?? null, sites: known } }));
  }
  function pointCounty(county) {
    const page = view.page();
    if (page) page.document.dispatchEvent(new page.CustomEvent("geoplan:hover", { detail: { site: null, sites: [], county } }));
  }
  function hover(id) {
    if (state.hovered === id) return;
    state.hovered = id;
    markHovered();
  }
  function markHovered() {
    document.querySelectorAll(".gp-hover").forEach((el) => el.classList.remove("gp-hover"));
    if (!state.hovered) return;
    const parts = sites.filter((site) => shownAs(site) === state.hovered || site.via.includes(state.hovered)).map((site) => site.s);
    for (const id of new Set([state.hovered, ...parts])) document.querySelectorAll(`[data-site="${CSS.escape(id)}"], [data-sites~="${CSS.escape(id)}"]`).forEach((el) => el.classList.add("gp-hover"));
  }
  function show(next) {
    const elsewhere = next.scope !== state.scope;
    Object.assign(state, next);
    if (sites.length) refresh();
    if (next.address) view?.page()?.GeoPlanAddress?.(next.address); // after what is seen: a step of the history takes a while
    if (elsewhere && map && !next.go && !view.read()) fitScope();
    if (next.go && next.go.token !== state.went) {
      state.went = next.go.token;
      state.going = next.go;
      move(next.go);
    }
    view?.write();
  }
  // Also called when the frame changes its size before the user has moved the map: what was to be seen stays in view.
  function move(go) {
    view.keep();
    if (pin) { pin.remove(); pin = null; }
    if (go.home) { state.moved = false; fitScope(); }
    else if (go.bounds) fit(go.bounds, 40, { maxZoom: 14 });
    else {
      const zoom = go.zoom || Math.max(map.getZoom(), 12), at = L.latLng(go.at);
      map.setView(insets.centre(at, zoom), zoom);
      if (go.pin !== undefined) pin = pinAt(at, go.pin).addTo(map);
    }
  }
  // Marks a point that was searched for; a click takes the mark away.
  function pinAt(at, name) {
    const el = Object.assign(document.createElement("div"), { className: "gp-pin" });
    el.append(icon("M8 15.500C4 10.500 2.500 8.500 2.500 6a5.500 5.500 0 0 1 11 0c0 2.500-1.500 4.500-5.500 9.500z", { fill: "var(--selected)", stroke: "#fff" }), Object.assign(document.createElement("span"), { textContent: name || coordinates(at) }));
    const marker = L.marker(at, { icon: L.divIcon({ className: "gp-pin-anchor", iconSize: [0, 0], html: el }), keyboard: true, alt: name || coordinates(at), zIndexOffset: 1000 });
    marker.on("click", () => marker.remove());
    map.getContainer().dataset.pin = `${at.lat.toFixed(5)},${at.lng.toFixed(5)}`;
    marker.on("remove", () => { map.getContainer().dataset.pin = ""; });
    return marker;
  }
  function refresh() {
    // Sites come as numbers, their places in the published list; places of a user's own by their ids.
    const asIds = (state.wanted || []).map((site) => (typeof site === "number" ? ids[site] : site));
    wantedIds = state.wanted === null ? null : new Set(asIds);
    numbers = new Map((state.numbers || []).map((number, i) => [asIds[i], number]).filter(([, number]) => number)); // of a ranking
    takeDrafts(); paint(); ring(); ground(); ownFeatures(); showNotes();
    const w = words();
    map.attributionControl.getContainer().textContent = w.attribution;
    tools.refresh(state.drafts ? state.drafts.features.length + (state.notes?.length || 0) : state.notes?.length || 0);
    tiles.refresh();
    measure.refresh();
    if (!readout.textContent) readout.textContent = coordinates(map.getCenter());
    choropleth.show(state.classes || null);
    defineLayers();
    panes();
    gateways.refresh();
    draw({ namesLater: Boolean(map.getContainer().dataset.ready) });
    editor.show(state.edit || null);
    rememberVisitor();
    const box = map.getContainer();
    name(w);
    box.dataset.shown = sites.filter((site) => isShown(site) && asked(shownAs(site))).length;
    box.dataset.trays = trays.filter(isWaiting).length;
    box.dataset.chosen = state.chosen || "";
    box.dataset.token = state.token || "";
  }

  // The frame says what it shows, to who hears the page.
  function name(w) {
    const shown = new Set(sites.filter(isShown).map(shownAs).filter(asked)).size, all = wantedIds ? wantedIds.size : shown + trays.length;
    const title = w.frame.replace("{n}", all).replace("{shown}", shown);
    map.getContainer().setAttribute("aria-label", title);
    for (const [sign, words] of [["in", w.zoomIn], ["out", w.zoomOut]]) {
      const button = document.querySelector(`.leaflet-control-zoom-${sign}`);
      if (button) { button.title = words; button.setAttribute("aria-label", words); }
    }
    document.documentElement.lang = state.lang;
    const page = view.page();
    if (!page || window.GeoPlanShell) return;
    window.frameElement.title = title;
    page.document.documentElement.lang = state.lang;
  }

  return { mount, show, hover, hiddenCount, get layers() { return layers; }, hoverCounty: (county) => choropleth?.hover(county), leave: () => view?.leave() };
})();

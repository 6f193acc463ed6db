// Writes the names and the symbols of several sites: the important first, none over another, every text as text.
window.GeoPlanNames = (map, labels, { groups, icon, outline, choose, state, words, shownAs, nameOf, isChosen, isSingle, corner, insets, point }) => {
  const CITY = 9; // the zoom from which every site is named, farther off only the largest
  const LINE = 13, LIST = 9, MAIN = 7; // pixels; names in one list; the order of the last layer whose sites are named before all others
  let symbolsInView = [], over = [];
  const tray = GeoPlanTrays(map, { labels, icon, outline, choose, point });

  // What lies over the map, in pixels of its frame; whether it has changed since it was last measured.
  function measure() {
    const controls = [...document.querySelectorAll(".gp-legend, .gp-readout, .gp-tools, .gp-corner, .leaflet-control-zoom, .leaflet-control-scale, .leaflet-control-attribution")].map((box) => box.getBoundingClientRect());
    const { left: x, top: y } = map.getContainer().getBoundingClientRect(), own = controls.filter((r) => r.width).map((r) => ({ left: r.left - x, top: r.top - y, right: r.right - x, bottom: r.bottom - y }));
    const now = [...own, ...insets.boxes()].map(({ left, top, right, bottom }) => [left, top, right, bottom]);
    const changed = now.length !== over.length || now.some((box, i) => box.some((side, j) => Math.abs(side - over[i][j]) >= 1));
    over = now;
    return changed;
  }
  // Room for the controls comes first; then symbols may keep clear of them.
  function reserve() {
    labels.reset();
    for (const [left, top, right, bottom] of over) {
      const from = map.containerPointToLayerPoint([left, top]), to = map.containerPointToLayerPoint([right, bottom]);
      labels.take([from.x - 4, from.y - 4, to.x + 4, to.y + 4]);
    }
  }
  // Sites of no county that the map knows.
  const withoutCounty = (trays, base) => trays.filter((site) => !isKnown(site, base.regions));
  const isKnown = (site, places) => places.some((place) => place.adcode === site.adcode);

  function drawSymbols(symbols) {
    for (const { x, y, r } of symbols) labels.take([x - r - 1, y - r - 1, x + r + 1, y + r + 1]);
    symbols.filter((symbol) => symbol.whole).forEach(drawGroup);
  }
  function write({ symbols, areas, trays, base }) {
    const zoom = map.getZoom(), { lang } = state;
    labels.sweep();
    const named = new Set();
    const view = insets.bounds(), anyInView = ({ x, y, area, members: [site] }) => (area ? view.intersects(site.area.getBounds()) : labels.whole([x, y, x, y]));
    symbolsInView = symbols.filter(({ x, y }) => labels.whole([x, y, x, y]));
    const shapes = areas.map((site) => ({ ...map.latLngToLayerPoint(site.latlng), r: 0, members: [site], area: true }));
    const subjects = [...symbols.map((s) => ({ ...s, members: [...s.members].sort(byRank) })), ...shapes].filter(anyInView);
    subjects.sort((a, b) => byRank(a.members[0], b.members[0]));
    regions(base.regions, zoom);
    const open = unplaced(trays, base.regions, zoom);
    // First the main layers, then names that have room beside their symbol, then the lists of those that stand for
    // several, then the others, to which a line leads.
    const near = zoom < CITY, largest = (site) => site.k === 0 || isChosen(site), all = () => true, main = (site) => isChosen(site) || site.o <= MAIN;
    const many = near ? [] : subjects.filter((s) => s.members.length > 2).sort((a, b) => b.members.length - a.members.length);
    if (near) for (const subject of subjects) nameSymbol(subject, largest, false, named);
    else nameAll(subjects, main, named);
    if (!near) for (const subject of subjects.filter((s) => s.members.length === 1)) nameSymbol(subject, all, false, named);
    for (const subject of many) nameSymbol(subject, all, true, named);
    for (const far of near ? [] : [false, true]) for (const subject of subjects) nameSymbol(subject, all, far, named);
    open();
    base.names(lang, { named });
    const inView = subjects.filter((s) => view.contains(map.layerPointToLatLng([s.x, s.y]))).flatMap((s) => s.members);
    map.getContainer().dataset.inView = [...new Set(inView.map(shownAs))].join(" ");
    map.getContainer().dataset.main = JSON.stringify([...new Set(inView.filter((s) => s.o <= MAIN).map(shownAs))]);
  }
  const byRank = (a, b) => isChosen(b) - isChosen(a) || a.k - b.k || a.o - b.o || a.doubt - b.doubt || (a.s < b.s ? -1 : a.s > b.s ? 1 : 0);

  // Names all of these sites if it can: what found no room in one order comes first in the next; the best order stays.
  function nameAll(subjects, which, named) {
    const start = labels.moment(), missed = ({ members }) => members.some((site) => which(site) && !named.has(nameOf(site)));
    const write = (order) => { labels.backTo(start); named.clear(); for (const subject of order) nameSymbol(subject, which, true, named); return order.filter(missed); };
    let order = subjects, best = subjects, left = write(order), least = left.length;
    for (let tries = 2; left.length && tries; tries--) {
      order = [...left, ...order.filter((subject) => !left.includes(subject))];
      left = write(order);
      if (left.length < least) { least = left.length; best = order; }
    }
    if (order !== best && left.length > least) write(best);
  }
  // A symbol's name; of several sites as many as there is room for, in lists, each with its own form and colour.
  function nameSymbol(symbol, which, far, named) {
    const several = symbol.members.length > 1;
    let left = symbol.members.filter((site) => !named.has(nameOf(site)) && which(site));
    for (let most = several ? LIST : 1; left.length && most; ) {
      const group = left.slice(0, most);
      if (!nameList(symbol, group, several, far)) { most -= 1; continue; }
      group.forEach((site) => named.add(nameOf(site)));
      left = left.slice(most);
    }
  }
  function nameList({ x, y, r, area }, group, several, far) {
    const size = state.lang === "zh" ? 12 : 11, weight = (site) => (isChosen(site) ? 700 : several ? 500 : 600), most = state.lang === "zh" ? 112 : 118;
    const blocks = group.map((site) => labels.lines(nameOf(site), size, weight(site), several ? most * 2.2 : most));
    const w = Math.max(...blocks.flatMap((lines, i) => lines.map((line) => labels.width(line, size, weight(group[i]))))) + (several ? 16 : 3);
    const h = blocks.reduce((sum, lines) => sum + lines.length * LINE + (several ? 2 : 0), 0);
    const from = area ? openGround(group[0], L.point(x, y)) : { x, y, r };
    const spot = (area && inArea(x, y, w, h)) || (from && labels.beside(from, from.r, w, h, far || isChosen(group[0])));
    if (!spot) return false;
    if (spot.lead) labels.lead(spot.lead);
    const el = labels.put("", `gp-label${several ? " gp-several" : ""}`, spot.box[0], spot.box[1]);
    el.style.width = `${w}px`; el.style.fontSize = `${size}px`;
    if (!several && spot.box[0] + w / 2 < x - r) el.classList.add("gp-left");
    else if (!several && Math.abs(spot.box[0] + w / 2 - x) < r + 3) el.classList.add("gp-middle");
    blocks.forEach((lines, i) => {
      const site = group[i], block = Object.assign(document.createElement("div"), { className: "gp-name" });
      if (several) block.append(icon(outline(site.f, 8, 8, 5.5), { fill: site.c }));
      for (const line of lines) block.append(Object.assign(document.createElement("div"), { textContent: line }));
      block.dataset.site = shownAs(site);
      block.classList.toggle("gp-chosen", isChosen(site));
      block.classList.toggle("gp-unsure", site.doubt);
      block.addEventListener("click", () => choose({ site: shownAs(site) }));
      block.addEventListener("mouseenter", () => point([shownAs(site)]));
      block.addEventListener("mouseleave", () => point([]));
      el.append(block);
    });
    labels.take(spot.box);
    return true;
  }
  function inArea(x, y, w, h) {
    return [0, -14, 14, -28, 28].map((by) => [x - w / 2, y + by - h / 2, x + w / 2, y + by + h / 2]).filter((b) => labels.whole(b) && labels.free(b)).map((box) => ({ box }))[0];
  }

  // Where an area's name points to: its middle; where something lies on that or it is out of view, the nearest open
  // ground of the area; where there is none, the symbol that lies on the middle.
  function openGround({ area }, middle) {
    const open = ({ x, y }) => [[x - 2, y - 2, x + 2, y + 2]].every((box) => labels.whole(box) && labels.free(box));
    const outer = (shape) => (Array.isArray(shape[0][0]) ? shape.map(([ring]) => ring) : [shape[0]]), eighths = [1, 2, 3, 4, 5, 6, 7];
    const grid = ({ min, max }) => eighths.flatMap((i) => eighths.map((j) => L.point(min.x + ((max.x - min.x) * i) / 8, min.y + ((max.y - min.y) * j) / 8)));
    const ground = () => outer(area.getLayers()[0].getLatLngs()).map((ring) => ring.map((at) => map.latLngToLayerPoint(at))).flatMap((ring) => grid(L.bounds(ring)).filter((p) => holds(ring, p) && open(p)));
    const spot = open(middle) ? middle : ground().sort((a, b) => a.distanceTo(middle) - b.distanceTo(middle))[0];
    return spot ? { x: spot.x, y: spot.y, r: 0 } : symbolsInView.find(({ x, y, r }) => middle.distanceTo([x, y]) <= r);
  }
  function holds(ring, p) { // by the edges that a ray from the point crosses
    return ring.filter((a, i) => { const b = ring.at(i - 1); return a.y > p.y !== b.y > p.y && p.x < a.x + ((p.y - a.y) * (b.x - a.x)) / (b.y - a.y); }).length % 2 === 1;
  }

  function drawGroup({ x, y, r, members }) {
    const el = labels.put("", "gp-group", x - r, y - r, "button"), n = new Set(members.map(shownAs)).size;
    el.style.width = el.style.height = `${2 * r}px`;
    el.style.background = groups.ring(members);
    el.append(Object.assign(document.createElement("span"), { textContent: n }));
    el.dataset.key = `group ${members.map((m) => m.s).sort()[0]}`;
    el.dataset.n = n;
    el.dataset.sites = [...new Set(members.map(shownAs))].join(" ");
    el.addEventListener("mouseenter", () => point(el.dataset.sites.split(" ")));
    el.addEventListener("mouseleave", () => point([]));
    el.classList.toggle("gp-here", members.some(isChosen));
    el.setAttribute("aria-label", words().here.replace("{n}", n));
    el.title = words().here.replace("{n}", n);
    L.DomEvent.disableClickPropagation(el);
    el.addEventListener("click", () => list(members, map.layerPointToLatLng([x, y])));
  }
  function list(members, at) {
    const box = Object.assign(document.createElement("div"), { className: "gp-list" });
    box.append(Object.assign(document.createElement("strong"), { textContent: words().here.replace("{n}", new Set(members.map(shownAs)).size) }));
    for (const site of [...members].sort(byRank)) {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.append(icon(outline(site.f, 8, 8, 5), { fill: site.c }), document.createTextNode(nameOf(site)));
      button.addEventListener("click", () => { map.closePopup(); choose({ site: shownAs(site) }); });
      button.addEventListener("mouseenter", () => point([shownAs(site)]));
      button.addEventListener("focus", () => point([shownAs(site)]));
      box.append(button);
    }
    L.popup({ className: "gp-popup", maxWidth: 300, maxHeight: 260, autoPanPadding: [20, 40] }).setLatLng(at).setContent(box).openOn(map);
    box.querySelector("button").focus();
  }

  // Names of counties, from afar of cities.
  function regions(places, zoom) {
    const level = zoom < CITY ? "city" : "county", en = state.lang === "en", size = level === "city" ? 14 : 12;
    for (const place of places.filter((one) => one.level === level)) {
      const p = map.latLngToLayerPoint([place.lat, place.lon]), w = labels.width(place[state.lang], size, level === "city" ? 600 : 400, size * (en ? 0.05 : 0.22));
      const at = (dy) => [p.x - w / 2, p.y + dy - 8, p.x + w / 2, p.y + dy + 8];
      const dy = [0, -18, 18, -36, 36].find((by) => labels.whole(at(by)) && labels.free(at(by)));
      if (dy === undefined) continue;
      labels.put(place[state.lang], `gp-place ${level}${en ? " en" : ""}`, at(dy)[0], at(dy)[1]);
      labels.take(at(dy));
    }
  }
  // What is known to lie in a region and no more, at its name; what this returns opens the trays that have room.
  function unplaced(sites, places, zoom) {
    const level = zoom < CITY ? "city" : "county", view = insets.bounds();
    const options = { lang: state.lang, chosen: state.chosen, words: words() }, badges = [];
    for (const [region, members] of tray.byRegion(sites.filter((site) => isKnown(site, places)), level)) {
      const place = places.find((p) => p.adcode === region.padEnd(6, "0"));
      if (view.contains([place.lat, place.lon])) badges.push(tray.reserve(region, place, members, options));
    }
    return () => badges.forEach((badge) => tray.draw(badge, zoom, options));
  }

  return { measure, reserve, withoutCounty, drawSymbols, write };
};

// Trays: the sites known by county or city alone, as small symbols at that region's name; folded when zoomed out.
window.GeoPlanTrays = (map, { labels, icon, outline, choose, point }) => {
  const CELL = 15, COLUMNS = 9, HEAD = 16, PAD = 4, OPEN_FROM = 10; // pixels; zoom

  // The regions that have a tray at this zoom, each with its sites: counties, or whole cities by the head of their code.
  function byRegion(sites, level) {
    const found = new Map();
    for (const site of sites) {
      const region = level === "city" ? site.adcode.slice(0, 4) : site.adcode;
      if (!found.has(region)) found.set(region, []);
      found.get(region).push(site);
    }
    return found;
  }

  // Room for the folded tray, before the names of sites are set; away from the region's name it repeats it.
  function reserve(region, place, sites, { lang, words }) {
    const at = map.latLngToLayerPoint([place.lat, place.lon]), count = words.unplaced.replace("{n}", sites.length);
    const title = words.somewhere.replace("{count}", count).replace("{region}", () => place[lang]);
    const close = nearest(at, labels.width(count, 11, 400) + 18, 19, 2), box = close || nearest(at, labels.width(title, 11, 400) + 18, 19);
    if (box) labels.take(box);
    return { region, at, sites, title, text: close ? count : title, box };
  }

  // The tray, open where there is room for all of its symbols.
  function draw({ region, at, sites, title, text, box }, zoom, options) {
    const columns = Math.min(COLUMNS, sites.length), rows = Math.ceil(sites.length / columns);
    if (box) labels.release(box);
    const open = zoom >= OPEN_FROM && nearest(at, Math.max(labels.width(title, 11, 400) + 2 * PAD + 2, columns * CELL + 2 * PAD + 2), HEAD + rows * CELL + PAD);
    if (!open && !box) return;
    labels.take(open || box);
    if (open) tray(open, title, sites, columns, options);
    else badge(box, region, text, title, sites, options);
  }

  // Under the name, above it, beside it, then in a widening ring.
  function nearest(p, w, h, rings = 16) {
    for (let ring = 0; ring < rings; ring++) {
      const d = 11 + ring * 13;
      for (const [dx, dy] of [[-w / 2, d], [-w / 2, -d - h], [d, -h / 2], [-d - w, -h / 2], [d * 0.7, d * 0.7], [-d * 0.7 - w, d * 0.7], [d * 0.7, -d * 0.7 - h], [-d * 0.7 - w, -d * 0.7 - h]]) {
        const box = [p.x + dx, p.y + dy, p.x + dx + w, p.y + dy + h];
        if (labels.whole(box) && labels.free(box)) return box;
      }
    }
    return null;
  }

  function badge(box, region, text, title, sites, { words, chosen }) {
    const el = labels.put(text, "gp-somewhere", box[0], box[1], "button");
    el.classList.toggle("gp-here", sites.some((site) => site.s === chosen));
    el.title = `${title} · ${words.somewhereTip}`;
    el.dataset.sites = sites.map((site) => site.s).join(" ");
    el.dataset.n = sites.length;
    L.DomEvent.disableClickPropagation(el);
    el.addEventListener("click", () => choose({ county: region }));
  }

  function tray(box, title, sites, columns, { lang, chosen }) {
    const el = labels.put("", "gp-tray", box[0], box[1]);
    el.style.width = `${box[2] - box[0]}px`; el.style.height = `${box[3] - box[1]}px`;
    el.dataset.n = sites.length;
    el.append(Object.assign(document.createElement("div"), { className: "gp-tray-head", textContent: title }));
    const grid = Object.assign(document.createElement("div"), { className: "gp-tray-cells" });
    grid.style.gridTemplateColumns = `repeat(${columns}, ${CELL}px)`;
    for (const site of sites) {
      const button = Object.assign(document.createElement("button"), { type: "button", title: site[lang] });
      button.setAttribute("aria-label", site[lang]);
      button.dataset.site = site.s;
      button.classList.toggle("gp-here", site.s === chosen);
      button.append(icon(outline(site.f, 8, 8, 5), { fill: site.c }));
      button.addEventListener("click", () => choose({ site: site.s }));
      button.addEventListener("mouseenter", () => point([site.s]));
      button.addEventListener("mouseleave", () => point([]));
      grid.append(button);
    }
    el.append(grid);
    L.DomEvent.disableClickPropagation(el);
  }

  return { byRegion, reserve, draw };
};

// Draws the base under the sites: land, relief, water, borders, and the names of places.
window.GeoPlanBase = (map, base, url, tools) => {
  "use strict";
  const style = base.symbology, g = style.ground, none = { stroke: false }, line = { stroke: true, fill: false };
  const AIR = 5, EDGE = 0.01; // pixels around a name; degrees that the blank reaches over the edge of the land's drawing
  const placeNames = base.places.map(([of, rank, lon, lat, zh, en]) => ({ how: style.name_groups[of], rank, at: L.latLng(lat, lon), zh, en })).filter((name) => name.how);

  const make = (geometry, pane, how) => L.geoJSON(geometry, { pane, interactive: false, style: { fillOpacity: 1, ...how } });
  const fill = (corners, colour) => L.polygon(corners, { pane: "gp-base", interactive: false, stroke: false, fillColor: colour, fillOpacity: 1 }).addTo(map);
  const ring = ([west, south, east, north], by) => [[south + by, west + by], [south + by, east - by], [north - by, east - by], [north - by, west + by]];
  const around = (p, r) => [p.x - r, p.y - r, p.x + r, p.y + r];
  const beside = (file) => url.replace(/[^/]*$/, file);

  fill(ring(base.box, 0), g.sea);
  const shores = ["shore_outer", "shore_inner"].map((band) => make(base.land, "gp-base", { ...line, color: g[band] }).addTo(map));
  make(base.land, "gp-base", { fillColor: g.province, color: g.coast, weight: 0.8 }).addTo(map);
  make(base.former_sea, "gp-base", { ...none, fillColor: g.former_sea }).addTo(map);
  make(base.outside, "gp-base", { fillColor: g.land, color: g.province_outline, weight: 0.8 }).addTo(map);
  fill([ring([-360, -89, 360, 89], 0), ring(base.box, EDGE)], g.beyond); // neither land nor sea
  const relief = base.relief && L.imageOverlay(beside(base.relief.file), [base.relief.bounds.slice(0, 2).reverse(), base.relief.bounds.slice(2).reverse()], { pane: "gp-relief", alt: "" });
  const waters = base.water.map((water) => ({ ...water, layer: make(water.geometry, "gp-water", water.class === "river" ? { ...line, color: g.river, weight: 2.4 - water.rank * 0.7 } : { ...none, fillColor: g.sea }) }));
  make(base.runways, "gp-water", { ...line, color: g.runway, weight: 2.5, lineCap: "butt" }).addTo(map);
  make(base.borders, "gp-lines", { ...line, color: g.county_border, weight: 0.9, dashArray: "5 3" }).addTo(map);
  make(base.city_borders, "gp-lines", { ...line, color: g.city_border, weight: 1.4 }).addTo(map);

  // What is coarse is drawn from afar only.
  function byZoom() {
    const zoom = map.getZoom(), by = style.relief;
    shores.forEach((shore, i) => shore.setStyle({ weight: (zoom < 9 ? 5 : 13) / (i + 1) }));
    for (const water of waters) tools.toggle(water.layer, zoom <= water.maxzoom && zoom >= 6 + water.rank);
    if (!relief) return;
    tools.toggle(relief, zoom <= by.until && tools.layers.visible("relief"));
    relief.setOpacity((zoom < by.nearer ? by.far : by.near) * tools.layers.opacity("relief"));
  }

  // Names of places come last, with air around them: they give way to every site and to each other.
  function names(lang, { named }) {
    if (!tools.layers.visible("base-names")) return;
    const { take, free, whole, put, width } = tools.labels;
    const view = tools.insets.bounds(), zoom = map.getZoom();
    for (const { how, rank, at, ...name } of placeNames) {
      if (zoom < style.name_zooms[rank - 1]) break;
      const text = name[lang], p = map.latLngToLayerPoint(at);
      if (!view.contains(at) || !free(around(p, 3))) continue;
      const tall = how.size + 2, w = text && width(text, how.size, 400, how.serif ? how.size * 0.1 : 0);
      const offsets = how.mark ? [[6, -tall / 2], [-6 - w, -tall / 2], [-w / 2, 5]] : [[-w / 2, -tall / 2]];
      const boxes = offsets.map(([dx, dy]) => [p.x + dx - AIR, p.y + dy - AIR, p.x + dx + w + AIR, p.y + dy + tall + AIR]);
      const box = text && !named.has(text) && boxes.find((b) => whole(b) && free(b));
      if (!box && how.mark !== "square") continue; // a station is shown without its name too
      if (box) {
        const el = put(text, `gp-base-name${how.serif ? " gp-serif" : ""}`, box[0] + AIR, box[1] + AIR);
        Object.assign(el.style, { color: how.colour, fontSize: `${how.size}px`, lineHeight: `${tall}px` });
        take(box); named.add(text);
      }
      if (how.mark) {
        put("", `gp-base-mark ${how.mark}`, p.x, p.y).style.background = how.colour;
        take(around(p, 3));
      }
    }
  }

  return { byZoom, names, regions: base.names, hasFormerSea: base.former_sea.coordinates?.length > 0 };
};

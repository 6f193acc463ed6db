// Ports, airports and railway stations as small symbols; off at first. Every text is set as text, never as HTML.
//   features  of the published sites, `gateways`; see geoplan/map/gateway_features.py
//   lang      what returns the language; `pane` is made here unless there is one
window.GeoPlanGateways = (map, options) => {
  "use strict";
  const { features, lang, pane = "gp-gateways" } = options;
  const SIZE = 18, NS = "http://www.w3.org/2000/svg";
  // Drawn in 18 × 18: an anchor, an aeroplane seen from above, the front of a train.
  const PATHS = {
    port: "M9 6.200V14M9 6.200a1.500 1.500 0 1 1 .01 0M6.300 8.300h5.400M4.300 10.500c.3 2.200 2.200 3.500 4.700 3.500s4.400-1.300 4.700-3.500",
    airport: "M9 3.200v11.300M9 7.200 3.700 10.800M9 7.200l5.300 3.600M9 13l-2.300 1.700M9 13l2.300 1.700",
    station: "M5.500 4.500h7v7h-7zM5.500 8.300h7M7.300 10h.01M10.700 10h.01M6.800 11.500 5.200 14.200M11.200 11.500l1.600 2.700",
  };
  const PLATES = { // a disc, a diamond, a square
    port: "M9 .8a8.200 8.200 0 1 1-.01 0z",
    airport: "M9 .3 17.700 9 9 17.700.3 9z",
    station: "M3.500 1h11a2.500 2.500 0 0 1 2.500 2.500v11a2.500 2.500 0 0 1-2.500 2.500h-11a2.500 2.500 0 0 1-2.500-2.500v-11A2.500 2.500 0 0 1 3.500 1z",
  };
  if (!map.getPane(pane)) map.createPane(pane).style.zIndex = 440;
  const group = L.layerGroup();
  const said = ({ what, name }) => [name[lang()] ?? name.zh, what[lang()] ?? what.zh];

  function symbol(kind) {
    const svg = document.createElementNS(NS, "svg");
    for (const [key, value] of Object.entries({ viewBox: `0 0 ${SIZE} ${SIZE}`, width: SIZE, height: SIZE, "aria-hidden": "true" })) svg.setAttribute(key, value);
    const shapes = [[PLATES[kind] ?? PLATES.station, "fill: var(--halo); stroke: var(--control); stroke-width: 1.2"], [PATHS[kind] ?? PATHS.station, "fill: none; stroke: var(--control); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round"]];
    for (const [d, look] of shapes) {
      const path = document.createElementNS(NS, "path");
      path.setAttribute("d", d);
      path.setAttribute("style", look);
      svg.append(path);
    }
    return svg;
  }
  for (const feature of features) {
    const icon = L.divIcon({ className: `gp-gateway gp-${feature.k}`, iconSize: [SIZE, SIZE], html: symbol(feature.k) });
    const marker = L.marker([feature.y, feature.x], { pane, icon, keyboard: true, riseOnHover: true, bubblingMouseEvents: true });
    marker.feature = feature;
    marker.bindTooltip(() => {
      const box = document.createElement("div"), [name, what] = said(feature);
      box.append(Object.assign(document.createElement("strong"), { textContent: name }), Object.assign(document.createElement("div"), { textContent: what }));
      return box;
    }, { className: "gp-tip", direction: "top", offset: [0, -8] });
    marker.on("add", () => dress(marker));
    group.addLayer(marker);
  }

  // Its name for who hears the map; what is out of view is no stop of the Tab key.
  function dress(marker) {
    const el = marker.getElement();
    if (!el) return;
    el.setAttribute("role", "img");
    el.setAttribute("aria-label", said(marker.feature).join(lang() === "zh" ? "，" : ", "));
    el.dataset.gateway = marker.feature.id;
    el.tabIndex = map.getBounds().contains(marker.getLatLng()) ? 0 : -1;
  }
  function toggle(on) {
    if (on === map.hasLayer(group)) return;
    if (on) group.addTo(map); else group.remove();
    map.getContainer().dataset.gateways = on ? features.length : "";
  }
  function refresh() { if (map.hasLayer(group)) group.eachLayer(dress); }
  map.on("moveend", refresh);

  return { toggle, refresh };
};

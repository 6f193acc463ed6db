// Colours the land of the counties by class. Their polygons are fetched when they are first wanted; afterwards a class
// only changes colours. Every text is set as text, never as HTML.
//   base     the address of the base file; the polygons lie beside it
//   onHover  called with the adcode under the pointer, or null
//   onClick  called with the adcode that was clicked, unless busy() says that clicks mean something else
//   words    not needed: every text comes with the classes
// show({ title, breaks: [{ c: colour, d: colour on dark, t: text }], of: { adcode: class }, texts: { adcode: text } })
window.GeoPlanChoropleth = (map, tools) => {
  "use strict";
  const { base, onHover = () => {}, onClick = () => {}, busy = () => false } = tools;
  const UNIT = 1e-4, PANE = "gp-choropleth", PLAIN = { weight: 0.8, opacity: 0.9 }, MARKED = { weight: 3, opacity: 1 };
  const layers = new Map();
  let classes = null, marked = null, wanted = null, group = null;
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 215;

  // A flat list of x, y, each pair after the first the difference from the one before it.
  function ring(steps) {
    const points = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i]; y += steps[i + 1];
      points.push([y * UNIT, x * UNIT]);
    }
    return points;
  }

  function take(shapes) {
    group = L.layerGroup();
    for (const [adcode, polygons] of Object.entries(shapes)) {
      const layer = L.polygon(polygons.map((rings) => rings.map(ring)), { pane: PANE, smoothFactor: 0.5, fillOpacity: 0, stroke: false });
      layer.on("mouseover", () => onHover(adcode));
      layer.on("mouseout", () => onHover(null));
      layer.on("click", () => { if (!busy()) onClick(adcode); });
      layer.bindTooltip(() => Object.assign(document.createElement("span"), { textContent: classes?.texts?.[adcode] || "" }), { className: "gp-tip", sticky: true, opacity: 1 });
      layers.set(adcode, layer);
    }
    draw();
  }

  function styleOf(adcode) {
    const one = classes?.breaks[classes.of[adcode]];
    if (!one) return { stroke: false, fillOpacity: 0 };
    return { stroke: true, color: "var(--control)", fillColor: `light-dark(${one.c}, ${one.d})`, fillOpacity: 0.82, ...(adcode === marked ? MARKED : PLAIN) };
  }

  function draw() {
    if (!group) return;
    if (!classes) { group.remove(); return; }
    for (const [adcode, layer] of layers) {
      const shown = adcode in classes.of;
      if (shown) layer.setStyle(styleOf(adcode));
      if (shown !== group.hasLayer(layer)) { if (shown) group.addLayer(layer); else group.removeLayer(layer); }
    }
    if (!map.hasLayer(group)) group.addTo(map);
    mark();
  }

  function mark() {
    const layer = layers.get(marked);
    if (layer && group.hasLayer(layer) && map.hasLayer(layer)) layer.bringToFront();
  }

  function show(next) {
    classes = next || null;
    map.getContainer().dataset.choropleth = classes ? Object.keys(classes.of).length : "";
    if (group || !classes) { draw(); return; }
    wanted ||= (globalThis.GeoPlanShell?.fetch ?? fetch)(base.replace(/base-([^/]*)$/, "counties-$1"))
      .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
      .then(take)
      .catch(() => { wanted = null; }); // asked again when classes are next shown
  }

  // Outlines a county, as the table beside the map is pointed at.
  function hover(adcode) {
    if (adcode === marked) return;
    const before = marked;
    marked = adcode;
    for (const code of [before, adcode]) if (classes && code in classes.of && layers.has(code)) layers.get(code).setStyle(styleOf(code));
    if (group) mark();
  }

  return { show, hover };
};

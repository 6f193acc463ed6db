// Draws a page's features over the drawn land, and the API's document. Every text is set as text, never as HTML.
(() => {
  "use strict";
  const root = document.body.dataset.root;

  function drawMap(box) {
    const features = JSON.parse(document.getElementById("features").textContent);
    const map = L.map(box, { preferCanvas: true, minZoom: 5, maxZoom: 18, zoomSnap: 0.25 });
    map.attributionControl.setPrefix(false).getContainer().textContent = box.dataset.credit;
    map.createPane("ground").style.zIndex = 250;
    const shown = L.geoJSON(features, {
      style,
      pointToLayer: (_, at) => L.circleMarker(at),
      onEachFeature: name(box.dataset),
    }).addTo(map);
    map.fitBounds(shown.getBounds(), { maxZoom: 14, padding: [24, 24] });
    L.control.scale({ imperial: false }).addTo(map);
    fetch(`${root}static/base.json`).then((answer) => answer.json()).then((base) => {
      const flat = (geometry, style) => L.geoJSON(geometry, { pane: "ground", interactive: false, style });
      const [west, south, east, north] = base.box;
      const none = { stroke: false, fillOpacity: 1 };
      const colours = base.symbology.ground;
      L.rectangle([[south, west], [north, east]], { pane: "ground", interactive: false, ...none, fillColor: colours.sea }).addTo(map);
      flat(base.land, { fillOpacity: 1, fillColor: colours.province, color: colours.coast, weight: 0.8 }).addTo(map);
      flat(base.former_sea, { ...none, fillColor: colours.former_sea }).addTo(map);
      flat(base.outside, { ...none, fillColor: colours.land }).addTo(map);
      flat(base.borders, { color: colours.county_border, weight: 0.9, dashArray: "5 3" }).addTo(map);
      flat(base.city_borders, { color: colours.city_border, weight: 1.4 }).addTo(map);
      // The drawing ends at the box, not the land or the sea: it fades into the paper.
      const ring = (by) => [[south + by, west + by], [south + by, east - by], [north - by, east - by], [north - by, west + by]];
      for (let steps = 16; steps > 0; steps--) {  // one over another, these cover in even steps, the last wholly
        L.polygon([ring(-0.02), ring(steps * 0.03 - 0.02)], { pane: "ground", interactive: false, ...none, fillColor: "#f5f7f8", fillOpacity: 1 / steps }).addTo(map);
      }
      map.attributionControl.getContainer().textContent = box.dataset.credit + base.credit;
      box.dataset.ready = "yes";
    });
  }

  // What is known to be schematic is drawn so: dashed.
  function style({ geometry, properties }) {
    if (geometry.type === "Point") return { radius: 6, color: "#fff", weight: 1.5, fillColor: "#c2570c", fillOpacity: 0.95 };
    const exact = !properties.method || ["surveyed", "digitised"].includes(properties.method);
    return { color: "#a8480f", weight: 2, dashArray: exact ? null : "6 4", fillColor: "#e58a3c", fillOpacity: 0.22 };
  }

  function name({ called, items, kept }) {
    return (feature, layer) => {
      const text = called && feature.properties[called];
      if (!text) return;
      const element = document.createElement(items ? "a" : "span");
      element.textContent = text;
      if (items) element.href = `${items}${encodeURIComponent(feature.id)}${kept}`;
      layer.bindPopup(element);
    };
  }

  const box = document.getElementById("map");
  if (box) drawMap(box);
})();

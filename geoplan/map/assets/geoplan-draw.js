// Draws and edits one point or area by Leaflet.draw, which is loaded when it is first needed, and hands it to Python.
window.GeoPlanDraw = (map, { files, words, colour, choose }) => {
  let group = null, tool = null, token = null, loading = null;
  const shape = () => ({ color: colour(), weight: 2.5, fillColor: colour(), fillOpacity: 0.2 });

  function load() {
    loading ||= new Promise((done, failed) => {
      const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: files.css });
      const script = Object.assign(document.createElement("script"), { src: files.js, onload: done, onerror: failed });
      document.head.append(sheet, script);
    });
    return loading;
  }

  // `edit` says what is drawn: its mode (area, point), a geometry to begin with, and a token that changes with it.
  async function show(edit) {
    if ((edit?.token ?? null) === token) return;
    token = edit?.token ?? null;
    stop();
    if (!edit) return;
    await load();
    if (edit.token !== token) return;
    L.drawLocal.draw.handlers.polygon.tooltip = { start: words().drawStart, cont: words().drawNext, end: words().drawEnd };
    L.drawLocal.draw.handlers.polyline.error = `<strong>${words().drawCross}</strong>`;
    L.drawLocal.draw.handlers.circlemarker = { tooltip: { start: words().drawPoint } };
    L.drawLocal.edit.handlers.edit.tooltip = { text: words().drawEdit, subtext: "" };
    group = L.featureGroup().addTo(map);
    map.getContainer().classList.add("gp-drawing");
    map.getContainer().dataset.drawing = edit.mode;
    if (edit.geometry) return take(edit);
    tool = edit.mode === "point" ? new L.Draw.CircleMarker(map, { ...shape(), radius: 7 }) : new L.Draw.Polygon(map, { allowIntersection: false, shapeOptions: shape() });
    tool.enable();
  }

  // What stands on the map is edited: corners are dragged, a point is set anew by a click.
  function take({ mode, geometry }) {
    const layer = L.geoJSON(geometry, { style: shape, pointToLayer: (_, at) => L.circleMarker(at, { ...shape(), radius: 7 }) });
    layer.eachLayer(add);
    if (mode === "point") map.on("click", setPoint);
  }
  function add(layer) {
    group.addLayer(layer);
    if (!layer.editing || layer instanceof L.CircleMarker) return;
    layer.editing.enable();
    layer.on("edit", send);
  }
  function setPoint(e) {
    group.clearLayers();
    group.addLayer(L.circleMarker(e.latlng, { ...shape(), radius: 7 }));
    send();
  }
  function created(e) {
    add(e.layer);
    if (e.layerType === "circlemarker") map.on("click", setPoint);
    send();
  }
  function send() {
    const shapes = group.toGeoJSON(7).features.map((feature) => feature.geometry);
    const parts = shapes.flatMap((one) => (one.type === "MultiPolygon" ? one.coordinates : one.type === "Polygon" ? [one.coordinates] : []));
    choose({ drawn: shapes.length === 1 ? shapes[0] : { type: "MultiPolygon", coordinates: parts } });
  }

  function stop() {
    if (tool) { tool.disable(); tool = null; }
    map.off("click", setPoint);
    if (group) { group.eachLayer((one) => one.editing?.disable()); group.remove(); group = null; }
    map.getContainer().classList.remove("gp-drawing");
    delete map.getContainer().dataset.drawing;
  }

  map.on("draw:created", created);
  return { show };
};

// The tools at the right edge of the map: each a button with a symbol and a word.
window.GeoPlanTools = (map, { words, choose, scopes, lang, onScope, seen }) => {
  const ICONS = { // paths of 20 × 20
    base: "M10 2.5 2.5 6.5 10 10.5l7.5-4zM3 10l7 3.7L17 10M3 13.4l7 3.7 7-3.7",
    measure: "M2.5 13 13 2.5 17.5 7 7 17.500zM6 9.500l1.700 1.700M8.600 6.900l2.400 2.400M11.200 4.300l1.700 1.700",
    draw: "M3 17l.8-3.600L13.500 3.700l2.800 2.800-9.700 9.700zM11.500 5.700l2.800 2.800",
    picture: "M3 5.500h3l1.500-2h5l1.500 2h3v11H3zM10 8a3 3 0 1 0 .01 0",
    full: "M3 7.500V3h4.500M12.500 3H17v4.500M17 12.500V17h-4.500M7.500 17H3v-4.500",
  };
  const make = (tag, className, properties) => Object.assign(document.createElement(tag), { className, ...properties });
  const box = make("div", "gp-tools");
  box.setAttribute("role", "toolbar");
  const corner = L.control({ position: "topright" });
  corner.onAdd = () => { L.DomEvent.disableClickPropagation(box); L.DomEvent.disableScrollPropagation(box); return box; };
  corner.addTo(map);

  function icon(name) {
    const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), path = document.createElementNS(NS, "path");
    for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" })) svg.setAttribute(key, value);
    for (const [key, value] of Object.entries({ d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linejoin": "round", "stroke-linecap": "round" })) path.setAttribute(key, value);
    svg.append(path);
    return svg;
  }
  // Gives a button its symbol; what is returned writes its word.
  function label(button, name) {
    const word = make("span", "");
    button.append(icon(name), word);
    return (text, title) => { word.textContent = text; button.title = title || text; };
  }
  function add(el) { box.append(el); }

  // ---- the regions the map can show whole -----------------------------------------------------------------------------
  const regions = make("div", "gp-scopes");
  for (const scope of scopes) {
    const button = make("button", "", { type: "button" });
    button.dataset.scope = scope.id;
    button.addEventListener("click", () => onScope(scope));
    regions.append(button);
  }
  add(regions);

  // ---- drawing: places, notes, a file of outlines, the list of drafts -------------------------------------------------
  const draw = GeoPlanMenu("gp-draw-tools", "gp-draw-menu"), nameDraw = label(draw.button, "draw");
  const TOOLS = { place: "toolPlace", note: "toolNote", import: "toolImport", drafts: "toolDrafts" };
  draw.list.replaceChildren(...Object.keys(TOOLS).map((tool) => {
    const one = make("button", "", { type: "button", tabIndex: -1 });
    one.setAttribute("role", "menuitem");
    one.dataset.tool = tool;
    one.addEventListener("click", () => { draw.open(false); choose({ tool }); });
    return one;
  }));

  const picture = make("button", "gp-picture", { type: "button" }), namePicture = label(picture, "picture");
  picture.addEventListener("click", () => {
    const b = seen();
    choose({ tool: "picture", view: [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()] });
  });
  const page = (() => { if (window.GeoPlanShell) return document; try { return window.parent !== window ? window.parent.document : document; } catch { return document; } })();
  const full = make("button", "gp-full", { type: "button" }), nameFull = label(full, "full");
  full.addEventListener("click", () => (page.fullscreenElement ? page.exitFullscreen() : page.documentElement.requestFullscreen().catch(() => {})));
  full.hidden = !page.fullscreenEnabled;

  // The tools of a page are there only where there is one.
  function finish() { if (!window.GeoPlanShell && window.parent !== window) box.append(draw.control, picture); box.append(full); }
  function refresh(drafts) {
    const w = words(), l = lang();
    box.setAttribute("aria-label", w.tools);
    [...regions.children].forEach((button, i) => { button.textContent = scopes[i][l]; button.title = w.toolScope.replace("{region}", () => scopes[i][l]); });
    nameDraw(w.toolDraw, w.toolDrawHint);
    draw.list.setAttribute("aria-label", w.toolDraw);
    for (const one of draw.items()) one.textContent = w[TOOLS[one.dataset.tool]].replace("{n}", drafts);
    namePicture(w.toolPicture, w.toolPictureHint);
    nameFull(w.toolFull, w.toolFullHint);
  }
  return { add, label, finish, refresh };
};

// The frame of the page: the same places and class names as the app's, so that its style sheet holds here too.
window.GeoPlanFrame = ({ words, act }) => {
  const { make } = GeoPlanDossier, NS = "http://www.w3.org/2000/svg";
  const ICONS = { // paths of 20 × 20
    map: "M2.500 5 7.500 3l5 2 5-2v12l-5 2-5-2-5 2zM7.500 3v12M12.500 5v12", coverage: "M3 3h14v14H3zM3 8h14M3 12.500h14M8 3v14M12.500 3v14", shortlist: "M5 3h10v14l-5-3.500L5 17z", about: "M10 2.500a7.500 7.500 0 1 1-.01 0zM10 9v5M10 6.200v.2",
    fold: "M3 3.500h14v13H3zM7.500 3.500v13M13 8l-2 2 2 2", tune: "M3 6h8M14 6h3M12.500 4v4M3 14h3M9 14h8M7.500 12v4", close: "M5 5l10 10M15 5 5 15", table: "M3 4h14v12H3zM3 8h14M8 8v8", down: "M5 8l5 5 5-5", print: "M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z", clear: "M5 5l10 10M15 5 5 15", locate: "M10 5.500a4.500 4.500 0 1 1-.01 0zM10 2v3.500M10 14.500V18M2 10h3.500M14.500 10H18", help: "M10 2.500a7.500 7.500 0 1 1-.01 0zM7.800 8a2.200 2.200 0 1 1 3.200 2c-.7.400-1 .8-1 1.600M10 14v.2",
  };
  function icon(name) {
    const svg = document.createElementNS(NS, "svg"), path = document.createElementNS(NS, "path");
    for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true", class: "gp-icon" })) svg.setAttribute(key, value);
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }
  function button(text, { sign, hint, run, hidden, last, ...attributes } = {}) {
    const label = make("span", { textContent: text, className: hidden ? "gp-said" : "" });
    const el = make("button", { type: "button", title: hint ?? (hidden ? text : ""), onclick: run }, ...(sign ? (last ? [label, icon(sign)] : [icon(sign), label]) : [label]));
    for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
    return el;
  }
  const box = (key, ...children) => make("div", { className: `st-key-${key}` }, ...children);
  const host = (key) => box(key);

  const root = make("div", { className: "stApp" });
  const parts = {
    brand: make("span", { className: "gp-brand" }), search: host("search"), pages: make("nav", { className: "st-key-pages" }), language: box("other_language"),
    filters: host("facets"), layers: host("layers"), tabs: make("div", { className: "gp-tabs" }), accessibility: host("accessibility"),
    chips: box("chips"), map: make("main", { className: "st-key-map" }, make("div", { id: "map_div" })), status: make("div", { className: "gp-toast" }),
  };
  parts.tabs.setAttribute("role", "tablist");
  parts.status.setAttribute("role", "status");
  const left = box("left-auto"), unfold = box("unfold-auto");
  root.append(make("header", { className: "st-key-bar" }, make("div", {}, parts.brand), make("div", {}, parts.search), make("div", {}, parts.pages), parts.language), left, unfold, parts.chips, parts.accessibility, parts.map, parts.status);

  // What is there only now and then: the line under the map, the panel beside it, a sheet over it, the drawer.
  const places = {};
  function place(name, className, before) {
    if (className === null) { places[name]?.remove(); delete places[name]; return null; }
    const el = (places[name] ??= make("div"));
    if (el.className !== className) el.className = className;
    if (!el.isConnected) root.insertBefore(el, before ?? null);
    return el;
  }

  let tab = "filters";
  function showTab(next) {
    tab = next;
    for (const one of parts.tabs.children) { one.setAttribute("aria-selected", one.dataset.tab === tab); one.tabIndex = one.dataset.tab === tab ? 0 : -1; }
    parts.filters.hidden = tab !== "filters";
    parts.layers.hidden = tab !== "layers";
  }
  // The words of a language; `pages` are names and titles.
  function write(pages) {
    parts.brand.textContent = words("app.brand");
    parts.language.replaceChildren(button(words("app.other_language"), { run: act.language }));
    parts.tabs.replaceChildren(...[["filters", "filter.heading"], ["layers", "filter.layers_tab"]].map(([name, key]) => {
      const one = button(words(key), { role: "tab", run: () => showTab(name), "aria-controls": `panel-${name}`, id: `tab-${name}` });
      one.dataset.tab = name;
      one.onkeydown = (e) => { if (e.key === "ArrowLeft" || e.key === "ArrowRight") { showTab(tab === "filters" ? "layers" : "filters"); parts.tabs.querySelector('[aria-selected="true"]').focus(); } };
      return one;
    }));
    for (const name of ["filters", "layers"]) for (const [key, value] of [["role", "tabpanel"], ["id", `panel-${name}`], ["aria-labelledby", `tab-${name}`]]) parts[name].setAttribute(key, value);
    left.replaceChildren(box("fold_left", button(words("layout.fold"), { sign: "fold", hidden: true, run: () => act.left("folded") })), parts.tabs, parts.filters, parts.layers);
    unfold.replaceChildren(box("unfold_left", button(words("filter.heading"), { sign: "tune", hint: words("layout.unfold"), run: () => act.left("open") })));
    parts.pages.replaceChildren(...pages.map(([name, title]) => {
      const link = make("a", { href: `#page=${name}`, onclick: (e) => { e.preventDefault(); act.page(name); } }, icon(name), make("p", { textContent: title }));
      return make("div", { className: `st-key-page-${name}-link` }, link);
    }));
    showTab(tab);
  }
  function here(page, folded) {
    for (const one of parts.pages.children) {
      const name = one.className.split("-")[3], is = name === page;
      one.className = `st-key-page-${name}-${is ? "here" : "link"}`;
      if (is) one.firstChild.setAttribute("aria-current", "page"); else one.firstChild.removeAttribute("aria-current");
    }
    left.className = `st-key-left-${folded}`;
    unfold.className = `st-key-unfold-${folded}`;
  }
  let timer;
  function tell(text) {
    parts.status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { parts.status.textContent = ""; }, 6000);
  }
  return { root, parts, place, write, here, tell, button, icon, box };
};

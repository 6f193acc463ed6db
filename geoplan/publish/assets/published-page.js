// The page: what is chosen, in the address and on the screen.
(() => {
  "use strict";
  const start = JSON.parse(document.getElementById("start").textContent), plain = document.getElementById("plain");
  const PARAMETER = { layers: "layer", regions: "county", kinds: "kind", statuses: "status", industries: "industry", plans: "plan", roles: "role", bases: "basis" };
  const { make } = GeoPlanDossier;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  if (!GeoPlanPacked.canUnpack) {
    for (const [i, note] of [...plain.querySelectorAll(".gp-why-plain")].entries()) note.textContent = start.words[start.languages[i]]["page.too_old"];
    return;
  }
  const state = { lang: start.lang, page: "map", facets: {}, in_force: false, text: "", site: null, scope: "", column: "", cell: null, county: null, listed: null, offer: null, table: false, left: null, go: null };
  let token = 0, data, later = null, selection, coverage, frame, mount, map, found, values, fold = (text) => text.trim().toLowerCase(), written = "";
  const words = (key, filled = {}) => fill(start.words[state.lang][key] ?? key, filled);
  const say = (names) => names[state.lang] ?? names.zh;
  const comma = (parts) => parts.join(start.words[state.lang].punctuation);

  // ---- the address ------------------------------------------------------------------------------------------------
  function read() {
    const asked = GeoPlanAddress.now(), known = new Set(data.selection.sites), pages = pageNames();
    const lang = asked.get("lang"), page = asked.get("page"), site = asked.get("site") ?? (asked.size ? null : start.site);
    state.lang = start.languages.includes(lang) ? lang : start.lang;
    state.page = pages.includes(page) ? page : "map";
    for (const [facet, name] of Object.entries(PARAMETER)) state.facets[facet] = asked.getAll(name).filter((value) => values[facet].has(value));
    Object.assign(state, { in_force: asked.get("in_force") === "1", text: (asked.get("q") ?? "").slice(0, 100), site: known.has(site) ? site : null });
    const scopes = data.coverage.scopes, cell = (asked.get("cell") ?? "").split(".");
    state.scope = scopes.find(({ id }) => id === asked.get("scope")) ?? scopes[0];
    Object.assign(state, { column: asked.get("column") ?? "", cell: cell.length === 2 ? cell : null, county: null, listed: null });
  }
  function write() {
    const facets = Object.fromEntries(Object.entries(PARAMETER).map(([facet, name]) => [name, state.facets[facet]]));
    GeoPlan.leave();
    GeoPlanAddress.set({ page: state.page === "map" ? "" : state.page, ...facets, q: state.text, in_force: state.in_force ? "1" : "", site: state.site, lang: state.lang === start.lang ? "" : state.lang, scope: state.scope === data.coverage.scopes[0] ? "" : state.scope.id, column: state.column, cell: state.cell?.join(".") ?? "" }, true);
  }
  const asked = () => ({ ...state.facets, in_force: state.in_force, text: state.text });
  const isFiltered = () => state.in_force || state.text || Object.values(state.facets).some((chosen) => chosen.length);
  function change(next, { keep = false } = {}) {
    Object.assign(state, next);
    if (!keep) write();
    draw();
  }

  // ---- what can be done ---------------------------------------------------------------------------------------------
  const go = (target) => {
    const { box, at, zoom, pin, home } = target, [west, south, east, north] = box ?? [];
    state.go = { ...(home ? { home } : box ? { bounds: [[south, west], [north, east]] } : { at, zoom, pin }), token: ++token };
  };
  function boxOf(sites) {
    const all = sites.map((site) => data.map.boxes[site]).filter(Boolean);
    return all.length ? [0, 1, 2, 3].map((i) => all.reduce((edge, box) => (i < 2 ? Math.min : Math.max)(edge, box[i]), i < 2 ? 999 : -999)) : null;
  }
  const closed = { site: null, county: null, listed: null };
  const act = {
    language: () => change({ lang: start.languages[(start.languages.indexOf(state.lang) + 1) % start.languages.length] }),
    left: (left) => { change({ left }, { keep: true }); document.querySelector(left === "folded" ? ".st-key-unfold_left button" : ".st-key-fold_left button")?.focus(); },
    page: (page) => { if (page !== state.page) change({ page, left: null, cell: null, ...closed }); },
    open: (site) => change({ ...closed, site }),
    openAndGo: (site) => { act.goTo([site], false); act.open(site); },
    goTo: (sites, now = true) => { const box = boxOf(sites); if (box) go({ box }); if (now) draw(); },
    go: (target) => { go(target); change(state.page === "about" ? { page: "map" } : {}, { keep: state.page !== "about" }); },
    list: (title, sites) => change({ ...closed, listed: { title, sites } }),
    filter: (facet, value) => change({ facets: { ...state.facets, [facet]: [...state.facets[facet].filter((other) => other !== value), value] }, offer: null }),
    drop: (facet, value) => change({ facets: { ...state.facets, [facet]: state.facets[facet].filter((other) => other !== value) } }),
    text: (text) => change({ text: text.slice(0, 100) }),
    clear: () => { go({ home: true }); change({ facets: Object.fromEntries(Object.keys(PARAMETER).map((facet) => [facet, []])), in_force: false, text: "", offer: null, ...closed }); },
    offer: (offer, name) => { if (name) frame.tell(words("search.region_only", { name, region: nameOf("regions", offer) })); change({ offer }, { keep: true }); },
    nowhere: (name) => frame.tell(words("search.nowhere", { name })),
  };
  function choose({ site, county }) {
    if (site && has(site)) act.open(site);
    else if (county) change({ ...closed, county }, { keep: true });
  }
  const has = (site) => data.selection.sites.includes(site);
  const pageNames = () => ["map", "coverage", ...(start.has_shortlist ? ["shortlist"] : []), "about"];
  const nameOf = (facet, value) => { const known = values[facet].get(value), status = data.filters.states[value]; return known ? say(known.states?.[status] ?? known.name) : value; };
  const siteName = (site) => later?.table[state.lang].rows[site]?.[0] ?? site;

  // ---- what is drawn --------------------------------------------------------------------------------------------------
  function draw() {
    const now = selection.select(asked());
    document.documentElement.lang = state.lang;
    document.title = `${say(start.title)}`;
    if (written !== state.lang) {
      written = state.lang;
      frame.write(pageNames().map((name) => [name, words(name === "map" ? "page.layout" : `page.${name}`)]));
    }
    frame.here(state.page, state.left ?? (state.page === "map" && !start.site ? "auto" : "folded"));
    const shown = { sites: now, classes: null, numbers: null };
    side(shown);
    sheet();
    chips(now);
    foot(now);
    drawer(now);
    frame.root.dataset.sites = now.join(" ");
    if (map) { lists(now); showOnMap(shown); }
    return shown;
  }
  function showOnMap(shown) {
    map.show({
      wanted: shown.sites, chosen: state.site, family: family(), lang: state.lang, go: state.go, scope: state.page === "coverage" ? state.scope.view : data.coverage.scopes[0].view, overlay: null,
      drafts: data.map.drafts, notes: [], visitor: null, edit: null, tint: tint(), address: null, classes: shown.classes, numbers: shown.numbers, own: [],
    });
  }
  function lists(now) {
    mount("facet_list", frame.parts.filters, { counts: selection.counts(asked()), chosen: Object.fromEntries(Object.entries(state.facets).filter(([, chosen]) => chosen.length)), in_force: state.in_force, states: data.filters.states, lang: state.lang, url: "facets", failed: "" }, filtered);
    mount("layer_list", frame.parts.layers, { lang: state.lang, url: "facets", failed: "" });
    const texts = Object.fromEntries(Object.entries(start.words[state.lang]).filter(([key]) => key.startsWith("search_box.")).map(([key, text]) => [key.slice(11), text]));
    mount("search_box", frame.parts.search, { url: "search", lang: state.lang, texts, value: state.text }, (_, answer) => found?.(answer, frame.parts.search.shadowRoot.querySelector("input").value));
    mount("accessibility", frame.parts.accessibility, { lang: state.lang, skip: words("layout.skip_map"), said: words("layout.count", { n: now.length, drawn: drawnOf(now) }) });
  }
  function filtered(_, answer) {
    for (const [facet, value] of Object.entries(answer)) if (facet === "in_force") state.in_force = value; else state.facets[facet] = value;
    change({ offer: null });
  }
  function family() {
    const listed = state.site ? [state.site] : state.listed?.sites ?? [];
    return state.site ? data.map.family[state.site] ?? [] : listed.flatMap((site) => data.map.family[site] ?? [site]);
  }
  function tint() {
    const colours = new Set(state.facets.industries.map((industry) => data.filters.colours[industry]));
    return colours.size === 1 ? [...colours][0] : null;
  }
  const drawnOf = (sites) => { const placed = new Set(data.map.placed); return sites.filter((site) => placed.has(site)).length; };

  function chips(now) {
    const { button, parts } = frame, list = [];
    const chip = (text, run) => button(text, { sign: "close", last: true, hint: words("filter.drop"), run });
    for (const [facet, chosen] of Object.entries(state.facets)) for (const value of chosen) list.push(chip(nameOf(facet, value), () => act.drop(facet, value)));
    if (state.in_force) list.push(chip(words("filter.in_force"), () => change({ in_force: false })));
    if (state.text) list.push(chip(words("filter.text_chip", { text: state.text }), () => act.text("")));
    const { offer } = state, more = selection.possible(asked());
    if (offer && !state.facets.regions.includes(offer) && values.regions.has(offer)) list.push(frame.box("chip_offer", button(words("filter.offer_region", { region: nameOf("regions", offer) }), { run: () => act.filter("regions", offer) })));
    if (more.length) list.push(button(words("filter.possible", { n: more.length }), { sign: "help", hint: words("filter.possible_help"), run: () => act.list(words("filter.possible_list", { n: more.length }), more) }));
    if (list.length) list.push(frame.box("clear", button(words("filter.clear"), { run: act.clear })));
    parts.chips.hidden = !list.length || state.page === "about" || state.page === "shortlist";
    parts.chips.replaceChildren(...list);
  }

  function foot(now) {
    const isOpen = state.table && now.length > 0, el = frame.place("foot", state.page === "map" ? (isOpen ? "st-key-foot-open" : "st-key-foot-closed") : null);
    if (!el) return;
    const none = () => { const facets = [...Object.entries(state.facets).filter(([, chosen]) => chosen.length).map(([facet]) => words(`filter.${facet}`)), ...(state.in_force ? [words("filter.in_force")] : []), ...(state.text ? [words("filter.search")] : [])]; return `${words("layout.none")} ${words("layout.none_why", { facets: comma(facets) })}`; };
    const toggle = frame.box("table_toggle", frame.button(words(isOpen ? "table.close" : "table.open"), { sign: isOpen ? "down" : "table", run: () => { change({ table: !state.table }, { keep: true }); document.querySelector(".st-key-table_toggle button").focus(); } }));
    const line = frame.box("foot-line", toggle, make("strong", { textContent: now.length ? words("layout.count", { n: now.length, drawn: drawnOf(now) }) : none() }), frame.box("print", frame.button(words("page.print"), { sign: "print", hint: words("page.print_hint"), run: print })));
    const table = el.querySelector(".st-key-site_table") ?? frame.box("site_table"), imprint = make("p", { className: "gp-print" });
    const chosen = Object.entries(state.facets).flatMap(([facet, of]) => of.map((value) => nameOf(facet, value)));
    imprint.textContent = (chosen.length ? words("app.print_filter", { words: comma(chosen) }) : "") + words("app.print", { version: start.version, day: start.day, approval: start.approval[state.lang] });
    const parts = [line, ...(isOpen ? [table] : []), imprint];
    if (isOpen && el.contains(table)) { el.querySelector(".st-key-foot-line").replaceWith(line); el.querySelector(".gp-print").replaceWith(imprint); } else el.replaceChildren(...parts);
    if (isOpen) mount("row_table", table, { url: "table", lang: state.lang, ids: now, own: {}, chosen: state.site, compared: null }, (_, site) => act.openAndGo(site));
  }
  function print() {
    state.table = true;
    draw();
    setTimeout(() => window.print(), 300); // the rows are drawn first
  }

  function drawer(now) {
    const { site, county, listed } = state;
    const head = (title) => frame.box("drawer-head", make("h3", { textContent: title }), closer());
    const links = (sites) => make("div", { className: "gp-links" }, ...sites.map((one) => make("button", { type: "button", textContent: siteName(one), onclick: () => act.openAndGo(one) })));
    const closer = () => frame.box("close", frame.button(words("layout.close"), { sign: "close", hidden: true, run: () => change(closed) }));
    if (site) {
      const el = frame.place("drawer", "st-key-drawer-dossier"), key = `${site} ${state.lang} ${Boolean(later)}`;
      if (el.dataset.shown === key) return;
      el.dataset.shown = key;
      const content = later?.dossiers[state.lang][site] ?? [], [top, ...rest] = GeoPlanDossier.items(content, { open: act.openAndGo, has, absent: words("page.not_in_file") });
      const actions = frame.box("dossier-actions", ...(data.map.boxes[site] ? [frame.button(words("dossier.button.locate"), { sign: "locate", hint: words("dossier.locate"), run: () => act.goTo([site]) })] : []), frame.button(words("page.print"), { sign: "print", hint: words("page.print_hint"), run: print }));
      el.replaceChildren(frame.box("dossier-head", closer(), top ?? make("p", { textContent: words("page.loading") })), actions, ...rest);
      el.scrollTop = 0;
      return;
    }
    if (!county && !listed) { frame.place("drawer", null); return; }
    const el = frame.place("drawer", county ? "st-key-drawer-unplaced" : "st-key-drawer-listed");
    delete el.dataset.shown;
    const waiting = county ? data.map.files.sites.trays.filter(({ s, adcode }) => adcode.startsWith(county) && now.includes(s)).map(({ s }) => s) : listed.sites;
    el.replaceChildren(head(county ? words("layout.unplaced_in", { county: nameOf("regions", county.padEnd(6, "0")), n: waiting.length }) : listed.title), links(waiting));
  }

  // ---- the pages beside the map -------------------------------------------------------------------------------------------
  function side(shown) {
    const el = frame.place("side", ["coverage", "shortlist"].includes(state.page) ? "st-key-side" : null);
    if (!el) return;
    const key = `${state.page} ${state.lang}`;
    if (el.dataset.shown !== key) {
      el.dataset.shown = key;
      el.replaceChildren(make("h1", { textContent: words(`page.${state.page}`) }), make("p", { className: "gp-lead", textContent: words(state.page === "coverage" ? "coverage.lead" : "page.shortlist_lead") }), make("div", { className: "gp-side-top" }), frame.box("widget"), make("div", { className: "gp-side-end" }));
    }
    const top = el.querySelector(".gp-side-top"), host = el.querySelector(".st-key-widget"), end = el.querySelector(".gp-side-end");
    if (state.page === "shortlist") {
      const cards = data.shortlist[state.lang];
      Object.assign(shown, { sites: cards.map(({ id }) => id), numbers: cards.map(({ number }) => number) });
      mount("site_cards", host, { groups: [{ title: words("page.shortlist"), cards }], words: { met: "", unknown: "" }, picked: [], full: false, chosen: state.site }, (_, site) => act.openAndGo(site));
      return;
    }
    const mask = selection.mask({ ...asked(), regions: [] }), table = coverage.table({ mask, asked: state.facets.industries, regions: state.facets.regions, scope: state.scope });
    if (!table.columns.includes(state.column)) state.column = table.columns[0];
    if (state.cell && !(table.counties.includes(state.cell[0]) && table.columns.includes(state.cell[1]))) state.cell = null;
    const scopes = data.coverage.scopes.map((scope) => frame.button(say(scope.name), { "aria-pressed": scope === state.scope, run: () => { go({ home: true }); change({ scope, cell: null }); } }));
    const pills = make("div", { className: "gp-pills" }, ...scopes);
    pills.setAttribute("role", "group");
    pills.setAttribute("aria-label", words("coverage.scope"));
    const told = isFiltered() ? [] : [make("p", {}, make("strong", { textContent: say(state.scope.sentence) }))];
    top.replaceChildren(pills, ...told);
    if (!table.counties.length) {
      shown.sites = [];
      host.hidden = true;
      end.replaceChildren(make("p", { textContent: words("gaps.elsewhere") }));
      return;
    }
    host.hidden = false;
    const { matrix, map: classes, name } = coverage.content(table, { column: state.column, cell: state.cell, lang: state.lang, words: start.words[state.lang], nameOf: (industry) => nameOf("industries", industry) });
    mount("matrix", host, matrix, (_, { column, cell }) => {
      if (cell) { const isOpen = state.cell?.join(".") === cell.join("."), box = later?.boxes[cell[0]]; if (!isOpen && box) go({ box }); change({ column: cell[1], cell: isOpen ? null : cell, ...closed }); } else change({ column });
    });
    const ids = (places) => places.map((place) => data.selection.sites[place]);
    const every = table.cells.flat().flatMap(({ known, possible }) => [...known, ...possible]);
    shown.classes = classes;
    shown.sites = ids([...new Set(every)].sort((a, b) => a - b));
    const notes = [make("p", { className: "gp-key", textContent: words("gaps.key") }), ...(!isFiltered() && state.scope.note ? [make("p", { className: "gp-key", textContent: say(state.scope.note) })] : [])];
    if (state.cell) {
      const [code, industry] = state.cell, { known, possible } = table.cells[table.counties.indexOf(code)][table.columns.indexOf(industry)], county = coverage.countyName(code, state.lang);
      const links = (places) => make("div", { className: "gp-links" }, ...ids(places).map((one) => make("button", { type: "button", textContent: siteName(one), onclick: () => act.openAndGo(one) })));
      const sure = known.length ? [make("p", { className: "gp-cite", textContent: words("gaps.known", { county, n: known.length }) }), links(known)] : [make("p", { className: "gp-cite", textContent: words("gaps.no_known", { county }) })];
      const may = possible.length ? [make("details", { open: !known.length }, make("summary", { textContent: words("gaps.possible", { county, n: possible.length }) }), links(possible))] : [];
      shown.sites = ids([...known, ...possible]);
      notes.unshift(frame.box("coverage_cell_sites", make("h3", { textContent: words("gaps.sites", { county, industry: name(industry) }) }), frame.button(words("gaps.close"), { run: () => change({ cell: null }) }), ...sure, ...may));
    }
    end.replaceChildren(...notes);
  }

  function sheet() {
    const el = frame.place("sheet", state.page === "about" ? "st-key-sheet" : null);
    if (!el || el.dataset.shown === state.lang) return;
    el.dataset.shown = state.lang;
    const rows = start.facts[state.lang].map(([label, text]) => make("tr", {}, Object.assign(make("th", { textContent: label }), { scope: "row" }), make("td", { textContent: text })));
    el.replaceChildren(make("h1", { textContent: say(start.title) }), make("table", { className: "gp-figures gp-about" }, make("tbody", {}, ...rows)), make("p", { className: "gp-key", textContent: data.map.files.text[state.lang].attribution }), ...qr());
  }
  function qr() {
    if (!start.qr) return [];
    const [d, size] = start.qr, NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), ground = document.createElementNS(NS, "rect"), path = document.createElementNS(NS, "path");
    for (const [el, of] of [[svg, { viewBox: `0 0 ${size} ${size}`, class: "gp-qr", role: "img", "aria-label": words("page.qr"), "shape-rendering": "crispEdges" }], [ground, { width: size, height: size, fill: "#fff" }], [path, { d, fill: "#000" }]]) for (const [name, value] of Object.entries(of)) el.setAttribute(name, value);
    svg.append(ground, path);
    return [svg];
  }

  // ---- the start ----------------------------------------------------------------------------------------------------------
  async function begin() {
    const second = new Promise((done) => { begin.rest = done; });
    data = await GeoPlanPacked.unpack("first");
    values = Object.fromEntries(data.filters.facets.facets.map(({ id, sections }) => [id, new Map(sections.flatMap(({ values: of }) => of.map((value) => [value.id, value])))]));
    const up = Object.fromEntries([...values.industries.values()].map(({ id, up: above }) => [id, above ?? ""]));
    const files = { ...data.map.files, facets: data.filters.facets };
    const answer = async (url) => (url in files ? files[url] : (await second)[url === "search" ? "index" : url]);
    window.GeoPlanShell = { fetch: async (url) => ({ ok: true, json: () => answer(url) }), choose, view: () => GeoPlanAddress.now().get("view"), setView: (view, step) => GeoPlanAddress.set({ view }, step) };
    selection = GeoPlanSelection(data.selection, (text) => fold(text));
    coverage = GeoPlanCoverage(data.coverage, selection, { up, stems: data.filters.stems });
    mount = GeoPlanMount(data.styles);
    frame = GeoPlanFrame({ words, act });
    plain.remove();
    document.body.prepend(frame.root);
    read();
    if (!GeoPlanAddress.now().get("view")) {
      const box = state.site ? boxOf([state.site]) : start.whole ? null : boxOf(data.selection.sites);
      if (box) go({ box });
    }
    const shown = draw(); // the panels first: the map then knows what lies over it
    map = GeoPlan;
    map.mount(L.map("map_div", data.map.options), data.map.settings);
    showOnMap(shown);
    addEventListener("popstate", () => { read(); draw(); });
    // What the map does not need follows when the map is seen.
    const box = document.getElementById("map_div");
    requestAnimationFrame(() => setTimeout(() => lists(selection.select(asked())))); // the map is seen sooner
    await new Promise((done) => {
      new MutationObserver((_, watch) => { if (box.dataset.named === "yes") { watch.disconnect(); done(); } }).observe(box, { attributes: true, attributeFilter: ["data-named"] });
      setTimeout(done, 4000); // a page in the background draws nothing
    });
    requestAnimationFrame(() => setTimeout(rest));
    setTimeout(rest, 5000);
    async function rest() {
      if (later || rest.begun) return;
      rest.begun = true;
      const content = await GeoPlanPacked.unpack("second"), simplified = new Map(), pairs = [...content.search.index.simplified];
      for (let i = 0; i < pairs.length; i += 2) simplified.set(pairs[i], pairs[i + 1]);
      fold = (text) => GeoPlanWidgets.search_box.fold(text, simplified);
      later = content;
      found = GeoPlanFound({ targets: content.search.targets, boxes: content.boxes }, act);
      begin.rest({ ...content, index: content.search.index });
      draw();
      frame.root.dataset.ready = "yes";
    }
  }
  begin();
})();

// The layers of the map in groups: shown or hidden, how opaque, in which order. It talks to the map's frame, which keeps
// all of it (see geoplan-layers.js), and never to the server. Every text is set as text, never as HTML.
const STORE = "geoplan:layer-groups", RETRY = 300; // milliseconds
const views = new WeakMap(), files = new Map();
const NS = "http://www.w3.org/2000/svg";
const EYE = "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z", SHUT = "M2 8.500c1.500 2 3.500 3 6 3s4.500-1 6-3M3.700 10.300 2.500 12M8 11.500v2M12.300 10.300l1.200 1.700";
const CHEVRON = "M6 4l4 4-4 4", SLIDERS = "M2 5h5M11 5h3M9 3v4M2 11h3M9 11h5M7 9v4", UP = "M8 12.500V4M4.500 7.500 8 4l3.500 3.500", DOWN = "M8 3.500V12M4.500 8.500 8 12l3.500-3.500";
// Symbols of what is no theme, in 16 × 16.
const SIGNS = {
  notes: ["M8 14.500C4.500 10.500 3 8.500 3 6.300a5 5 0 0 1 10 0c0 2.200-1.500 4.200-5 8.200zM8 4.800a1.500 1.500 0 1 1-.01 0"],
  drafts: ["M2.500 4 12 2.500l1.500 8L4.500 13.500z"],
  overlay: ["M8 1.800a6.200 6.200 0 1 1-.01 0z"],
  choropleth: ["M2 2h5.500v5.500H2zM8.500 2H14v5.500H8.500z", "M2 8.500h5.500V14H2z", "M8.500 8.500H14V14H8.500z"],
  gateways: ["M8 5.200V13.500M8 5.200a1.600 1.600 0 1 1 .01 0M5 7.500h6M3 9.800c.3 2.400 2.400 3.700 5 3.700s4.700-1.300 5-3.700"],
  unplaced: ["M2 3.500h12v9H2z", "M4.500 6.500h1.500v1.500H4.500zM7.300 6.500h1.500v1.500H7.300zM10 6.500h1.500v1.500H10z"],
  doubts: ["M8 2.500a5.500 5.500 0 1 1-.01 0z"],
  radii: ["M8 2a6 6 0 1 1-.01 0z", "M8 7a1 1 0 1 1-.01 0z"],
  "base-names": ["M3 13.500 8 2.500l5 11M4.800 9.800h6.400"],
  borders: ["M1.500 12 5 6.500l4 3 5.500-7"],
  relief: ["M1 13 5.500 5l3 4.500L10.500 7l4.500 6z"],
  own: ["M2.500 3.500h11v9h-11z"],
};
const FILLED = new Set(["overlay", "doubts", "relief", "own", "drafts", "choropleth"]), DASHED = new Set(["unplaced", "radii", "borders"]);

const make = (tag, properties = {}, attributes = {}) => {
  const el = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  return el;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
function icon(paths, className) {
  const svg = document.createElementNS(NS, "svg");
  for (const [name, value] of [["viewBox", "0 0 16 16"], ["aria-hidden", "true"], ["class", className]]) svg.setAttribute(name, value);
  for (const d of [paths].flat()) {
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
const frame = () => document.querySelector('.st-key-map iframe, iframe[title="streamlit_folium.st_folium"]')?.contentWindow?.GeoPlan ?? globalThis.GeoPlan;
const store = () => { try { return frame()?.layers ?? null; } catch { return null; } };

function folded() { try { return { ...JSON.parse(sessionStorage.getItem(STORE)) }; } catch { return {}; } }
function fold(state) { try { sessionStorage.setItem(STORE, JSON.stringify(state)); } catch { /* storage is full or off */ } }

// The titles, asked for again until they come.
function load(url, failed) {
  if (!files.has(url)) files.set(url, attempt(url, failed, 500));
  return files.get(url);
}
async function attempt(url, failed, pause) {
  for (;; pause = Math.min(2 * pause, 15000)) {
    try {
      const answer = await (globalThis.GeoPlanShell?.fetch ?? fetch)(url);
      if (answer.ok) return await answer.json();
    } catch { /* asked for again */ }
    failed();
    await new Promise((go) => { setTimeout(go, pause); });
  }
}

// A theme's symbol has the colours of its sites' main industries, as the map's symbols of several sites have.
function swatch(layer, known) {
  const kind = layer.id.startsWith("own:") ? "own" : layer.id;
  if (known?.mix) {
    const el = make("span", { className: "swatch mix" }, { "aria-hidden": "true" });
    let at = 0;
    const whole = known.mix.reduce((sum, [, share]) => sum + share, 0) || 1;
    const parts = known.mix.map(([colour, share]) => { const from = at; at += share / whole; return `var(--c-${colour.slice(1)}, ${colour}) ${(from * 360).toFixed(1)}deg ${(at * 360).toFixed(1)}deg`; });
    el.style.background = parts.length ? `conic-gradient(${parts.join(", ")})` : "#9A9A93";
    return el;
  }
  const svg = icon(SIGNS[kind] ?? SIGNS.own, `swatch${FILLED.has(kind) ? " filled" : ""}${DASHED.has(kind) ? " dashed" : ""} ${kind}`);
  svg.style.setProperty("--c", known?.c ?? "var(--user-layer, #7A1FA2)");
  return svg;
}

function View(parent) {
  const box = make("div", { className: "gp-layers" }), closed = folded(), opened = new Set();
  let file = null, data = null, timer = null, shape = "", rows = new Map(), groups = new Map(), top = null;
  parent.append(box);
  const words = () => file.words[data.lang] ?? file.words.zh, say = (names) => names[data.lang] ?? names.zh;
  const known = (id) => file.layers.find((layer) => layer.id === id);
  const titleOf = (layer) => (known(layer.id) ? say(known(layer.id).name) : layer.title || layer.id);

  // What there is decides the parts; what shows is written into them, so that focus and open options stay.
  function draw() {
    clearTimeout(timer);
    if (!file) return;
    const layers = store();
    if (!layers) {
      shape = "";
      box.replaceChildren(make("p", { className: "note", textContent: words().loading }, { role: "status" }));
      timer = setTimeout(draw, RETRY);
      return;
    }
    const all = layers.all(), now = JSON.stringify([data.lang, data.url, all.map(({ id, title, group }) => [id, title, group])]);
    if (now !== shape) { build(all); shape = now; }
    write(all);
    box.dataset.ready = "yes";
  }

  function build(all) {
    // A rebuild, as when two layers change places, keeps what is in use.
    const active = box.getRootNode().activeElement?.dataset?.stop;
    rows = new Map(); groups = new Map();
    const w = words(), bar = make("div", { className: "bar" }), note = make("p", { className: "hidden-sites" }, { role: "status" });
    const showAll = make("button", { type: "button", className: "all", textContent: w.show_all });
    showAll.dataset.stop = "all";
    showAll.onclick = () => { const layers = store(); layers?.set(layers.all().filter((layer) => layer.usual && !layer.on).map(({ id }) => id), { on: true }); };
    bar.append(note, showAll);
    top = { note, showAll };
    const parts = file.groups.map((group) => groupOf(group, all.filter((layer) => layer.group === group.id))).filter(Boolean);
    box.lang = data.lang;
    box.replaceChildren(bar, ...parts);
    const stop = active && box.querySelector(`[data-stop="${CSS.escape(active)}"]`);
    if (stop) (stop.disabled ? stop.parentElement.querySelector("button:not(:disabled)") : stop)?.focus(); // at the end of its group, the other way
  }

  function groupOf(group, layers) {
    if (!layers.length) return null;
    const w = words(), title = say(group.name), el = make("section", { className: "group" }), head = make("div", { className: "head" });
    const heading = make("h3"), list = make("ul", { id: `layers-${group.id}`, hidden: closed[group.id] === true });
    const button = make("button", { type: "button", className: "fold" }, { "aria-expanded": String(!list.hidden), "aria-controls": list.id });
    const eye = eyeOf(fill(w.show_group, { title }), `group:${group.id}`, (on) => store()?.set(layers.map(({ id }) => id), { on }));
    button.dataset.stop = `fold:${group.id}`;
    button.append(icon(CHEVRON, "chevron"), make("span", { textContent: title }));
    button.onclick = () => {
      list.hidden = !list.hidden;
      button.setAttribute("aria-expanded", String(!list.hidden));
      closed[group.id] = list.hidden;
      fold(closed);
    };
    heading.append(button);
    head.append(eye.el, heading);
    list.append(...layers.map((layer) => rowOf(layer, layers)));
    el.append(head, list);
    groups.set(group.id, eye);
    return el;
  }

  // A checkbox that looks like an eye.
  function eyeOf(label, stop, onChange) {
    const el = make("label", { className: "eye", title: label }), input = make("input", { type: "checkbox" }, { "aria-label": label });
    input.dataset.stop = stop;
    input.onchange = () => onChange(input.checked);
    el.append(input, icon(EYE, "open"), icon(SHUT, "shut"));
    return { el, input };
  }

  function rowOf(layer, peers) {
    const w = words(), id = layer.id, title = titleOf(layer), li = make("li"), line = make("div", { className: "line" });
    const eye = eyeOf(fill(w.show, { title }), `eye:${id}`, (on) => store()?.set(id, { on }));
    const name = make("span", { className: "title", textContent: title }), number = make("span", { className: "count" });
    const options = make("div", { className: "options", id: `options-${id}`, hidden: !opened.has(id) });
    const more = make("button", { type: "button", className: "more", title: fill(w.options, { title }) }, { "aria-label": fill(w.options, { title }), "aria-expanded": String(!options.hidden), "aria-controls": options.id });
    more.dataset.stop = `more:${id}`;
    more.append(icon(SLIDERS, ""));
    more.onclick = () => {
      options.hidden = !options.hidden;
      more.setAttribute("aria-expanded", String(!options.hidden));
      if (options.hidden) opened.delete(id); else opened.add(id);
    };
    name.onclick = () => eye.input.click();
    li.dataset.layer = id;
    line.append(eye.el, swatch(layer, known(id)), name, number, more);

    const label = make("label", { className: "opacity" }), slider = make("input", { type: "range", min: 0, max: 100, step: 5 }), percent = make("output", { className: "percent" });
    slider.dataset.stop = `opacity:${id}`;
    slider.oninput = () => store()?.set(id, { opacity: slider.valueAsNumber / 100 });
    label.append(make("span", { textContent: w.opacity }), slider);
    options.append(label, percent);
    const movable = peers.filter((peer) => !peer.fixed);
    if (!layer.fixed && movable.length > 1) {
      for (const [by, path, text, end] of [[-1, UP, { action: w.up, of: w.up_of }, movable[0]], [1, DOWN, { action: w.down, of: w.down_of }, movable.at(-1)]]) {
        const button = make("button", { type: "button", className: "move", title: text.action, disabled: end.id === id }, { "aria-label": fill(text.of, { title }) });
        button.dataset.stop = `${by}:${id}`;
        button.append(icon(path, ""));
        button.onclick = () => store()?.move(id, by);
        options.append(button);
      }
    }
    li.append(line, options);
    rows.set(id, { li, eye, number, slider, percent });
    return li;
  }

  function write(all) {
    const w = words();
    for (const layer of all) {
      const row = rows.get(layer.id);
      if (!row) continue;
      row.eye.input.checked = layer.on;
      row.li.classList.toggle("off", !layer.on);
      row.number.textContent = layer.n === null ? "" : layer.n.toLocaleString("en");
      row.number.classList.toggle("zero", layer.n === 0);
      row.number.title = layer.n === null ? "" : fill(w.in_view, { n: layer.n.toLocaleString("en") });
      const percent = Math.round(layer.opacity * 100);
      if (row.slider.valueAsNumber !== percent) row.slider.value = percent;
      row.slider.setAttribute("aria-valuetext", `${percent}%`);
      row.percent.textContent = `${percent}%`;
    }
    for (const [group, eye] of groups) {
      const on = all.filter((layer) => layer.group === group).map((layer) => layer.on);
      eye.input.checked = on.every(Boolean);
      eye.input.indeterminate = on.some(Boolean) && !on.every(Boolean);
    }
    let hidden = 0;
    try { hidden = frame().hiddenCount?.() ?? 0; } catch { /* the frame is being loaded */ }
    top.note.textContent = hidden ? fill(w.hidden, { n: hidden.toLocaleString("en") }) : "";
    top.showAll.disabled = !all.some((layer) => layer.usual && !layer.on);
  }

  document.addEventListener("geoplan:layers", draw);
  return {
    box,
    take(next) {
      data = next;
      load(data.url, () => { if (!file) box.replaceChildren(make("p", { className: "note", textContent: data.failed }, { role: "status" })); }).then((loaded) => {
        if (data.url !== next.url) return;
        file = loaded;
        draw();
      });
    },
    end() { clearTimeout(timer); document.removeEventListener("geoplan:layers", draw); },
  };
}

export default function ({ parentElement, data }) {
  let view = views.get(parentElement);
  if (!view || !parentElement.contains(view.box)) {
    view?.end();
    view = View(parentElement);
    views.set(parentElement, view);
  }
  view.take(data);
  return () => { if (!parentElement.isConnected) { view.end(); views.delete(parentElement); } };
}

// All facets of the filter. Labels and trees come by URL once; a message has counts and codes. A click shows at once;
// the server's answer corrects the counts. Every text is set as text, never as HTML.
const STORE = "geoplan:facets", LONG = 10, WAIT = 5000; // values from which a group has a box to find one; milliseconds
const views = new WeakMap(), files = new Map();
const NS = "http://www.w3.org/2000/svg";
const CHEVRON = "M6 4l4 4-4 4", TICK = "M3.5 8.2l3 3 6-6.400", DASH = "M4 8h8", LENS = "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM10.300 10.300 14 14";

const make = (tag, properties = {}, attributes = {}) => {
  const el = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  return el;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s'’·・-]/g, "");
const same = (a, b) => a.length === b.length && a.every((value) => b.includes(value));
function icon(path, className) {
  const svg = document.createElementNS(NS, "svg"), line = document.createElementNS(NS, "path");
  for (const [name, value] of [["viewBox", "0 0 16 16"], ["aria-hidden", "true"], ["class", className]]) svg.setAttribute(name, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// ---- what is remembered in this tab of the browser: groups that are folded, values that are unfolded ------------------
function remembered() {
  try {
    const { groups, nodes } = JSON.parse(sessionStorage.getItem(STORE)) || {};
    return { groups: { ...groups }, nodes: { ...nodes } };
  } catch { return { groups: {}, nodes: {} }; }
}
function remember(kept) { try { sessionStorage.setItem(STORE, JSON.stringify(kept)); } catch { /* storage is full or off */ } }

// The labels, asked for again until they come.
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

function View(parent, send) {
  const box = make("div", { className: "gp-facets" });
  const live = make("p", { className: "note", hidden: true }, { role: "status" });
  const kept = remembered();
  const pending = new Map(); // what was sent and is not yet in an answer, by facet, with the time
  let file = null, data = null, built = "", groups = [], force = null, later;
  parent.append(box);

  const words = () => file.words[data.lang] ?? file.words.zh, say = (names) => names[data.lang] ?? names.zh;
  const chosenIn = (facet) => pending.get(facet)?.value ?? data.chosen[facet] ?? [];
  const inForce = () => pending.get("in_force")?.value ?? data.in_force;
  const nameOf = (value) => say(value.states?.[data.states[value.id]] ?? value.name);

  function choose(facet, value) {
    pending.set(facet, { value, at: Date.now() });
    // Two changes in a row may reach the server as one: each says all that is not yet answered.
    send("change", Object.fromEntries([...pending].map(([name, { value: now }]) => [name, now])));
    setTimeout(() => (groups.find((one) => one.id === facet) ?? force).paint()); // the server is told first
    setTimeout(() => { settle(); paint(); }, WAIT + 100); // what the server did not take is no longer shown
  }
  // An answer that has what was sent settles it; one to an earlier click does not undo a later one.
  function settle() {
    for (const [facet, { value, at }] of pending) {
      const answered = facet === "in_force" ? data.in_force === value : same(data.chosen[facet] ?? [], value);
      if (answered || Date.now() - at > WAIT) pending.delete(facet);
    }
  }

  // ---- the parts, built once for a language ---------------------------------------------------------------------------
  function build() {
    groups = file.facets.map(group);
    force = forceSwitch();
    const heads = groups.map(({ el }) => el), after = file.facets.filter(({ open }) => open).length;
    heads.splice(after, 0, force.el);
    box.lang = data.lang;
    box.replaceChildren(live, ...heads);
  }

  function forceSwitch() {
    const el = make("div", { className: "force" });
    const button = make("button", { type: "button", className: "switch" }, { role: "switch", "aria-describedby": "force-help" });
    const help = make("p", { id: "force-help", className: "help", hidden: true, textContent: say(file.in_force.help) });
    const more = make("button", { type: "button", className: "about", textContent: "?", title: words().about }, { "aria-label": words().about, "aria-expanded": "false", "aria-controls": "force-help" });
    button.append(make("i", {}, { "aria-hidden": "true" }), make("span", { textContent: say(file.in_force.title) }));
    button.onclick = () => choose("in_force", !inForce());
    more.onclick = () => { help.hidden = !help.hidden; more.setAttribute("aria-expanded", String(!help.hidden)); };
    el.append(button, more, help);
    return { el, paint: () => button.setAttribute("aria-checked", String(inForce())) };
  }

  function group(facet) {
    const title = say(facet.title), w = words(), id = facet.id, open = kept.groups[id] ?? facet.open;
    const el = make("section", { className: "group" }), head = make("div", { className: "head" }), body = make("div", { className: "body", id: `body-${id}` });
    const fold = make("button", { type: "button", className: "fold" }, { "aria-controls": body.id, "aria-expanded": String(open) });
    const heading = make("h3"), number = make("span", { className: "number", hidden: true });
    const clear = make("button", { type: "button", className: "clear", textContent: w.clear, title: fill(w.clear_of, { title }), hidden: true }, { "aria-label": fill(w.clear_of, { title }) });
    fold.append(icon(CHEVRON, "chevron"), make("span", { id: `title-${id}`, textContent: title }), number);
    heading.append(fold);
    head.append(heading, clear);
    body.hidden = !open;
    el.dataset.facet = id;
    fold.onclick = () => {
      body.hidden = !body.hidden;
      fold.setAttribute("aria-expanded", String(!body.hidden));
      kept.groups[id] = !body.hidden;
      remember(kept);
    };
    clear.onclick = () => { choose(id, []); fold.focus(); };

    const values = facet.sections.flatMap((section) => section.values), byId = new Map(values.map((value) => [value.id, { ...value, rows: [] }]));
    for (const value of byId.values()) if (value.up) byId.get(value.up).rows.push(value.id);
    const above = (value) => (value.up ? [byId.get(value.up), ...above(byId.get(value.up))] : []);
    const unfolded = (value) => kept.nodes[`${id}:${value.id}`] ?? (facet.unfolded.includes(value.id) || holdsChosen(value));
    const holdsChosen = (value) => value.rows.some((child) => chosenIn(id).includes(child) || holdsChosen(byId.get(child)));
    const find = values.length > LONG ? finder() : null;
    const none = make("p", { className: "none", hidden: true }, { role: "status" });
    if (facet.help) body.append(make("p", { className: "help", textContent: say(facet.help) }));
    if (find) body.append(find.el);
    body.append(none);
    const trees = facet.sections.map((section, i) => tree(section, i));
    el.append(head, body);

    function finder() {
      const box_ = make("div", { className: "find" }), label = fill(w.find, { title });
      const input = make("input", { type: "text", placeholder: w.find_hint, spellcheck: false, autocomplete: "off" }, { "aria-label": label, role: "searchbox" });
      box_.append(icon(LENS, "lens"), input);
      input.oninput = (e) => { if (!e.isComposing) paintGroup(); };
      input.addEventListener("compositionend", () => paintGroup());
      input.onkeydown = (e) => {
        if (e.isComposing) return;
        if (e.key === "Escape" && input.value) { input.value = ""; paintGroup(); e.preventDefault(); e.stopPropagation(); }
        if (e.key === "ArrowDown") { trees.flatMap(({ shown }) => shown())[0]?.focus(); e.preventDefault(); }
      };
      return { el: box_, text: () => input.value.trim() };
    }

    function tree(section, i) {
      const list = make("ul", {}, { role: "tree", "aria-multiselectable": "true" });
      if (section.title) {
        const subtitle = make("h4", { id: `section-${id}-${i}`, textContent: say(section.title) });
        body.append(subtitle);
        list.setAttribute("aria-labelledby", `title-${id} ${subtitle.id}`);
      } else list.setAttribute("aria-labelledby", `title-${id}`);
      for (const { id: code } of section.values) list.append(row(byId.get(code)));
      list.onkeydown = (e) => keys(e, list);
      // The row that was last in use is where the Tab key comes in.
      list.addEventListener("focusin", (e) => { for (const one of list.children) one.tabIndex = one === e.target ? 0 : -1; });
      body.append(list);
      return { list, title: list.previousElementSibling?.tagName === "H4" ? list.previousElementSibling : null, shown: () => [...list.children].filter((one) => !one.hidden) };
    }

    function row(value) {
      const depth = above(value).length, li = make("li", { tabIndex: -1 }, { role: "treeitem", "aria-level": depth + 1 });
      const twist = make("span", { className: "twist" }), tick = make("span", { className: "tick" });
      if (value.rows.length) twist.append(icon(CHEVRON, "chevron"));
      tick.append(icon(TICK, "yes"), icon(DASH, "partly"));
      value.label = make("span", { className: "label" });
      value.count = make("span", { className: "count" });
      value.li = li;
      li.style.setProperty("--depth", depth);
      li.dataset.value = value.id;
      li.append(twist, tick, value.label, value.count);
      li.onclick = (e) => { if (value.rows.length && twist.contains(e.target)) unfold(value, !isOpen(value)); else toggle(value); };
      return li;
    }

    const isOpen = (value) => value.li.getAttribute("aria-expanded") === "true";
    function unfold(value, on) {
      kept.nodes[`${id}:${value.id}`] = on;
      remember(kept);
      paintGroup();
    }
    // A parent stands for its children: choosing it takes them out of the list; a child of a chosen one is in already.
    function toggle(value) {
      const chosen = chosenIn(id);
      if (above(value).some((one) => chosen.includes(one.id))) return;
      const others = chosen.filter((one) => one !== value.id);
      if (chosen.includes(value.id)) choose(id, others);
      else choose(id, [...others.filter((one) => !above(byId.get(one) ?? {}).includes(value)), value.id]);
    }

    function keys(e, list) {
      const rows = [...list.children].filter((one) => !one.hidden), at = rows.indexOf(e.target), value = byId.get(e.target.dataset?.value);
      if (!value || e.ctrlKey || e.metaKey || e.altKey) return;
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[e.key];
      if (to !== undefined) rows[to]?.focus();
      else if (e.key === " " || e.key === "Enter") toggle(value);
      else if (e.key === "ArrowRight") { if (value.rows.length && !isOpen(value)) unfold(value, true); else if (value.rows.length) rows[at + 1]?.focus(); }
      else if (e.key === "ArrowLeft") { if (isOpen(value)) unfold(value, false); else if (value.up) byId.get(value.up).li.focus(); }
      else return;
      e.preventDefault();
    }

    // ---- what is chosen, counted and found ----------------------------------------------------------------------------
    function paintGroup() {
      const chosen = chosenIn(id), given = data.counts[id] ?? {}, text = find ? find.text() : "", wanted = plain(text);
      const matches = (value) => [...Object.values(value.states?.[data.states[value.id]] ?? {}), ...Object.values(value.name), value.py].some((name) => plain(name).includes(wanted));
      // Numbers come in the order of the values.
      const counts = Array.isArray(given) ? Object.fromEntries([...byId.keys()].map((value, i) => [value, given[i]])) : given;
      const found = new Set();
      if (wanted) for (const value of byId.values()) if (matches(value)) for (const one of [value, ...above(value)]) found.add(one);
      for (const value of byId.values()) {
        const parents = above(value), cover = parents.find((one) => chosen.includes(one.id)), is = chosen.includes(value.id);
        const state = cover || is ? "true" : holdsChosen(value) ? "mixed" : "false", n = counts[value.id] ?? 0, name = nameOf(value), { li } = value;
        const open = wanted ? value.rows.some((child) => found.has(byId.get(child))) : unfolded(value);
        value.open = open;
        const hidden = wanted ? !found.has(value) : parents.some((one) => !one.open);
        if (hidden !== li.hidden) li.hidden = hidden;
        // What was written last is kept beside the row: a change of the filter touches few of some hundred rows.
        const drawn = hidden && value.drawn ? value.drawn : [open, state, n, name, cover?.id, data.lang].join();
        if (drawn === value.drawn) continue;
        value.drawn = drawn;
        if (value.rows.length) li.setAttribute("aria-expanded", String(open));
        li.setAttribute("aria-checked", state);
        li.setAttribute("aria-disabled", String(Boolean(cover)));
        const note = cover ? fill(w.covered, { parent: nameOf(cover) }) : state === "mixed" ? w.partly : "";
        li.setAttribute("aria-label", [fill(w.value, { name, n: n.toLocaleString("en") }), note].filter(Boolean).join(data.lang === "zh" ? "，" : ", "));
        li.title = note;
        li.classList.toggle("covered", Boolean(cover));
        li.classList.toggle("zero", n === 0);
        value.label.textContent = name;
        value.count.textContent = n.toLocaleString("en");
      }
      none.hidden = !wanted || found.size > 0;
      none.textContent = none.hidden ? "" : fill(w.no_match, { text });
      for (const { list, title: subtitle, shown } of trees) {
        const rows = shown(), stop = rows.find((one) => one.tabIndex === 0) ?? rows[0];
        for (const one of list.children) { const at = one === stop ? 0 : -1; if (one.tabIndex !== at) one.tabIndex = at; }
        list.hidden = !rows.length;
        if (subtitle) subtitle.hidden = !rows.length;
      }
      number.hidden = clear.hidden = !chosen.length;
      number.textContent = chosen.length;
      number.title = fill(w.chosen, { n: chosen.length });
      number.setAttribute("aria-label", number.title);
    }
    return { id, el, paint: paintGroup };
  }

  function paint() {
    for (const one of groups) one.paint();
    force.paint();
  }
  function draw() {
    settle();
    const now = `${data.url} ${data.lang}`;
    if (now !== built) { build(); built = now; }
    paint();
  }

  return {
    box,
    take(next, sender) {
      send = sender;
      data = next;
      clearTimeout(later);
      if (file && built.startsWith(`${data.url} `)) { later = setTimeout(draw); return; } // the map, told in the same answer, comes first
      load(data.url, () => { live.textContent = data.failed; live.hidden = false; if (!built) box.replaceChildren(live); }).then((loaded) => {
        if (data.url !== next.url) return;
        file = loaded;
        live.hidden = true;
        draw();
        box.dataset.ready = "yes";
      });
    },
  };
}

export default function ({ parentElement, data, setTriggerValue }) {
  let view = views.get(parentElement);
  if (!view || !parentElement.contains(view.box)) {
    view = View(parentElement, setTriggerValue);
    views.set(parentElement, view);
  }
  view.take(data, setTriggerValue);
}

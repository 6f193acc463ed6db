// The table of sites. Its rows come once by URL; what is asked for comes as ids. A row answers to the pointer, a click,
// and the arrow keys; the map shows the row that is pointed at, and the other way round. A button in each row puts its
// site into the comparison and takes it out.
const tables = new Map(); // by URL: what is fetched once
const make = (tag, properties, ...children) => { const el = Object.assign(document.createElement(tag), properties); el.append(...children); return el; };
const SVG = "http://www.w3.org/2000/svg";
const map = () => document.querySelector(".st-key-map iframe")?.contentWindow?.GeoPlan ?? globalThis.GeoPlan;

function table(url) {
  if (!tables.has(url)) tables.set(url, (globalThis.GeoPlanShell?.fetch ?? fetch)(url).then((answer) => answer.json()));
  return tables.get(url);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".gp-table") || parentElement.appendChild(make("div", { className: "gp-table" }));
  const state = (root.state ??= { sort: null, down: false, written: "" });
  state.open = (id) => setTriggerValue("open", id);
  state.compare = (id) => setTriggerValue("compare", id);
  state.data = data;
  if (!root.listening) {
    root.listening = true;
    const hear = (e) => mark(root, "is-hovered", e.detail.sites);
    document.addEventListener("geoplan:hover", hear);
    root.addEventListener("mouseover", (e) => { const row = e.target.closest("tbody tr"); map()?.hover(row ? row.dataset.id : null); });
    root.addEventListener("mouseleave", () => map()?.hover(null));
    root.addEventListener("click", (e) => {
      const row = e.target.closest("tbody tr"), button = e.target.closest(".compare");
      if (!row) return;
      focus(root, row, button || row);
      (button ? state.compare : state.open)(row.dataset.id);
    });
    root.addEventListener("keydown", (e) => key(root, e));
  }
  table(data.url).then((content) => { if (state.data === data) write(root, content[data.lang]); });
}

function write(root, { head, rows, texts }) {
  const { state } = root, { data } = state, now = JSON.stringify([data.ids, data.own, data.lang, state.sort, state.down]);
  if (now !== state.written) {
    state.written = now;
    const cells = (id) => data.own[id] || rows[id];
    const all = Object.keys(rows); // sites come as numbers, their places in this list; places of a user's own by their ids
    let ids = (data.ids ? data.ids.map((site) => (typeof site === "number" ? all[site] : site)) : all).filter(cells);
    if (state.sort !== null) {
      const compare = new Intl.Collator(data.lang, { numeric: true }).compare, at = (id) => cells(id)[state.sort];
      ids = [...ids].sort((a, b) => (at(a) === "") - (at(b) === "") || compare(at(a), at(b)) * (state.down ? -1 : 1));
    }
    const heads = head.map((title, i) => {
      const button = make("button", { type: "button", textContent: title, title: texts.sort });
      button.addEventListener("click", () => { state.down = state.sort === i && !state.down; state.sort = i; write(root, { head, rows, texts }); root.querySelectorAll("th button")[i].focus(); });
      const th = make("th", { scope: "col" }, button);
      if (state.sort === i) th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      return th;
    });
    const body = make("tbody", {}, ...ids.map((id) => {
      const row = make("tr", { tabIndex: -1 }, ...cells(id).map((text, i) => make(i ? "td" : "th", { title: text.length > 18 ? text : "" }, make("div", { textContent: text }))));
      row.firstChild.scope = "row";
      if (data.compared) row.firstChild.append(make("button", { type: "button", className: "compare", tabIndex: -1 }, sign()));
      row.dataset.id = id;
      return row;
    }));
    const made = make("table", {}, make("caption", { textContent: texts.caption }), make("thead", {}, make("tr", {}, ...heads)), body);
    root.replaceChildren(made);
    root.dataset.n = ids.length;
    if (body.firstChild) reach(body.firstChild, 0);
  }
  compared(root, texts);
  mark(root, "is-chosen", data.chosen ? [data.chosen] : []);
  const chosen = root.querySelector("tr.is-chosen");
  root.querySelectorAll("tr[aria-selected]").forEach((row) => row.removeAttribute("aria-selected"));
  if (chosen) {
    chosen.setAttribute("aria-selected", "true");
    if (root.shown !== data.chosen) chosen.scrollIntoView({ block: "nearest" });
  }
  root.shown = data.chosen;
}

function mark(root, name, ids) {
  root.querySelectorAll(`tr.${name}`).forEach((row) => row.classList.remove(name));
  for (const id of ids) root.querySelector(`tr[data-id="${CSS.escape(id)}"]`)?.classList.add(name);
}

function sign() {
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

function compared(root, texts) {
  const ids = root.state.data.compared;
  for (const button of root.querySelectorAll(".compare")) {
    const row = button.closest("tr"), on = ids.includes(row.dataset.id), name = row.firstChild.textContent;
    button.setAttribute("aria-pressed", on);
    button.setAttribute("aria-label", texts.compare.replace("{name}", () => name));
    button.title = texts[on ? "remove" : "add"];
    button.querySelector("path").setAttribute("d", on ? "M3 8.5 6.5 12 13 4.5" : "M8 3v10M3 8h10");
  }
}

// Of all rows and their buttons, the tab key reaches those of one row.
const reach = (row, index) => { for (const el of [row, row.querySelector(".compare")]) if (el) el.tabIndex = index; };

function focus(root, row, target = row) {
  root.querySelectorAll('tr[tabindex="0"]').forEach((other) => reach(other, -1));
  reach(row, 0);
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  map()?.hover(row.dataset.id);
}

function key(root, e) {
  const row = e.target.closest("tbody tr");
  if (!row) return;
  const to = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling, Home: row.parentElement.firstElementChild, End: row.parentElement.lastElementChild }[e.key];
  if (to) { e.preventDefault(); focus(root, to); }
  if (e.target.closest(".compare")) return; // the browser presses it
  if (e.key === "Enter" || e.key === " ") { e.preventDefault(); root.state.open(row.dataset.id); }
}

// A table of bounds as a grid. Every text is set as text. The row under the pointer or the focus is marked on the map,
// and the county under the pointer on the map is marked in the table: neither sends a message to the server.
const kept = new WeakMap(); // by root: what is drawn, so that a new run keeps place and focus
const make = (tag, attributes = {}, ...children) => {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const mapFrame = () => document.querySelector('.st-key-map iframe')?.contentWindow?.GeoPlan ?? globalThis.GeoPlan;

function cellOf([low, high, kind], row, column, data) {
  const { words, classes } = data, more = high - low, look = classes[kind];
  const el = make("td", { role: "gridcell", tabindex: -1 });
  const state = low ? (more ? "hasMore" : "has") : more ? "may" : "none";
  const said = fill(words[state], { n: low, m: more });
  el.setAttribute("aria-label", fill(words.cell, { row: row.name, column: column.name, state: said }));
  el.title = said;
  el.append(low ? make("b", {}, String(low)) : make("span", {}, more ? words.unknown : words.dash));
  if (more) el.append(" ", make("small", {}, fill(words.more, { n: more })));
  Object.assign(el.style, { background: `light-dark(${look.c}, ${look.d})`, color: `light-dark(${look.ink}, ${look.dink})` });
  Object.assign(el.dataset, { row: row.id, column: column.id });
  return el;
}

function build(data) {
  const head = make("tr", { role: "row" }, make("th", { role: "columnheader", scope: "col", class: "corner" }, data.words.corner));
  for (const column of data.columns) {
    const th = make("th", { role: "columnheader", scope: "col", tabindex: -1 }, column.name);
    th.dataset.column = column.id;
    th.title = fill(data.words.column, { column: column.name });
    head.append(th);
  }
  const body = make("tbody", { role: "rowgroup" });
  data.rows.forEach((row, i) => {
    const tr = make("tr", { role: "row" }, make("th", { role: "rowheader", scope: "row" }, row.name));
    tr.dataset.row = row.id;
    data.columns.forEach((column, j) => tr.append(cellOf(data.cells[i][j], row, column, data)));
    body.append(tr);
  });
  const table = make("table", { role: "grid", "aria-label": data.words.caption, "aria-rowcount": data.rows.length + 1, "aria-colcount": data.columns.length + 1 }, make("thead", { role: "rowgroup" }, head), body);
  const legend = make("ul", { class: "legend", "aria-label": data.words.legend });
  for (const look of data.classes) {
    const swatch = make("i", { "aria-hidden": "true" });
    swatch.style.background = `light-dark(${look.c}, ${look.d})`;
    legend.append(make("li", {}, swatch, look.t));
  }
  return [make("p", { class: "title" }, data.words.legend), legend, make("div", { class: "scroll" }, table)];
}

// The heads of columns and the cells, by row: where the arrow keys go.
const stops = (box) => [...box.querySelectorAll("tr")].map((tr) => [...tr.querySelectorAll("[tabindex]")]);

function focusOn(box, el) {
  for (const other of box.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  el.tabIndex = 0;
  el.focus({ preventScroll: false });
}

function moved(box, from, key, far) {
  const rows = stops(box), i = rows.findIndex((row) => row.includes(from)), j = rows[i].indexOf(from), last = rows[i].length - 1;
  const to = { ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1], Home: [far ? 0 : i, 0], End: [far ? rows.length - 1 : i, last], PageUp: [Math.max(i - 10, 0), j], PageDown: [Math.min(i + 10, rows.length - 1), j] }[key];
  return to && rows[to[0]]?.[to[1]];
}

function listen(box, own) {
  const pick = (el) => {
    const { row, column } = el.dataset;
    own.send("pick", row === undefined ? { column } : { cell: [row, column] });
  };
  const stop = (e) => e.target.closest?.("[tabindex]");
  const point = (row) => {
    if (own.pointed === row) return;
    own.pointed = row;
    mapFrame()?.hoverCounty?.(row);
  };
  box.addEventListener("click", (e) => { const el = stop(e); if (el) { focusOn(box, el); pick(el); } });
  box.addEventListener("keydown", (e) => {
    const el = stop(e);
    if (!el || e.isComposing) return;
    if (e.key === "Enter" || e.key === " ") { e.preventDefault(); pick(el); return; }
    const to = moved(box, el, e.key, e.ctrlKey || e.metaKey);
    if (to) { e.preventDefault(); focusOn(box, to); }
  });
  const rowOf = (e) => e.target.closest?.("tr")?.dataset.row ?? null;
  box.addEventListener("mouseover", (e) => point(rowOf(e)));
  box.addEventListener("mouseleave", () => point(null));
  box.addEventListener("focusin", (e) => point(rowOf(e)));
  box.addEventListener("focusout", (e) => { if (!box.contains(e.relatedTarget)) point(null); });
}

// The county under the pointer on the map.
function mark(box, county) {
  for (const tr of box.querySelectorAll("tr.hot")) tr.classList.remove("hot");
  const row = county && box.querySelector(`tr[data-row="${CSS.escape(county)}"]`);
  if (!row) return;
  row.classList.add("hot");
  const scroll = box.querySelector(".scroll"), seen = scroll.getBoundingClientRect(), at = row.getBoundingClientRect(), head = box.querySelector("thead").offsetHeight;
  if (at.top < seen.top + head) scroll.scrollTop -= seen.top + head - at.top;
  else if (at.bottom > seen.bottom) scroll.scrollTop += at.bottom - seen.bottom;
}

function choose(box, data) {
  for (const el of box.querySelectorAll("[tabindex]")) {
    const { row, column } = el.dataset, chosen = row === undefined ? column === data.column : row === data.cell?.[0] && column === data.cell?.[1];
    el.setAttribute("aria-selected", chosen);
    el.classList.toggle("chosen", chosen);
    el.classList.toggle("shown", row !== undefined && column === data.column);
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  let own = kept.get(parentElement);
  if (!own) {
    const box = make("div", { class: "gp-matrix" });
    parentElement.append(box);
    kept.set(parentElement, (own = { box, drawn: "", pointed: null }));
    listen(box, own);
  }
  own.send = setTriggerValue;
  const { box } = own, { column, cell, ...drawn } = data, content = JSON.stringify(drawn);
  if (own.drawn !== content) {
    const scroll = box.querySelector(".scroll"), at = scroll ? [scroll.scrollTop, scroll.scrollLeft] : [0, 0];
    const focused = parentElement.activeElement ?? document.activeElement, had = box.contains(focused) ? { ...focused.dataset } : null;
    box.replaceChildren(...build(data));
    [box.querySelector(".scroll").scrollTop, box.querySelector(".scroll").scrollLeft] = at;
    const all = [...box.querySelectorAll("[tabindex]")];
    const again = had && all.find((el) => el.dataset.row === had.row && el.dataset.column === had.column);
    if (again) focusOn(box, again); else all[0].tabIndex = 0;
    own.drawn = content;
  }
  choose(box, data);
  const hovered = (e) => mark(box, e.detail?.county ?? null);
  own.leave?.(); // one listener, however often the page runs
  document.addEventListener("geoplan:hover", hovered);
  own.leave = () => document.removeEventListener("geoplan:hover", hovered);
  return own.leave;
}

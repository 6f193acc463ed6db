// Which layers show, how opaque and in which order: kept in this tab of the browser, never sent to the server. The
// page's list of layers reads and sets it; both hear of a change by the event `geoplan:layers` on the page's document.
//   define([{ id, group, on, sites, fixed, title }])  what there is, topmost first; `title` of what users brought
//   counted({ id: n })                                how many features of each layer are in view
window.GeoPlanLayers = (options) => {
  "use strict";
  const { onChange = () => {} } = options || {};
  const STORE = "geoplan:layers";
  const page = (() => { if (window.GeoPlanShell) return window; try { return window.parent.document ? window.parent : window; } catch { return window; } })();
  const kept = read(); // by id: { on, opacity }; ids in the order the user has set
  let defined = [], order = [], counts = {};

  function read() {
    try {
      const { of, order } = JSON.parse(page.sessionStorage.getItem(STORE)) || {};
      return { of: { ...of }, order: Array.isArray(order) ? order.filter((id) => typeof id === "string") : [] };
    } catch { return { of: {}, order: [] }; }
  }
  function write() { try { page.sessionStorage.setItem(STORE, JSON.stringify(kept)); } catch { /* storage is full or off */ } }
  function tell() { page.document.dispatchEvent(new page.CustomEvent("geoplan:layers")); }

  const find = (id) => defined.find((layer) => layer.id === id);
  const visible = (id) => { const layer = find(id); return !layer || (kept.of[id]?.on ?? layer.on ?? true) === true; };
  const opacity = (id) => { const value = kept.of[id]?.opacity; return typeof value === "number" && value >= 0 && value <= 1 ? value : 1; };
  // 0 is the topmost; what is not defined lies below all.
  const place = (id) => { const at = order.indexOf(id); return at < 0 ? order.length : at; };

  function define(list) {
    const ids = list.map(({ id }) => id);
    if (JSON.stringify(list) === JSON.stringify(defined)) return;
    defined = list;
    order = [...kept.order.filter((id) => ids.includes(id))];
    // A layer the user has not moved stands after the one before it in the list.
    ids.forEach((id, i) => { if (!order.includes(id)) order.splice(i ? order.indexOf(ids[i - 1]) + 1 : 0, 0, id); });
    tell();
  }
  function all() {
    return order.map((id) => ({ ...find(id), usual: find(id).on ?? true, on: visible(id), opacity: opacity(id), n: counts[id] ?? null }));
  }
  // One id or several: what changes at once is drawn once.
  function set(ids, { on, opacity: value }) {
    const known = [ids].flat().filter(find);
    for (const id of known) {
      const now = { ...kept.of[id] };
      if (typeof on === "boolean") now.on = on;
      if (Number.isFinite(value)) now.opacity = Math.min(1, Math.max(0, value));
      kept.of[id] = now;
    }
    if (known.length) changed(known);
  }
  // Past the next layer of its group: -1 is up.
  function move(id, by) {
    const layer = find(id);
    if (!layer || layer.fixed) return;
    const peers = order.filter((other) => find(other).group === layer.group && !find(other).fixed), to = peers[peers.indexOf(id) + Math.sign(by)];
    if (!to) return;
    const a = order.indexOf(id), b = order.indexOf(to);
    [order[a], order[b]] = [to, id];
    kept.order = [...order, ...kept.order.filter((other) => !order.includes(other))];
    changed([id, to]);
  }
  function changed(ids) { write(); onChange(ids); tell(); }
  function counted(next) {
    if (JSON.stringify(next) === JSON.stringify(counts)) return;
    counts = { ...next };
    tell();
  }
  return { define, all, set, move, visible, opacity, order: place, counted };
};

// Finds room for texts and symbols on the map: none lies over another, none over the edge.
// Boxes are [left, top, right, bottom] in pixels of the map's layers. Every text is set as text, never as HTML.
window.GeoPlanLabels = (map, pane, insets) => {
  const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  const REACH = [14, 24, 36, 50, 66, 84, 104, 126, 150, 176, 204, 234, 266, 300, 336]; // pixels from a symbol to a name that a line leads to
  const TURNS = [...Array(24).keys()].map((n) => ((n % 2 ? -1 : 1) * Math.ceil(n / 2) * Math.PI) / 12);
  const pen = document.createElement("canvas").getContext("2d"), widths = new Map();
  const CELL = 64; // pixels: taken boxes are looked up by the cells of a grid that they reach into
  let taken = [], cells = new Map(), leads = [], old = [], edge = [0, 0, 0, 0];

  function reset() {
    const view = map.getPixelBounds(), origin = map.getPixelOrigin();
    const { left, top, right, bottom } = insets.edges();
    edge = [view.min.x - origin.x + left + 2, view.min.y - origin.y + top + 2, view.max.x - origin.x - right - 2, view.max.y - origin.y - bottom - 2];
    taken = []; cells = new Map(); leads = [];
    for (const symbol of pane.querySelectorAll(".gp-group")) symbol.remove();
    old = [...pane.children];
  }
  // The old names stay until the new ones are written: a map without names for a moment would flicker.
  function sweep() { for (const name of old) name.remove(); old = []; }
  const whole = (b) => b[0] >= edge[0] && b[1] >= edge[1] && b[2] <= edge[2] && b[3] <= edge[3];
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const free = (b) => !near(b, (t) => meet(t, b)) && !leads.some(([p, q]) => crosses(p, q, b));
  // Whether a taken box in the cells of a box is as asked.
  const near = (box, is) => someCell(box, (cell) => cells.get(cell)?.some(is));
  function someCell([x0, y0, x1, y1], is) {
    for (let i = Math.floor(x0 / CELL); i <= x1 / CELL; i++) for (let j = Math.floor(y0 / CELL); j <= y1 / CELL; j++) if (is(i * 4096 + j)) return true;
    return false;
  }
  function take(...boxes) {
    taken.push(...boxes);
    for (const box of boxes) someCell(box, (cell) => { if (cells.has(cell)) cells.get(cell).push(box); else cells.set(cell, [box]); });
  }
  function release(box) {
    taken = taken.filter((other) => other !== box);
    someCell(box, (cell) => { cells.set(cell, cells.get(cell).filter((other) => other !== box)); });
  }
  // What was placed since a moment is taken away again.
  const moment = () => [taken.length, leads.length, pane.childElementCount];
  function backTo([boxes, lines, elements]) {
    taken.slice(boxes).forEach(release);
    leads.length = lines;
    while (pane.childElementCount > elements) pane.lastElementChild.remove();
  }

  // A symbol that the edge or a control would cut moves away from it; whether any of it is in view. Only controls are taken yet.
  function keepIn(symbol) {
    const { x, y, r } = symbol, around = () => [symbol.x - r, symbol.y - r, symbol.x + r, symbol.y + r];
    if (x < edge[0] || x > edge[2] || y < edge[1] || y > edge[3]) return false;
    symbol.x = Math.max(edge[0] + r, Math.min(x, edge[2] - r)); symbol.y = Math.max(edge[1] + r, Math.min(y, edge[3] - r));
    for (const [x0, y0, x1, y1] of taken.filter((control) => meet(control, around()))) {
      const moves = [[x0 - r - symbol.x, 0], [x1 + r - symbol.x, 0], [0, y0 - r - symbol.y], [0, y1 + r - symbol.y]].sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
      const move = moves.find(([dx, dy]) => Math.hypot(dx, dy) <= 2 * r && whole([symbol.x + dx - r, symbol.y + dy - r, symbol.x + dx + r, symbol.y + dy + r]));
      if (!move) return false;
      symbol.x += move[0]; symbol.y += move[1];
    }
    return !taken.some((control) => meet(control, around()));
  }

  function width(text, size, weight, spacing = 0) {
    const key = `${weight}|${size}|${spacing}|${text}`;
    if (!widths.has(key)) { pen.font = `${weight} ${size}px ${FONT}`; widths.set(key, pen.measureText(text).width + spacing * text.length); }
    return widths.get(key);
  }

  // ---- lines of even length ------------------------------------------------------------------------------------------
  const CJK = /[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]/;
  function breaks(text) {
    const at = [];
    for (let i = 1; i < text.length; i++) {
      const a = text[i - 1], b = text[i];
      if (a === " " || ((CJK.test(a) || CJK.test(b)) && !/[、，。；：）”》·]/.test(b) && !/[（“《]/.test(a))) at.push(i);
    }
    return at;
  }
  function lines(text, size, weight, most, count = Math.min(3, Math.ceil(width(text, size, weight) / most))) {
    if (count < 2) return [text];
    let best = [text], least = Infinity;
    for (const i of breaks(text)) {
      const head = text.slice(0, i).trim(), rest = lines(text.slice(i).trim(), size, weight, most, count - 1);
      const longest = Math.max(...[head, ...rest].map((line) => width(line, size, weight)));
      if (longest < least) { least = longest; best = [head, ...rest]; }
    }
    return best;
  }

  // ---- places for a box ------------------------------------------------------------------------------------------------
  // Beside the symbol at p, which has the radius r; then farther off, where a line leads to it, if `far`.
  function beside(p, r, w, h, far) {
    const g = r + 3, d = 0.7 * g;
    const near = [[g, -h / 2], [-g - w, -h / 2], [-w / 2, -g - h], [-w / 2, g], [d, -d - h], [d, d], [-d - w, -d - h], [-d - w, d]];
    for (const [dx, dy] of near) {
      const box = [p.x + dx, p.y + dy, p.x + dx + w, p.y + dy + h];
      if (whole(box) && free(box)) return { box };
    }
    if (!far) return null;
    for (const reach of REACH) {
      for (const turn of TURNS) {
        const cx = p.x + Math.cos(turn) * (reach + r + w / 2), cy = p.y + Math.sin(turn) * (reach + r + h / 2);
        const box = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
        if (!whole(box) || !free(box)) continue;
        const lead = leadTo(p, r, box);
        if (lead) return { box, lead };
      }
    }
    return null;
  }
  // A line from the edge of the symbol, whose own box it may cross, to the box; it crosses no other box and no other line.
  function leadTo(p, r, [x0, y0, x1, y1]) {
    const nearest = [Math.max(x0, Math.min(p.x, x1)), Math.max(y0, Math.min(p.y, y1))], own = (b) => r > 0 && Math.hypot(b[0] + b[2] - 2 * p.x, b[1] + b[3] - 2 * p.y) < 0.1;
    for (const [x, y] of [nearest, [x0, (y0 + y1) / 2], [x1, (y0 + y1) / 2], [(x0 + x1) / 2, y0], [(x0 + x1) / 2, y1], [x0, y0 + 7], [x1, y0 + 7], [x0, y1 - 7], [x1, y1 - 7]]) {
      const to = { x, y }, long = Math.hypot(x - p.x, y - p.y), from = { x: p.x + ((x - p.x) * (r + 1)) / long, y: p.y + ((y - p.y) * (r + 1)) / long };
      const inner = { x: x + (p.x - x) / long, y: y + (p.y - y) / long };
      const reach = [Math.min(from.x, x), Math.min(from.y, y), Math.max(from.x, x), Math.max(from.y, y)];
      if (crosses(from, inner, [x0, y0, x1, y1]) || near(reach, (t) => !own(t) && crosses(from, to, t)) || leads.some(([a, b]) => cut(a, b, from, to))) continue;
      return [from, to];
    }
    return null;
  }
  function crosses(p, q, [x0, y0, x1, y1]) { // Liang and Barsky: a segment and a box
    let t0 = 0, t1 = 1;
    for (const [d, near, past] of [[q.x - p.x, p.x - x0, x1 - p.x], [q.y - p.y, p.y - y0, y1 - p.y]]) {
      if (d === 0) { if (near < 0 || past < 0) return false; continue; }
      const [a, b] = d > 0 ? [-near / d, past / d] : [past / d, -near / d];
      t0 = Math.max(t0, a); t1 = Math.min(t1, b);
      if (t0 > t1) return false;
    }
    return true;
  }
  function cut(a, b, c, d) {
    const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
    return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
  }

  // ---- drawing ----------------------------------------------------------------------------------------------------------
  function put(text, cls, x, y, tag = "div") {
    const el = document.createElement(tag);
    el.className = cls; el.textContent = text;
    el.style.left = `${x}px`; el.style.top = `${y}px`;
    pane.append(el);
    return el;
  }
  function lead([from, to]) {
    const el = put("", "gp-lead", from.x, from.y);
    el.style.width = `${Math.hypot(to.x - from.x, to.y - from.y)}px`;
    el.style.transform = `rotate(${Math.atan2(to.y - from.y, to.x - from.x)}rad)`;
    leads.push([from, to]);
  }

  return { reset, sweep, whole, free, take, release, moment, backTo, keepIn, width, lines, beside, put, lead };
};

// The search box: the index is loaded once and matched here; the server hears of a choice only.
// Texts of the data are set with textContent, never as markup.

// ---- Texts made ready for comparing, as geoplan.plan_text.normalise and geocoding.name_normalisation do it ----------
const DROPPED = /[\s·・﹒\u200b-\u200f\ufeff]+/g;
const SAME = {
  "“": '"', "”": '"', "「": '"', "」": '"', "—": "-", "–": "-", "－": "-", "～": "~", "、": ",", "〇": "零",
};
const ROMAN = { 1: "i", 2: "ii", 3: "iii", one: "i", two: "ii", three: "iii" };
const isChinese = (text) => /[\u3400-\u9fff]/.test(text);

const UNUSUAL = /[^ -~\u4e00-\u9fff]/;  // what may have other forms of itself

export function fold(text, simplified) {
  let plain = "";
  for (const c of text) plain += simplified.get(c) ?? c;
  if (UNUSUAL.test(plain)) plain = [...plain.normalize("NFKC")].map((c) => SAME[c] ?? c).join("");
  return plain.replace(DROPPED, "").toLowerCase();
}

function latin(text, spelling) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'’‘`´]/g, "");
  const words = (plain.match(/[a-z0-9]+/g) ?? []).map((word) => spelling.get(word) ?? word);
  return words.join(" ").replace(/\bhi tech\b/g, "high tech")
    .replace(/\b(phase|park) (1|2|3|one|two|three|i{1,3})\b/g, (_, word, n) =>
      `${word === "park" ? "park phase" : word} ${ROMAN[n] ?? n}`);
}

// ---- The index -------------------------------------------------------------------------------------------------------
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// A name without the region that it begins with, where enough is left: software park phase ii.
function bare(said, regions) {
  const region = regions.find((name) => said.startsWith(name));
  const rest = region ? said.slice(region.length) : "";
  return rest.split(" ").length > 2 ? rest : "";
}

export function buildIndex(file) {
  const simplified = new Map(), syllable = new Map();
  const pairs = [...file.simplified];
  for (let i = 0; i < pairs.length; i += 2) simplified.set(pairs[i], pairs[i + 1]);
  for (const [said, characters] of Object.entries(file.pinyin)) for (const c of characters) syllable.set(c, said);
  const tools = { simplified, syllable, spelling: new Map(Object.entries(file.spelling)) };
  const odd = new Map(Object.entries(file.readings));
  const entries = [];
  const vocabulary = new Map();  // Latin words, each once
  const regions = file.entries.region.map(([, , en, , , , , , short]) => `${latin(short ?? en, tools.spelling)} `);
  const text = (at) => {
    if (at === null || at === undefined) return null;
    return at < 0 ? file.entries.site[-1 - at].slice(1, 3) : file.texts[at];
  };
  const add = (kind, id, zh, en, first, second, x, y, others) => {
    const entry = { kind, id, zh, en, lines: [text(first), text(second)].filter(Boolean), at: x ? [x / 1e4, y / 1e4] : null };
    entry.about = fold(entry.lines.flat().join("\n"), simplified);
    const names = [zh, en, ...others].filter(Boolean);
    entry.names = names.map((name) => ({ name, key: fold(name, simplified) }));
    const words = names.filter((name) => /[a-z]/i.test(name)).map((name) => latin(name, tools.spelling));
    words.push(...words.map((said) => bare(said, regions)).filter(Boolean));
    entry.latin = words.filter(Boolean).map((said) => ` ${said} `);
    entry.words = words.filter(Boolean).map((said) => said.split(" ").map((word) => {
      if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size);
      return vocabulary.get(word);
    }));
    entry.said = names.filter(isChinese).flatMap((name) => {
      const usual = [...name].map((c) => syllable.get(c) ?? fold(c, simplified));
      const readings = [usual.filter(Boolean)];
      if (odd.has(name)) {
        const other = [...usual];
        for (const [at, said] of odd.get(name)) other[at] = said;
        readings.push(other.filter(Boolean));
      }
      return readings.map((said) => ({
        spaced: ` ${said.join(" ")} `, joined: said.join(""), initials: said.map((s) => s[0]).join(""), said,
      }));
    });
    entries.push(entry);
  };
  for (const [kind, rows] of Object.entries(file.entries)) {
    for (const [short, zh, en, first, second, x, y, ...others] of rows) {
      const id = kind === "firm" ? zh
        : kind === "place" ? `${(x / 1e4).toFixed(4)},${(y / 1e4).toFixed(4)}/${zh}`
        : typeof short === "number" ? slug(en || zh).slice(0, short) : short;
      add(kind, id, zh, en, first, second, x, y, others);
    }
    if (kind === "word") {
      for (const [industry, [first, second], words] of file.words) {
        for (const word of words) add("word", `${industry}/${word}`, word, "", first, second, 0, 0, []);
      }
    }
  }
  const kinds = Object.keys(file.entries);
  entries.forEach((entry, i) => Object.assign(entry, { order: kinds.indexOf(entry.kind), rank: i }));
  return { ...tools, entries, vocabulary: [...vocabulary.keys()], languages: file.languages };
}

// ---- Matching: the lower, the better; see TIERS -----------------------------------------------------------------------
export const TIERS = { exact: 0, prefix: 1, inside: 2, initials: 3, pinyin: 4, sound: 5, typo: 6 };

function prepare(text, index) {
  const key = fold(text, index.simplified);
  const chinese = isChinese(key);
  const said = [...key].map((c) => index.syllable.get(c) ?? c);
  const words = chinese ? "" : latin(text, index.spelling);
  return {
    key, chinese, said: ` ${said.join(" ")} `, length: said.length,
    words, wanted: words.split(" ").map((word) => ` ${word}`),
    letters: chinese ? "" : key.replace(/[^a-z0-9]/g, ""),
    terms: text.trim().split(/\s+/).map((term) => fold(term, index.simplified)).filter(Boolean),
  };
}

// The best of several ways to match an entry; of equally good ones that of the shortest name.
class Best {
  take(tier, length, name = null) {
    if (this.tier === undefined || tier < this.tier || (tier === this.tier && length < this.length)) {
      Object.assign(this, { tier, length, name });
    }
  }

  get match() {
    return this.tier === undefined ? null : { tier: this.tier, length: this.length, name: this.name };
  }
}

function byName(entry, query) {
  const best = new Best();
  for (const { name, key } of entry.names) {
    const at = key.indexOf(query.key);
    if (at === 0) best.take(key.length === query.key.length ? TIERS.exact : TIERS.prefix, key.length, name);
    // In the middle of a Latin word few letters say nothing.
    else if (at > 0 && query.chinese) best.take(TIERS.inside, key.length, name);
    else if (at > 0 && query.key.length > 3) best.take(TIERS.inside + 0.7, key.length, name);
  }
  if (query.words) {
    for (const said of entry.latin) {
      const at = said.indexOf(` ${query.words}`), exact = said.length === query.words.length + 2;
      if (at === 0) best.take(exact ? TIERS.exact : TIERS.prefix, said.length);
      else if (at > 0) best.take(TIERS.inside, said.length);
      else if (query.wanted.every((word) => said.includes(word))) best.take(TIERS.inside + 0.5, said.length);
    }
  }
  if (best.tier === undefined && query.terms.length > 1) {
    // Each word in a name, or in what the entry is and where: 思明 软件园.
    const named = (term) => entry.names.some(({ key }) => key.includes(term));
    if (query.terms.some(named) && query.terms.every((term) => named(term) || entry.about.includes(term))) {
      best.take(TIERS.inside + 0.6, entry.names[0].key.length);
    }
  }
  return best.match;
}

function beginsSyllable(said, joined, letters) {
  let start = 0;
  for (const syllable of said) {
    if (joined.startsWith(letters, start)) return start;
    start += syllable.length;
  }
  return -1;
}

function bySound(entry, query) {
  const best = new Best();
  for (const { spaced, joined, initials, said } of entry.said) {
    if (query.letters) {
      if (initials.startsWith(query.letters)) {
        best.take(TIERS.initials + (initials === query.letters ? 0 : 0.1), initials.length);
      } else if (query.letters.length > 2 && initials.includes(query.letters)) {
        best.take(TIERS.initials + 0.3, initials.length);
      }
      if (joined.includes(query.letters)) {
        const at = beginsSyllable(said, joined, query.letters);
        if (at === 0) best.take(TIERS.pinyin + (joined === query.letters ? 0 : 0.1), joined.length);
        else if (at > 0) best.take(TIERS.pinyin + 0.2, joined.length);
      }
    } else if (query.length > 1) {
      const at = spaced.indexOf(query.said);
      if (at === 0) best.take(TIERS.sound + (spaced === query.said ? 0 : 0.1), spaced.length);
      else if (at > 0) best.take(TIERS.sound + 0.2, spaced.length);
    }
  }
  return best.match;
}

// Edits between two words, a swap of neighbours being one; more than `most` is not counted to the end.
export function edits(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}

// For each word of a text, how many edits away every word of the index is; Infinity where it is another word.
function distances(index, query) {
  return query.words.split(" ").map((word) => {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    return index.vocabulary.map((other) => {
      const n = edits(word, other, most);
      return n > most ? Infinity : n;
    });
  });
}

function byEdits(entry, away) {
  const best = new Best();
  entry.words.forEach((words, i) => {
    let sum = 0;
    for (const of of away) {
      let least = Infinity;
      for (const at of words) if (of[at] < least) least = of[at];
      sum += least;
    }
    if (sum < Infinity) best.take(TIERS.typo + sum / 10, entry.latin[i].length);
  });
  return best.match;
}

const MOST = 10, OF_A_GROUP = 4, NEAREST = 3, ALIKE = { chinese: 0.4, latin: 0.5 };
export const groupOf = (kind) => (kind === "word" ? "industry" : kind);

function better(a, b) {
  return a.tier - b.tier || a.entry.order - b.entry.order || a.length - b.length || a.entry.rank - b.entry.rank;
}

// The entries that a text finds, best first, and how: "found", "alike" (by sound or spelling), "near" or "nothing".
export function find(index, text) {
  const query = prepare(text, index);
  if (!query.key) return { how: "nothing", hits: [] };
  let hits = [];
  for (const entry of index.entries) {
    const match = byName(entry, query) ?? bySound(entry, query);
    if (match) hits.push({ entry, ...match });
  }
  if (hits.length < NEAREST && query.words) {
    const known = new Set(hits.map((hit) => hit.entry)), away = distances(index, query);
    for (const entry of index.entries) {
      const match = known.has(entry) ? null : byEdits(entry, away);
      if (match) hits.push({ entry, ...match });
    }
  }
  hits.sort(better);
  if (hits.length) return { how: hits[0].tier < TIERS.sound ? "found" : "alike", hits };
  hits = nearest(index, query);
  return { how: hits.length ? "near" : "nothing", hits };
}

function pairsOf(units) {
  const pairs = new Set(units.length < 2 ? units : []);
  for (let i = 1; i < units.length; i += 1) pairs.add(units[i - 1] + units[i]);
  return pairs;
}

// What a text is compared by with names unlike it: the pairs of syllables, or of letters, of every name.
function pairsOfEntry(entry, chinese) {
  const kind = chinese ? "syllables" : "letters";
  entry.pairs ??= {};
  entry.pairs[kind] ??= chinese ? entry.said.map(({ said }) => pairsOf(said))
    : [...entry.said.map(({ joined }) => joined), ...entry.latin.map((name) => name.replaceAll(" ", ""))].map(pairsOf);
  return entry.pairs[kind];
}

// The names that share most pairs with a text.
function nearest(index, query) {
  const wanted = pairsOf(query.chinese ? query.said.trim().split(" ") : query.letters);
  const hits = [];
  for (const entry of index.entries) {
    let best = 0;
    for (const pairs of pairsOfEntry(entry, query.chinese)) {
      let shared = 0;
      for (const pair of wanted) if (pairs.has(pair)) shared += 1;
      best = Math.max(best, (2 * shared) / (pairs.size + wanted.size || 1));
    }
    if (best >= (query.chinese ? ALIKE.chinese : ALIKE.latin)) hits.push({ entry, tier: 1 - best, length: 0, name: null });
  }
  return hits.sort(better).slice(0, NEAREST);
}

// Rows by group in a fixed order; the best row leads, above the groups where it is not the first of the first group.
export function arrange(hits, order) {
  const chosen = [], counts = {};
  for (const most of [OF_A_GROUP, Infinity]) {
    for (const hit of hits) {
      const group = groupOf(hit.entry.kind);
      if (chosen.length < MOST && !chosen.includes(hit) && (counts[group] ?? 0) < most) {
        chosen.push(hit);
        counts[group] = (counts[group] ?? 0) + 1;
      }
      if (chosen.length === MOST) break;
    }
  }
  chosen.sort((a, b) => hits.indexOf(a) - hits.indexOf(b));
  const groups = order.map((group) => [group, chosen.filter((hit) => groupOf(hit.entry.kind) === group)])
    .filter(([, rows]) => rows.length);
  const [best] = chosen;
  if (best && groups[0][1][0] !== best) {
    return [["best", [best]], ...groups.map(([group, rows]) => [group, rows.filter((hit) => hit !== best)])]
      .filter(([, rows]) => rows.length);
  }
  return groups;
}

// Whether a text may be a position in China; the server reads it.
export function looksLikeCoordinate(text) {
  const plain = text.replace(/[º˚度]/g, "°").normalize("NFKC").toUpperCase()
    .replace(/^\s*(SRID=4326;)?\s*POINT\s*\(/, "").replace(/LONGITUDE|LATITUDE|LNG|LON|LAT/g, "")
    .replace(/[东東西北南][经經纬緯]?|[经經纬緯][度°]?/g, "");
  if (/[^\d.\s°分秒′″'"’”´‘:;,/|()[\]{}=+\-−–、NSEW]/.test(plain)) return false;
  const numbers = (plain.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  const half = Math.ceil(numbers.length / 2);
  const [low, high] = [numbers[0], numbers[half]].sort((a, b) => a - b);
  return numbers.length >= 2 && numbers.length <= 6 && low >= 3 && low <= 54 && high >= 73 && high <= 136;
}

// ---- The box -----------------------------------------------------------------------------------------------------------
const GROUPS = ["site", "region", "part", "place", "industry", "firm", "project", "gateway", "plan", "programme"];
const loaded = new Map();

function load(url) {
  if (!loaded.has(url)) {
    const index = (globalThis.GeoPlanShell?.fetch ?? fetch)(url).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(buildIndex);
    index.catch(() => loaded.delete(url));
    loaded.set(url, index);
  }
  return loaded.get(url);
}

const make = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, key) => (Object.hasOwn(values, key) ? values[key] : whole));
}


class SearchBox {
  constructor(parent) {
    this.root = make("div", "gp-search");
    this.input = make("input", "gp-input", {
      type: "text", autocomplete: "off", spellcheck: false, enterKeyHint: "search", maxLength: 300,
    });
    this.clear = make("button", "gp-clear", { type: "button", hidden: true });
    this.clear.append(make("span", "", { ariaHidden: "true", textContent: "×" }));
    this.panel = make("div", "gp-panel", { hidden: true });
    this.note = make("div", "gp-note", { ariaHidden: "true" });  // what it says, the status says
    this.status = make("div", "gp-status", { role: "status" });
    this.list = make("div", "gp-list", { role: "listbox", id: "gp-search-list" });
    this.panel.append(this.note, this.list);
    this.root.append(this.input, this.clear, this.status, this.panel);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      "aria-haspopup": "listbox",
    })) this.input.setAttribute(name, value);
    this.rows = [];
    this.active = -1;
    this.value = "";
    this.index = null;
    this.listen();
    parent.append(this.root);
  }

  listen() {
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.search(); });
    this.input.addEventListener("compositionend", () => this.search());
    this.input.addEventListener("focus", () => { if (this.input.value.trim()) this.search(); });
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());  // the box keeps the focus
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.rows.findIndex(({ element }) => element === row));
    });
    this.clear.addEventListener("click", () => this.empty());
    this.slash = (event) => {
      const [target] = event.composedPath();
      const typing = target instanceof Element && (target.matches("input, textarea, select") || target.isContentEditable);
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) return;
      event.preventDefault();
      this.input.focus();
      this.input.select();
    };
    document.addEventListener("keydown", this.slash);
  }

  update({ data, setTriggerValue }) {
    const { url, lang, texts, value } = data;
    Object.assign(this, { texts, lang, send: (answer) => setTriggerValue("choose", answer) });
    this.root.lang = lang;
    this.input.placeholder = texts.placeholder;
    this.input.setAttribute("aria-label", texts.label);
    this.list.setAttribute("aria-label", texts.suggestions);
    this.clear.setAttribute("aria-label", texts.clear);
    this.clear.title = texts.clear;
    if (value !== this.value) {
      this.value = value;
      this.input.value = value;
    }
    this.clear.hidden = !this.input.value;
    if (url !== this.url) {
      this.url = url;
      this.failed = false;
      load(url).then(
        (index) => { if (url === this.url) this.ready(index); },
        () => { this.failed = true; if (!this.panel.hidden) this.search(); },
      );
    }
    if (!this.panel.hidden) this.search();
  }

  ready(index) {
    this.index = index;
    this.root.dataset.ready = "yes";
    if (!this.panel.hidden) this.search();
  }

  search() {
    const text = this.input.value.trim();
    this.clear.hidden = !this.input.value;
    this.rows = [];
    this.list.replaceChildren();
    this.note.textContent = this.status.textContent = "";
    if (!text) return this.close();
    const { how, hits } = this.index ? find(this.index, text) : { how: this.failed ? "failed" : "loading", hits: [] };
    const coordinate = looksLikeCoordinate(text);
    if (coordinate) this.group(null, [[fill(this.texts.coordinate, { text }), "", "", { coordinate: text }]]);
    if (!coordinate || how === "found") this.results(how, hits, text);
    this.group(null, [[fill(this.texts.filter, { text }), "", "", { text }]]);
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(0);
  }

  results(how, hits, text) {
    const groups = how === "near" ? [["near", hits]] : arrange(hits, GROUPS);
    const names = hits.slice(0, NEAREST).map(({ entry }) => this.name(entry)).join(this.texts.comma);
    const n = groups.reduce((sum, [, rows]) => sum + rows.length, 0);
    const note = fill(this.texts[`note_${how}`], { text, names, n });
    this.status.textContent = note;
    this.note.textContent = how === "found" ? "" : note;
    for (const [group, rows] of groups) {
      this.group(this.texts[`group_${group}`], rows.map((hit) => this.row(hit)));
    }
  }

  name(entry) {
    return (this.lang === "zh" ? entry.zh : entry.en) || entry.zh;
  }

  row({ entry, name }) {
    const shown = this.name(entry);
    const at = Math.max(0, this.index.languages.indexOf(this.lang));
    const shows = (text) => fold(shown, this.index.simplified).includes(fold(text, this.index.simplified));
    const also = name && !shows(name) ? name : "";
    const line = entry.lines.map((said) => said[at] || said[0]).join(" · ");
    return [shown, also, line, { kind: entry.kind, id: entry.id }];
  }

  group(heading, rows) {
    const box = make("div", "gp-group", { role: heading ? "group" : "presentation" });
    if (heading) {
      const title = make("div", "gp-heading", { id: `gp-search-group-${this.list.children.length}`, textContent: heading });
      box.setAttribute("aria-labelledby", title.id);
      box.append(title);
    }
    for (const [name, also, line, answer] of rows) {
      const element = make("div", "gp-row", { role: "option", id: `gp-search-${this.rows.length}`, ariaSelected: "false" });
      const first = make("div", "gp-name", { textContent: name });
      if (also) first.append(make("span", "gp-also", { textContent: also }));
      element.append(first);
      if (line) element.append(make("div", "gp-line", { textContent: line }));
      element.title = [name, also, line].filter(Boolean).join("\n");
      const at = this.rows.length;
      element.addEventListener("pointermove", () => { if (at !== this.active) this.mark(at); });
      this.rows.push({ element, answer, name });
      box.append(element);
    }
    this.list.append(box);
  }

  mark(at) {
    this.rows[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = at;
    const row = this.rows[at];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.element.setAttribute("aria-selected", "true");
    if (at === 0) this.panel.scrollTop = 0;  // with its heading
    else row.element.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.element.id);
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;  // keys of an input method
    const open = !this.panel.hidden, n = this.rows.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.search();
      else this.mark((this.active + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      this.search();
    } else if (event.key === "Escape" && (open || this.input.value)) {
      event.preventDefault();
      event.stopPropagation();
      if (open) this.close();
      else this.empty();
    }
  }

  choose(at) {
    const row = this.rows[at];
    if (!row) return;
    if (row.answer.kind) this.input.value = row.name;
    this.close();
    this.send(row.answer);
  }

  // Only a text that the list is filtered by needs the server to be emptied.
  empty() {
    this.input.value = "";
    this.search();
    this.input.focus();
    if (this.value) this.send({ text: "" });
    this.value = "";
  }

  close() {
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  remove() {
    document.removeEventListener("keydown", this.slash);
    this.root.remove();
  }
}

const boxes = new WeakMap();

export default function searchBox({ parentElement, data, setTriggerValue }) {
  if (!boxes.has(parentElement)) boxes.set(parentElement, new SearchBox(parentElement));
  const box = boxes.get(parentElement);
  box.update({ data, setTriggerValue });
  return () => {
    box.remove();
    boxes.delete(parentElement);
  };
}

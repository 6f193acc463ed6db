// Results as cards in groups. Every text is set as text. A card answers to the pointer, a click and the arrow keys; the
// map marks the card that is pointed at, and the other way round. A button in each puts its site on the shortlist.
const kept = new WeakMap(); // by root: what is drawn, so that a new run keeps place and focus
const make = (tag, properties = {}, ...children) => { const el = Object.assign(document.createElement(tag), properties); el.append(...children); return el; };
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const map = () => document.querySelector(".st-key-map iframe")?.contentWindow?.GeoPlan ?? globalThis.GeoPlan;

// A thin bar: the score, and over it the range that what is not known leaves open.
function bar(card, words) {
  const said = fill(words.score, { score: card.score.toFixed(2), low: card.low.toFixed(2), high: card.high.toFixed(2) });
  const value = make("i", { className: "value" }), range = make("i", { className: "range" });
  value.style.width = `${card.score * 100}%`;
  Object.assign(range.style, { left: `${card.low * 100}%`, width: `${(card.high - card.low) * 100}%` });
  const track = make("span", { className: "track", title: said }, value, range);
  track.setAttribute("role", "img");
  track.setAttribute("aria-label", said);
  const number = make("b", { textContent: card.score.toFixed(2) });
  number.setAttribute("aria-hidden", "true");
  return make("div", { className: "bar" }, track, number);
}

function outcome({ met, text }, words) {
  const sign = make("span", { className: "sign", textContent: met ? "✓" : "?" }), said = make("span", { className: "said", textContent: met ? words.met : words.unknown });
  sign.setAttribute("aria-hidden", "true");
  return make("li", { className: met ? "met" : "unknown" }, sign, said, text);
}

function draw(card, words) {
  const open = make("button", { type: "button", className: "open", textContent: card.name, tabIndex: -1 });
  const number = make("span", { className: "number", textContent: card.number });
  const head = make("div", { className: "head" }, number, make("div", { className: "name" }, open, make("span", { className: "place", textContent: card.place })), words.pick ? make("button", { type: "button", className: "pick", tabIndex: -1 }) : "");
  const el = make("li", { className: "card" }, head, card.score === undefined ? "" : bar(card, words), make("p", { textContent: card.reason }), make("ul", { className: "outcomes" }, ...card.outcomes.map((one) => outcome(one, words))));
  if (!card.outcomes.length) el.lastChild.remove();
  el.dataset.id = card.id;
  return el;
}

function build({ groups, words }) {
  return groups.map(({ title, cards }, i) => {
    const head = make("h2", { textContent: title, id: `group-${i}` }), section = make("section", {}, head, make("ol", {}, ...cards.map((card) => draw(card, words))));
    section.setAttribute("aria-labelledby", head.id);
    return section;
  });
}

const cards = (box) => [...box.querySelectorAll(".card")];
const find = (box, id) => box.querySelector(`.card[data-id="${CSS.escape(id)}"]`);
const stops = (card) => [...card.querySelectorAll("button")];

// Of all cards, the Tab key reaches the buttons of one.
function reach(box, card) {
  for (const other of box.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  for (const button of stops(card)) button.tabIndex = 0;
}

function mark(box, name, ids) {
  for (const card of box.querySelectorAll(`.${name}`)) card.classList.remove(name);
  for (const id of ids) find(box, id)?.classList.add(name);
}

function listen(box, own) {
  const point = (id) => { if (own.pointed !== id) { own.pointed = id; map()?.hover(id); } };
  const of = (e) => e.target.closest?.(".card");
  box.addEventListener("click", (e) => {
    const card = of(e);
    if (!card || String(getSelection())) return;
    const pick = e.target.closest(".pick");
    reach(box, card);
    if (!pick) own.send("open", card.dataset.id);
    else if (pick.getAttribute("aria-disabled") !== "true") own.send("pick", card.dataset.id);
  });
  box.addEventListener("keydown", (e) => {
    const card = of(e), all = cards(box), at = all.indexOf(card), stop = card && stops(card).indexOf(e.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (!card || !all[to]) return;
    e.preventDefault();
    reach(box, all[to]);
    stops(all[to])[stop].focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
  });
  box.addEventListener("mouseover", (e) => point(of(e)?.dataset.id ?? null));
  box.addEventListener("mouseleave", () => point(null));
  box.addEventListener("focusin", (e) => point(of(e)?.dataset.id ?? null));
  box.addEventListener("focusout", (e) => { if (!box.contains(e.relatedTarget)) point(null); });
}

function pickable(box, { picked, full, words }) {
  for (const card of words.pick ? cards(box) : []) {
    const button = card.querySelector(".pick"), on = picked.includes(card.dataset.id), name = card.querySelector(".open").textContent;
    button.textContent = words[on ? "picked" : "pick"];
    button.setAttribute("aria-pressed", on);
    button.setAttribute("aria-label", `${button.textContent} ${name}`);
    button.setAttribute("aria-disabled", full && !on);
    button.title = on ? words.drop : full ? words.full : "";
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  let own = kept.get(parentElement);
  if (!own) {
    const box = make("div", { className: "gp-cards" });
    parentElement.append(box);
    kept.set(parentElement, (own = { box, drawn: "", pointed: null, chosen: null }));
    listen(box, own);
  }
  own.send = setTriggerValue;
  const { box } = own, content = JSON.stringify([data.groups, data.words]);
  if (own.drawn !== content) {
    own.drawn = content;
    box.replaceChildren(...build(data));
    const first = cards(box)[0];
    if (first) reach(box, first);
  }
  pickable(box, data);
  mark(box, "is-chosen", data.chosen ? [data.chosen] : []);
  for (const card of cards(box)) card.querySelector(".open").setAttribute("aria-current", card.dataset.id === data.chosen);
  if (data.chosen && own.chosen !== data.chosen) find(box, data.chosen)?.scrollIntoView({ block: "nearest" });
  own.chosen = data.chosen;
  const hovered = (e) => mark(box, "is-hovered", e.detail?.sites ?? []);
  own.leave?.(); // one listener, however often the page runs
  document.addEventListener("geoplan:hover", hovered);
  own.leave = () => document.removeEventListener("geoplan:hover", hovered);
  return own.leave;
}

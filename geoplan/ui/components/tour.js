// A guided tour: a card beside each part of the page in turn, which is ringed. Steps whose part is not seen are left out.
const kept = new WeakMap(); // the step at which a tour stands, by its root

function seen(selector) {
  const el = document.querySelector(selector), box = el?.getBoundingClientRect();
  return box && box.width > 0 && box.height > 0 && getComputedStyle(el).visibility !== "hidden" ? box : null;
}
function make(tag, name, text = "") {
  return Object.assign(document.createElement(tag), { className: name, textContent: text });
}
// Beside the box, below or above it, wherever there is room; in the middle where there is none.
function place(card, box) {
  const { offsetWidth: w, offsetHeight: h } = card, gap = 14, wide = innerWidth, high = innerHeight;
  const clamp = (value, most) => Math.max(gap, Math.min(value, most - gap));
  let x = (wide - w) / 2, y = (high - h) / 2;
  if (box.right + w + 2 * gap < wide) { x = box.right + gap; y = clamp(box.top, high - h); }
  else if (box.bottom + h + 2 * gap < high) { x = clamp(box.left, wide - w); y = box.bottom + gap; }
  else if (box.top - h - 2 * gap > 0) { x = clamp(box.left, wide - w); y = box.top - h - gap; }
  card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const { words } = data, steps = data.steps.filter((step) => seen(step.at));
  const ring = make("div", "ring"), card = make("section", "card");
  const title = make("h2", "", ""), text = make("p", "", ""), count = make("span", "count");
  const skip = make("button", "quiet", words.skip), back = make("button", "quiet", words.back), next = make("button", "main");
  const row = make("div", "row");
  title.id = "tour-title"; text.id = "tour-text";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", title.id);
  card.setAttribute("aria-describedby", text.id);
  card.tabIndex = -1;
  row.append(count, skip, back, next);
  card.append(title, text, row);
  parentElement.append(ring, card);

  const end = () => { remove(); document.querySelector(data.home)?.focus(); setTriggerValue("closed", true); };
  const show = (at) => {
    if (at >= steps.length) return end();
    kept.set(parentElement, at);
    const step = steps[at], box = seen(step.at) ?? new DOMRect();
    title.textContent = step.title;
    text.textContent = step.text;
    count.textContent = words.count.replace("{n}", at + 1).replace("{all}", steps.length);
    back.hidden = at === 0;
    next.textContent = at + 1 === steps.length ? words.done : words.next;
    Object.assign(ring.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    place(card, box);
  };
  const step = (by) => { show(kept.get(parentElement) + by); card.focus(); };
  const resized = () => show(kept.get(parentElement));
  const remove = () => { removeEventListener("resize", resized); ring.remove(); card.remove(); };
  next.onclick = () => step(1);
  back.onclick = () => step(-1);
  skip.onclick = end;
  card.onkeydown = (e) => {
    if (e.key === "Escape") { e.stopPropagation(); end(); }
    else if (e.key === "ArrowRight") step(1);
    else if (e.key === "ArrowLeft" && !back.hidden) step(-1);
  };
  addEventListener("resize", resized);
  show(Math.min(kept.get(parentElement) ?? 0, steps.length - 1));
  card.focus();
  return remove;
}

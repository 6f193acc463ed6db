// For keys and screen readers: the language of the page, a link past the map, a live region, Esc.
const OVER = "[role=dialog], [data-baseweb=popover], [data-baseweb=menu]";
const FOCUSABLE = "button:not(:disabled), a[href], input:not(:disabled), select, textarea, [tabindex='0']";
const kept = new WeakMap(); // link and region, by their root
let listening = false;

function make(root) {
  const link = document.createElement("a"), region = document.createElement("div");
  link.href = "#";
  link.onclick = (e) => { e.preventDefault(); afterMap()?.focus(); };
  region.setAttribute("role", "status");
  root.append(link, region);
  kept.set(root, { link, region });
  return kept.get(root);
}
// The first thing to use after the map: in the panel beside it, else in the line under it.
function afterMap() {
  const places = [".st-key-side", ".st-key-foot-line"].map((name) => document.querySelector(name)).filter(Boolean);
  return places.flatMap((place) => [...place.querySelectorAll(FOCUSABLE)]).find((el) => el.checkVisibility());
}
function close(e) {
  if (e.key !== "Escape" || e.defaultPrevented || document.querySelector(OVER)) return;
  const at = e.target instanceof Element ? e.target : document.body;
  if (at.matches("input, textarea, select")) return;
  const button = document.querySelector(".st-key-close button");
  if (!button) return;
  const within = at.closest("[class*=st-key-drawer-]");
  button.click();
  if (within) document.querySelector(".st-key-map iframe")?.focus();
}

export default function ({ parentElement, data }) {
  const { link, region } = kept.get(parentElement) ?? make(parentElement);
  document.documentElement.lang = data.lang;
  link.textContent = data.skip;
  if (region.textContent !== data.said) region.textContent = data.said;
  if (!listening) addEventListener("keydown", close);
  listening = true;
}

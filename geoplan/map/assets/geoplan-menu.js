// A button of the map's upper right corner that opens a menu, for mouse, touch and keyboard.
window.GeoPlanMenu = (className, menuClass) => {
  "use strict";
  const make = (tag, name, properties) => Object.assign(document.createElement(tag), { className: name, ...properties });
  const control = make("div", className), button = make("button", "", { type: "button" }), menu = make("div", menuClass, { id: menuClass, hidden: true });
  const list = make("div", ""), hint = make("p", "");
  for (const [name, value] of [["aria-haspopup", "menu"], ["aria-expanded", "false"], ["aria-controls", menu.id]]) button.setAttribute(name, value);
  list.setAttribute("role", "menu");
  menu.append(list, hint);
  control.append(button, menu);

  const items = () => [...list.children];
  function open(on) {
    menu.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (on) (items().find((item) => item.getAttribute("aria-checked") === "true") || list.firstChild).focus();
  }
  button.addEventListener("click", () => open(menu.hidden));
  document.addEventListener("pointerdown", (e) => { if (!control.contains(e.target)) open(false); });
  control.addEventListener("focusout", (e) => { if (e.relatedTarget && !control.contains(e.relatedTarget)) open(false); });
  control.addEventListener("keydown", (e) => {
    e.stopPropagation();
    const all = items(), at = all.indexOf(document.activeElement), last = all.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[e.key];
    if (e.key === "Escape" && !menu.hidden) { open(false); button.focus(); e.preventDefault(); }
    if (to === undefined) return;
    e.preventDefault();
    if (menu.hidden) open(true); else all[to].focus();
  });
  return { control, button, menu, list, hint, items, open };
};

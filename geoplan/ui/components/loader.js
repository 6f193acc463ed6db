// Loads the script of a widget once, beside it the style sheet, and hands on every message in turn.
const scripts = new Map(), sheets = new WeakSet();
const at = (name, suffix) => new URL(`widget-${name}.${suffix}`, import.meta.url).href;

export function mount(component, name, hasSheet) {
  const root = component.parentElement;
  let gone = false, end = null, sheet = null; // the sheet comes first, or the widget is seen bare
  if (hasSheet && !sheets.has(root)) {
    sheets.add(root);
    sheet = new Promise((done) => {
      const link = document.createElement("link");
      root.prepend(Object.assign(link, { rel: "stylesheet", href: at(name, "css"), onload: done, onerror: done }));
    });
  }
  if (!scripts.has(name)) scripts.set(name, import(at(name, "js")));
  Promise.all([scripts.get(name), sheet]).then(([widget]) => { if (!gone) end = widget.default(component); });
  return () => { gone = true; end?.(); };
}

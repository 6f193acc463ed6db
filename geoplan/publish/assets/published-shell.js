// What stands in for the server: the address behind a #, the files that the scripts ask for, the widgets.
window.GeoPlanAddress = (() => {
  "use strict";
  const params = () => new URLSearchParams(location.hash.slice(1));
  // A step is one that going back undoes. A frame that may not touch the history keeps the address to itself.
  let own = null;
  const now = () => own ?? params();
  function put(next, step) {
    const text = `#${next}`;
    if (text === (location.hash || "#")) return;
    try {
      if (step) history.pushState(null, "", text); else history.replaceState(history.state, "", text);
      own = null;
    } catch { own = new URLSearchParams(next); }
  }
  function set(values, step) {
    const next = now();
    for (const [name, value] of Object.entries(values)) {
      next.delete(name);
      for (const one of [value].flat()) if (one !== null && one !== "" && one !== undefined) next.append(name, one);
    }
    put(next, step);
  }
  return { now, set };
})();

// A widget in its host: its style sheet is its own, as in the app.
window.GeoPlanMount = (styles) => {
  "use strict";
  const roots = new Map();
  function mount(name, host, data, told = () => {}) {
    if (!roots.has(host)) {
      const root = host.attachShadow({ mode: "open" }), sheet = new CSSStyleSheet();
      sheet.replaceSync(styles[name] ?? "");
      root.adoptedStyleSheets = [sheet];
      roots.set(host, root);
    }
    return GeoPlanWidgets[name].default({ parentElement: roots.get(host), data, setTriggerValue: told });
  }
  return mount;
};

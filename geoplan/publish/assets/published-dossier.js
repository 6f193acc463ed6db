// Builds a dossier of what geoplan/dossier/dossier_content.py lays out. Every text is set as text, never as HTML.
window.GeoPlanDossier = (() => {
  "use strict";
  const TAGS = new Set(["div", "span", "p", "h2", "b", "small", "table", "caption", "tbody", "tr", "th", "td", "details", "summary"]);
  const COLOUR = /^var\(--c-[0-9A-Fa-f]{6}\)$/;
  const make = (tag, properties = {}, ...children) => { const el = Object.assign(document.createElement(tag), properties); el.append(...children); return el; };

  function tree(node) {
    if (typeof node === "string") return node;
    const [tag, attributes, ...children] = node;
    if (!TAGS.has(tag)) return "";
    const el = document.createElement(tag), { c, lang, scope } = attributes || {};
    if (attributes?.class) el.className = attributes.class;
    if (lang) el.lang = lang;
    if (scope) el.scope = scope;
    if (COLOUR.test(c)) el.style.setProperty("--c", c);
    el.append(...children.map(tree));
    return el;
  }
  // `open` is called with the id of a site; `has` tells whether the file holds it.
  function items(content, { open, has, absent }) {
    return content.flatMap(({ h, s, n, b, l, f }) => {
      if (h !== undefined) return make("h3", { textContent: h });
      if (s !== undefined) return make("p", { className: "gp-subhead", textContent: s });
      if (n !== undefined) return make("p", { className: "gp-cite", textContent: n });
      if (b !== undefined) return make("div", { className: "gp-block" }, ...b.map(tree));
      if (l !== undefined) return make("div", { className: "gp-links" }, ...l.map(([site, name]) => (has(site) ? make("button", { type: "button", textContent: name, onclick: () => open(site) }) : make("span", { textContent: name, title: absent }))));
      return make("details", { className: "gp-rest" }, make("summary", { textContent: f[0] }), ...items(f[1], { open, has, absent }));
    });
  }
  return { items, make };
})();

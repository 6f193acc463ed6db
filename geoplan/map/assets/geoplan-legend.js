// The legend: one line that names what is in view; it opens to all of its entries.
window.GeoPlanLegend = ({ icon, outline, words, lang, onToggle }) => {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const box = make("details", { className: "gp-legend", open: false });
  let written = "";
  box.addEventListener("toggle", onToggle);

  function group(title, items) {
    if (!items.length) return [];
    const list = make("ul", {});
    for (const [svg, label] of items) {
      const li = make("li", {});
      li.append(svg, document.createTextNode(label));
      list.append(li);
    }
    return [make("h4", { textContent: title }), list];
  }

  // Sites as they are shown: c colour, f form, l line, w way.
  function write(shown, { style, content, former_sea, asked }) {
    const has = (key, value) => shown.some((site) => site[key] === value), w = words(), l = lang(), { colours, dashes, ground } = style;
    const branches = content.branches.filter((b) => has("c", b.c)), forms = content.forms.filter((f) => has("f", f.f));
    const lines = content.lines.filter((x) => has("l", x.l)), drafts = shown.some((site) => site.draft);
    const ways = { position: icon(outline("circle", 8, 8, 3) + outline("circle", 8, 8, 7), { stroke: colours.muted, "stroke-dasharray": "2 2" }), area_of_doubt: icon(outline("circle", 8, 8, 7), { fill: colours.muted, "fill-opacity": 0.3, style: "filter: blur(2px)" }), county: icon("M1 3H15V13H1z", { stroke: colours.muted, "stroke-dasharray": "2 2" }) };
    const drawn = content.ways.filter((x) => ways[x.w] && has("w", x.w));
    const now = JSON.stringify([l, asked, former_sea, drafts, [branches, forms, lines, drawn].map((part) => part.map((one) => one[l]))]);
    if (now === written) return;
    written = now;
    const colour = (b) => icon(outline("circle", 8, 8, 5.5), { fill: b.c });
    const summary = make("summary", {}), line = make("span", { className: "gp-legend-line" });
    for (const b of branches) {
      const entry = make("span", {});
      entry.append(colour(b), document.createTextNode(b[l]));
      line.append(entry);
    }
    summary.append(make("strong", { textContent: w.legend }), line);
    box.replaceChildren(
      summary,
      ...group(asked ? w.byAsked : w.byIndustry, branches.map((b) => [colour(b), b[l]])),
      ...group(w.byKind, forms.map((f) => [icon(outline(f.f, 8, 8, 5), { fill: colours.muted }), f[l]])),
      ...group(w.byLine, lines.map((x) => [icon("M0 8H16", { stroke: colours.control, "stroke-width": 2, "stroke-dasharray": dashes[x.l] || "none" }), x[l]])),
      ...group(w.byWay, drawn.map((x) => [ways[x.w], x[l]])),
      ...group(w.drafts, drafts ? [[icon("M2 3H14V13H2z", { stroke: colours.user_layer, "stroke-width": 2 }), w.draftLegend]] : []),
      ...group(w.base, former_sea ? [[icon("M1 2H15V14H1z", { fill: ground.former_sea, stroke: ground.coast }), w.former_sea]] : []),
    );
  }
  return { box, write };
};

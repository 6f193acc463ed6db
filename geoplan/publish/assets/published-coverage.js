// Counts the carriers of industries by county, as bounds, as geoplan/analysis/carrier_gaps.py does.
window.GeoPlanCoverage = (file, selection, { up, stems }) => {
  const ANY = "", { site, county, certain } = file.where;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const names = new Map(file.counties);

  // One industry and its children; ANY and each of several; ANY and the main ones.
  function columnsOf(asked) {
    if (asked.length === 1) return [asked[0], ...Object.keys(up).filter((industry) => up[industry] === asked[0])];
    return [ANY, ...(asked.length ? asked : file.branches)];
  }
  function countiesOf(scope, regions) {
    const heads = regions.map((code) => stems[code]);
    return scope.counties.filter((code) => !heads.length || heads.some((head) => code.startsWith(head)));
  }
  const classOf = (low, high) => (low ? 1 + file.from.filter((least) => low >= least).length : high ? 1 : 0);

  // `mask` tells of each site whether it is asked for, wherever it is.
  function table({ mask, asked, regions, scope }) {
    const columns = columnsOf(asked), counties = countiesOf(scope, regions), others = columns.filter((column) => column !== ANY);
    const at = new Map(counties.map((code, i) => [code, i]));
    const cells = counties.map(() => columns.map(() => ({ known: [], possible: [] })));
    site.forEach((place, i) => {
      const row = at.get(file.counties[county[i]][0]);
      if (row === undefined || !mask[place]) return;
      const has = selection.industriesOf(place);
      columns.forEach((column, j) => {
        if (column === ANY ? others.some((one) => has.has(one)) : has.has(column)) cells[row][j][certain[i] ? "known" : "possible"].push(place);
      });
    });
    return { columns, counties, cells };
  }

  // What matrix.js draws, and what the map colours.
  function content({ columns, counties, cells }, { column, cell, lang, words, nameOf }) {
    const classes = file.classes[lang], say = (key, values = {}) => fill(words[`gaps.${key}`], values);
    const name = (industry) => (industry === ANY ? say("any_industry") : nameOf(industry));
    const bounds = cells.map((row) => row.map(({ known, possible }) => [known.length, known.length + possible.length, classOf(known.length, known.length + possible.length)]));
    const legend = say("legend", { industry: name(column) });
    const keys = { cell: "cell", has: "has", hasMore: "has_more", may: "may", none: "none", unknown: "unknown", dash: "dash", more: "more", column: "column" };
    const matrix = {
      rows: counties.map((id) => ({ id, name: names.get(id)[lang] })), columns: columns.map((id) => ({ id, name: name(id) })), cells: bounds, classes, column, cell,
      words: { ...Object.fromEntries(Object.entries(keys).map(([word, key]) => [word, words[`gaps.${key}`]])), corner: words["coverage.county"], caption: words["gaps.caption"], legend },
    };
    const j = columns.indexOf(column), of = {}, texts = {};
    counties.forEach((code, i) => {
      const [low, high, kind] = bounds[i][j], word = low ? (high > low ? "has_more" : "has") : high ? "may" : "none";
      of[code] = kind;
      texts[code] = say("place", { row: names.get(code)[lang], state: say(word, { n: low, m: high - low }) });
    });
    return { matrix, map: { title: legend, breaks: classes.map(({ c, d, t }) => ({ c, d, t })), of, texts }, name };
  }
  return { table, content, countyName: (code, lang) => names.get(code)?.[lang] ?? code };
};

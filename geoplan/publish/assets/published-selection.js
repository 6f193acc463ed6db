// Chooses and counts sites by what is filtered, as geoplan/query/selection.py does. Masks are by a site's place in the
// file or by a row, which is one designation with one of the industries above its own.
window.GeoPlanSelection = (file, fold) => {
  "use strict";
  const OF_SITES = ["layers", "regions", "kinds", "statuses"], OF_ROWS = ["industries", "plans", "roles", "bases"];
  const { sites, rows, values } = file, n = sites.length;
  const all = (length) => new Uint8Array(length).fill(1);
  const both = (masks, length) => masks.reduce((a, b) => a.map((is, i) => is & b[i]), all(length));
  const list = (mask) => sites.filter((_, i) => mask[i]);

  function sitesHaving(facet, wanted) {
    const mask = new Uint8Array(n);
    for (const value of wanted) for (const site of file.of_sites[facet][value] ?? []) mask[site] = 1;
    return mask;
  }
  function rowsHaving(facet, wanted) {
    const codes = new Set(wanted.map((value) => values[facet].indexOf(value)));
    return Uint8Array.from(rows[facet], (code) => codes.has(code));
  }
  function sitesOf(rowMask) {
    const mask = new Uint8Array(n);
    rowMask.forEach((is, i) => { if (is) mask[rows.site[i]] = 1; });
    return mask;
  }

  // Insertions and deletions between two texts, as a share of all their letters that stay, 0 to 100.
  function likeness(a, b) {
    let last = new Array(b.length + 1).fill(0);
    for (const one of a) {
      const next = [0];
      for (let j = 1; j <= b.length; j++) next[j] = one === b[j - 1] ? last[j - 1] + 1 : Math.max(last[j], next[j - 1]);
      last = next;
    }
    return (200 * last[b.length]) / (a.length + b.length);
  }
  function named(text) {
    const wanted = fold(text), mask = new Uint8Array(n);
    if (!wanted) return mask;
    const keys = /^[\x00-\x7f]*$/.test(wanted) ? [...file.names, ...file.pinyin] : file.names;
    const hits = keys.filter(([, key]) => key.includes(wanted));
    for (const [site] of hits) mask[site] = 1;
    if (hits.length) return mask;
    const [least, most] = file.near, letters = [...wanted];
    const near = keys.map(([site, key]) => ({ site, score: likeness(letters, [...key]) })).filter(({ score }) => score >= least);
    for (const { site } of near.sort((a, b) => b.score - a.score).slice(0, most)) mask[site] = 1;
    return mask;
  }

  // selection: { layers: [], … bases: [], in_force, text }
  function match(selection) {
    const base = selection.text?.trim() ? named(selection.text) : all(n), ofSites = {}, ofRows = {};
    for (const facet of OF_SITES) if (selection[facet]?.length) ofSites[facet] = sitesHaving(facet, selection[facet]);
    for (const facet of OF_ROWS) if (selection[facet]?.length) ofRows[facet] = rowsHaving(facet, selection[facet]);
    if (selection.in_force) ofRows.in_force = rowsHaving("plans", file.in_force);
    const but = (masks, without) => Object.entries(masks).filter(([facet]) => facet !== without).map(([, mask]) => mask);
    const rowsBut = (without) => both(but(ofRows, without), rows.site.length);
    function sitesBut(without = "") {
      const masks = [base, ...but(ofSites, without)];
      if (but(ofRows, without).length) masks.push(sitesOf(rowsBut(without)));
      return both(masks, n);
    }
    return { sitesBut, rowsBut };
  }

  const select = (selection) => list(match(selection).sitesBut());
  // Sites that may stand in the chosen regions, without being known to.
  function possible(selection) {
    if (!selection.regions?.length) return [];
    const { sitesBut } = match(selection), may = sitesHaving("possible_regions", selection.regions), sure = sitesBut(), others = sitesBut("regions");
    return list(may.map((is, i) => is & others[i] & (sure[i] ^ 1)));
  }
  // By facet and value, how many sites meet the rest of the selection and that value; none is absent.
  function counts(selection) {
    const { sitesBut, rowsBut } = match(selection), found = {};
    for (const facet of OF_SITES) {
      const mask = sitesBut(facet);
      const counted = Object.entries(file.of_sites[facet]).map(([value, of]) => [value, of.filter((site) => mask[site]).length]);
      found[facet] = Object.fromEntries(counted.filter(([value, count]) => value && count));
    }
    for (const facet of OF_ROWS) {
      const mask = sitesBut(facet), rowMask = rowsBut(facet), of = values[facet].map(() => new Set());
      rows[facet].forEach((code, i) => { if (code >= 0 && rowMask[i] && mask[rows.site[i]]) of[code].add(rows.site[i]); });
      found[facet] = Object.fromEntries(values[facet].map((value, code) => [value, of[code].size]).filter(([value, count]) => value && count));
    }
    return found;
  }
  // The industries of each site, and those above them.
  const industries = sites.map(() => new Set());
  rows.industries.forEach((code, i) => { if (code >= 0 && values.industries[code]) industries[rows.site[i]].add(values.industries[code]); });
  return { select, possible, counts, industriesOf: (place) => industries[place], mask: (selection) => match(selection).sitesBut() };
};

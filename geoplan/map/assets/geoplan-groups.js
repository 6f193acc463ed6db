// Puts marks that would lie on each other at this zoom into one symbol with their number, which opens as a list.
window.GeoPlanGroups = (map, { radius, gap }) => {
  const size = (n) => (n === 1 ? radius : Math.min(17, 8 + Math.log2(n) * 1.7));

  const touch = (a, b) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < a.r + b.r + gap;

  // Nearest first, until no two symbols touch: each group stands at the mean of its members' positions, from which
  // `settle` may move it.
  function groups(marks, settle) {
    let all = marks.map((mark) => { const p = map.latLngToLayerPoint(mark.latlng); return { x: p.x, y: p.y, r: size(1), members: [mark] }; });
    for (let joined = true; joined; ) {
      joined = false;
      all.sort((a, b) => b.members.length - a.members.length || a.x - b.x);
      for (let i = 0; i < all.length; i++) {
        for (let j = all.length - 1; j > i; j--) {
          const a = all[i], b = all[j];
          if (!touch(a, b)) continue;
          const n = a.members.length, m = b.members.length, one = new Set([...a.members, ...b.members].map((mark) => mark.s)).size === 1;
          all[i] = one ? { ...a, members: [...a.members, ...b.members] } : { x: (a.x * n + b.x * m) / (n + m), y: (a.y * n + b.y * m) / (n + m), r: size(n + m), members: [...a.members, ...b.members] };
          all.splice(j, 1);
          joined = true;
        }
      }
      if (!joined) { all.forEach(settle); joined = all.some((a, i) => all.some((b, j) => i < j && touch(a, b))); }
    }
    return all;
  }

  // A ring of the members' colours, in shares.
  function ring(members) {
    const counts = new Map();
    for (const { c } of members) counts.set(c, (counts.get(c) || 0) + 1);
    let from = 0;
    const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([colour, n]) => `${colour} ${from}turn ${(from += n / members.length)}turn`);
    return `conic-gradient(${parts.join(",")})`;
  }

  return { groups, ring };
};

// Numbered discs over the land, such as concentrations: they come with the message, as middles, and are drawn here.
//   labels  finds room for the numbers: where discs crowd, the first in the list have theirs
// show({ radius: metres, at: [[latitude, longitude], …] }, the look of a disc); the first is number 1, and several with
// one middle are one disc with all their numbers
window.GeoPlanDiscs = (map, labels) => {
  "use strict";
  const SIZE = 13, GAP = 2; // pixels
  let group = null, places = [], shown = "null";

  function show(discs, look) {
    const wanted = JSON.stringify(discs);
    if (wanted === shown) return;
    shown = wanted;
    group?.remove();
    const numbers = new Map();
    (discs?.at || []).forEach((at, i) => { const key = at.join(); numbers.set(key, [...(numbers.get(key) || []), i + 1]); });
    places = [...numbers].map(([key, of]) => ({ at: L.latLng(key.split(",").map(Number)), text: of.join(" ") }));
    group = L.layerGroup(places.map(({ at }) => L.circle(at, { pane: "gp-overlay", radius: discs.radius, interactive: false, ...look }))).addTo(map);
    map.getContainer().dataset.discs = places.length;
  }

  // Before the names of sites, which keep clear of them.
  function number() {
    places.forEach(({ at, text }) => {
      const { x, y } = map.latLngToLayerPoint(at), half = labels.width(text, SIZE, 700) / 2 + GAP;
      const box = [x - half, y - SIZE / 2, x + half, y + SIZE / 2];
      if (!labels.whole(box) || !labels.free(box)) return;
      labels.take(box);
      labels.put(text, "gp-number", x - half + GAP, box[1]);
    });
  }

  return { show, number };
};

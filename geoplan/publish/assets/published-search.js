// What choosing a suggestion of the search does: open, move the map, filter; as geoplan/ui/search_choice.py does it.
window.GeoPlanFound = ({ targets, boxes }, act) => {
  const PLACE_ZOOM = 14, POINT_ZOOM = 13;
  // Degrees, minutes and seconds of two angles; in China the longitude is always the larger one.
  function position(text) {
    const numbers = (text.replace(/[º˚度]/g, "°").normalize("NFKC").match(/\d+(?:\.\d+)?/g) ?? []).map(Number), half = numbers.length / 2;
    if (!Number.isInteger(half) || half < 1 || half > 3) return null;
    const angle = (parts) => parts.reduce((sum, part, i) => sum + part / 60 ** i, 0);
    return [angle(numbers.slice(0, half)), angle(numbers.slice(half))].sort((a, b) => a - b);
  }
  function show(name, sites, adcode, box) {
    if (!box) {
      if (sites.length) act.goTo(sites);
      else if (adcode && boxes[adcode]) { act.go({ box: boxes[adcode] }); act.offer(adcode, name); } else act.nowhere(name);
      return;
    }
    const [west, south, east, north] = box;
    if (west === east && south === north) act.go({ at: [south, west], zoom: PLACE_ZOOM, pin: name }); else act.go({ box });
  }
  return (answer, name) => {
    if ("text" in answer) return act.text(answer.text);
    if ("coordinate" in answer) {
      const at = position(answer.coordinate);
      return at ? act.go({ at, zoom: POINT_ZOOM, pin: "" }) : act.nowhere(answer.coordinate);
    }
    const { kind, id } = answer;
    if (kind === "place") {
      const [lon, lat] = id.split("/")[0].split(",").map(Number);
      return act.go({ at: [lat, lon], zoom: PLACE_ZOOM, pin: id.slice(id.indexOf("/") + 1) });
    }
    const [sites = [], industry = "", adcode = "", plan = "", box = 0] = targets[`${kind}/${id}`] ?? [];
    if (industry) return act.filter("industries", industry);
    if (kind === "plan") return act.filter("plans", plan);
    if ((kind === "site" || kind === "part") && sites.length) { act.open(sites[0]); return show(name, sites, adcode, box); }
    if (kind === "region") { show(name, [], adcode, box); return act.offer(adcode); }
    if (sites.length === 1) { act.open(sites[0]); return act.goTo(sites); }
    if (sites.length) { act.list(name, sites); return act.goTo(sites); }
    return show(name, sites, adcode, box);
  };
};

// Writes the address of what the page shows. What the map shows, `view`, is written by the map and stays.
const plain = (search) => { const query = new URLSearchParams(search); query.delete("view"); query.sort(); return query.toString(); };
let begun = false, page = null;

export default function ({ data }) {
  const moved = data.page !== page, first = !begun;
  begun = true; page = data.page;
  if (plain(location.search) === plain(data.query)) return;
  const to = new URLSearchParams(data.query), view = new URLSearchParams(location.search).get("view");
  if (view && data.map) to.set("view", view);
  const url = `${location.pathname}${to.size ? `?${to}` : ""}${location.hash}`;
  if (data.push && !moved && !first) history.pushState({}, "", url);
  else history.replaceState(history.state, "", url);
}

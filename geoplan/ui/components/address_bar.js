// Writes the address of what the page shows. What the map shows, `view`, is written by the map and stays.
const plain = (search) => { const query = new URLSearchParams(search); query.delete("view"); query.sort(); return query.toString(); };
let begun = false, page = null;

// Also called by the map before it moves: a step is written before the view that it leads to.
function write(data) {
  const moved = data.page !== page, push = data.push && begun && !moved;
  begun = true; page = data.page;
  if (plain(location.search) === plain(data.query)) return;
  if (push) document.querySelector(".st-key-map iframe")?.contentWindow?.GeoPlan?.leave?.();
  const to = new URLSearchParams(data.query), view = new URLSearchParams(location.search).get("view");
  if (view && data.map) to.set("view", view);
  const url = `${location.pathname}${to.size ? `?${to}` : ""}${location.hash}`;
  if (push) history.pushState({}, "", url);
  else history.replaceState(history.state, "", url);
}

export default function ({ data }) {
  window.GeoPlanAddress = write;
  write(data);
}

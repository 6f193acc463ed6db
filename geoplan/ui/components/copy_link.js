// A button that copies the address of a site to the clipboard, and says so.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.value = text;
  box.style.cssText = "position:fixed;opacity:0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) throw new Error("copy");
}

export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button"), said = parentElement.querySelector("output");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.insertAdjacentHTML("beforeend", '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">' +
      '<path fill="currentColor" d="M3.9 12A3.1 3.1 0 0 1 7 8.9h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12Z' +
      'M8 13h8v-2H8v2Zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10Z"/></svg>');
    button.append(document.createElement("span"));
    said = document.createElement("output");
    parentElement.append(button, said);
  }
  button.querySelector("span").textContent = data.label;
  said.textContent = "";
  let timer = 0;
  button.onclick = async () => {
    const query = new URLSearchParams({ site: data.site });
    if (data.lang) query.set("lang", data.lang);
    const link = `${location.origin}${location.pathname}?${query}`;
    try {
      await copy(link);
      said.textContent = data.copied;
    } catch {
      said.textContent = `${data.failed} ${link}`;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  };
  return () => clearTimeout(timer);
}

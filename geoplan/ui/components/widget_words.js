// Says Streamlit's own words in the language of the page. Rules are [pattern, replacement] for whole texts and labels.
let rules = [], watcher = null;
const LABELS = ["aria-label", "title", "placeholder"];
const OWN = "iframe, script, style, textarea, input, [data-testid=stMarkdownContainer], [data-testid=stCode], [data-testid=stHtml]";
const UPLOAD = "[data-testid=stFileUploaderDropzone] button"; // Markdown that is Streamlit's own

function said(text) {
  const bare = text.trim();
  if (!bare || !/[A-Za-z]/.test(bare)) return null;
  for (const [pattern, words] of rules) if (pattern.test(bare)) return text.replace(bare, () => bare.replace(pattern, words));
  return null;
}
function sayText(node) {
  if (node.parentElement?.closest(OWN) && !node.parentElement.closest(UPLOAD)) return;
  const words = said(node.data);
  if (words !== null && words !== node.data) node.data = words;
}
function sayLabels(el) {
  for (const name of LABELS) {
    const words = el.hasAttribute(name) ? said(el.getAttribute(name)) : null;
    if (words !== null && words !== el.getAttribute(name)) el.setAttribute(name, words);
  }
}
function say(root) {
  if (root.nodeType === Node.TEXT_NODE) return sayText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) node.nodeType === Node.TEXT_NODE ? sayText(node) : sayLabels(node);
}

export default function ({ data }) {
  rules = data.rules.map(([pattern, words]) => [new RegExp(`^${pattern}$`), words]);
  watcher?.disconnect();
  say(document.body);
  if (!rules.length) return;
  watcher = new MutationObserver((changes) => { for (const change of changes) { if (change.type === "childList") change.addedNodes.forEach(say); else if (change.type === "attributes") sayLabels(change.target); else sayText(change.target); } });
  watcher.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: LABELS });
}

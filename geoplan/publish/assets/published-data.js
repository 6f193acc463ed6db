// Unpacks what the document carries: JSON, compressed (RFC 1950), in base64.
window.GeoPlanPacked = (() => {
  "use strict";
  // What the page is drawn with: without light-dark() it has no colours, without :has() no frame.
  const canUnpack = typeof DecompressionStream === "function" && CSS.supports("color", "light-dark(#fff, #000)") && CSS.supports("selector(:has(a))");
  async function unpack(id) {
    const element = document.getElementById(id), text = atob(element.textContent), bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    element.remove();
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  }
  return { canUnpack, unpack };
})();

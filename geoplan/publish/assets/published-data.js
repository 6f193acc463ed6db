// Unpacks what the document carries: JSON, compressed (RFC 1950), in base64.
window.GeoPlanPacked = (() => {
  "use strict";
  const canUnpack = typeof DecompressionStream === "function";
  async function unpack(id) {
    const element = document.getElementById(id), text = atob(element.textContent), bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    element.remove();
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  }
  return { canUnpack, unpack };
})();

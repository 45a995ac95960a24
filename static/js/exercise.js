// A form being filled in: the picture follows the words, computed places follow their rows.
const form = document.querySelector("form[data-exercise]");

// rows.js renumbers ids; the name under which the server sends a computed value is that id.
function renameComputed() {
  form.querySelectorAll("[data-row] [data-computed][id]").forEach((output) => { output.dataset.computed = output.id; });
}

function valuesOf(key) {
  const rows = form.querySelectorAll(`[data-rows="${CSS.escape(key)}"] [data-row]`);
  if (!rows.length) return [form.elements.namedItem(key)?.value ?? ""];
  return [...rows].map((row) => row.querySelector("input, textarea, select")?.value ?? "");
}

function drawMirrors() {
  form.querySelectorAll("[data-mirror]").forEach((list) => {
    const key = list.dataset.mirror;
    if (!form.querySelector(`[data-rows="${CSS.escape(key)}"], [name="${CSS.escape(key)}"]`)) return; // read-only here
    const texts = valuesOf(key).map((text) => text.trim()).filter(Boolean);
    list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  });
}

if (form) {
  form.addEventListener("input", () => { renameComputed(); drawMirrors(); });
  form.addEventListener("restored", drawMirrors);
}

// The size of a lesson's text chosen on this device, set before the first paint; a classic script, so that it blocks.
(() => {
  const root = document.documentElement, sizes = ["s", "m", "l", "xl"];
  const set = (size) => {
    root.classList.remove(...sizes.map((one) => `text-${one}`));
    if (sizes.includes(size)) root.classList.add(`text-${size}`);
    document.querySelectorAll("[data-text-size]").forEach((button) => {
      button.setAttribute("aria-pressed", button.dataset.textSize === size);
    });
  };
  const kept = () => {
    try { return localStorage.getItem("text-size") ?? "m"; } catch { return "m"; } // storage may be forbidden
  };
  set(kept());
  root.dataset.script = ""; // before the first paint, or what needs a script would push the text down when it appears
  document.addEventListener("DOMContentLoaded", () => set(kept()));
  document.addEventListener("click", (event) => {
    const size = event.target.closest("[data-text-size]")?.dataset.textSize;
    if (!size) return;
    try { localStorage.setItem("text-size", size); } catch { /* the choice lasts for this page */ }
    set(size);
  });
})();

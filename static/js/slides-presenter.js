// The desk of whoever presents: what time it is and how long it has lasted.
const clock = document.querySelector("[data-clock]");
const elapsed = document.querySelector("[data-elapsed]");
const deck = document.querySelector("[data-deck]");
const key = `slides-begun:${deck.dataset.deck}`;
const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
let begun = kept() ?? begin();

// A reload in the middle of an hour does not begin it again; another day does.
function kept() {
  try {
    const found = Number(sessionStorage.getItem(key));
    return found && Date.now() - found < 6 * 3600 * 1000 ? found : null;
  } catch { return null; }
}
function begin() {
  const now = Date.now();
  try { sessionStorage.setItem(key, now); } catch { /* counted from this page on */ }
  return now;
}
function tick() {
  const seconds = Math.floor((Date.now() - begun) / 1000);
  clock.textContent = time.format(new Date());
  elapsed.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
document.querySelector("[data-slides=restart]").addEventListener("click", () => { begun = begin(); tick(); });
tick();
setInterval(tick, 1000);

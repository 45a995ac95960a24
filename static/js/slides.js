// Slides one at a time: keys, clicker, touch, black, full screen. Others are told by the event `slide`, and tell by `slide-to`.
const deck = document.querySelector("[data-deck]");
const places = [...deck.querySelectorAll(".slide-place")];
const status = document.querySelector("[data-slides-status]");
const count = document.querySelector("[data-slides-count]");
const black = document.querySelector("[data-black]");
const help = document.querySelector("[data-help]");
const isWall = deck.dataset.view === "wall";
document.documentElement.dataset.script = "";
document.body.classList.add("one-slide");
let here = 0;

function go(number, { tells = true, focuses = true } = {}) {
  here = Math.max(0, Math.min(places.length - 1, number));
  places.forEach((place, index) => {
    place.classList.toggle("here", index === here);
    place.classList.toggle("next", index === here + 1);
  });
  const slide = places[here].querySelector(".slide");
  count.textContent = `${here + 1} / ${places.length}`;
  status.textContent = `${here + 1} / ${places.length} ${slide.querySelector("h2").textContent}`;
  if (location.hash !== `#${here + 1}`) history.replaceState(null, "", `#${here + 1}`);
  document.querySelectorAll("[data-keeps-place]").forEach((link) => { link.hash = `#${here + 1}`; });
  if (focuses) slide.focus({ preventScroll: true });
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("slide", { detail: { ...state(), tells } }));
}
function state() { return { number: here, name: places[here].dataset.name, black: !black.hidden }; }
function darken(is, tells = true) {
  black.hidden = !is;
  document.body.classList.toggle("is-black", is);
  document.dispatchEvent(new CustomEvent("slide", { detail: { ...state(), tells } }));
}
function fill() {
  const full = document.fullscreenElement ?? document.webkitFullscreenElement;
  const root = document.documentElement;
  if (full) (document.exitFullscreen ?? document.webkitExitFullscreen)?.call(document);
  else (root.requestFullscreen ?? root.webkitRequestFullscreen)?.call(root)?.catch?.(() => {});
}
function showNotes() {
  const notes = places[here].querySelector(".slide-notes");
  if (notes) notes.open = !notes.open;
}
function showHelp() {
  help.hidden = !help.hidden;
  if (help.hidden) places[here].querySelector(".slide").focus({ preventScroll: true });
  else help.querySelector("button").focus();
}

const deeds = {
  on: () => go(here + 1), back: () => go(here - 1), first: () => go(0), last: () => go(places.length - 1),
  black: () => darken(black.hidden), full: fill, notes: showNotes, help: showHelp, print: () => print(),
};
const keys = {
  ArrowRight: "on", ArrowDown: "on", PageDown: "on", " ": "on", Enter: "on", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
  Backspace: "back", Home: "first", End: "last", b: "black", ".": "black", f: "full", n: "notes", "?": "help",
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !help.hidden) { showHelp(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if ([" ", "Enter"].includes(key) && event.target.closest("a, button, summary")) return;
  // Whoever reads notes or a wide table moves there, with the arrows that move text.
  if (["ArrowUp", "ArrowDown"].includes(key) && event.target.closest(".slide-notes, .scroll")) return;
  const deed = deeds[keys[key]];
  if (!deed) return;
  event.preventDefault();
  if (!black.hidden && ["on", "back"].includes(keys[key])) darken(false);
  else deed();
});
document.addEventListener("click", (event) => {
  const deed = deeds[event.target.closest("[data-slides]")?.dataset.slides];
  if (deed) deed();
  if (event.target === black) darken(false);
});
let begun = null;
deck.addEventListener("touchstart", (event) => { begun = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
deck.addEventListener("touchend", (event) => {
  const ended = event.changedTouches[0];
  if (!begun || event.target.closest(".slide-notes, .scroll")) return;
  const wide = ended.clientX - begun.clientX;
  if (Math.abs(wide) > 50 && Math.abs(wide) > 2 * Math.abs(ended.clientY - begun.clientY)) go(here + (wide < 0 ? 1 : -1));
});
addEventListener("hashchange", () => go(Number(location.hash.slice(1) || 1) - 1));
document.addEventListener("slide-to", ({ detail }) => {
  const named = places.findIndex((place) => place.dataset.name === detail.name);
  if (black.hidden === detail.black) darken(detail.black, false);
  go(named < 0 ? detail.number : named, { tells: false, focuses: isWall });
});
document.addEventListener("slide-asked", () => document.dispatchEvent(new CustomEvent("slide", { detail: { ...state(), tells: true } })));
go(Number(location.hash.slice(1)) - 1 || 0, { tells: Boolean(location.hash), focuses: false });

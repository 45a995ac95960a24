// The drill: seconds that count down and block nothing; the keys 1, 2, 3 say how it went.
const chinese = document.documentElement.lang.startsWith("zh");
const drill = document.querySelector("[data-drill]");

function countDown(clock) {
  // This device's clock only counts from now on; what is kept is measured by the server.
  const end = performance.now() + Number(clock.dataset.drillLeft) * 1000;
  const voice = document.createElement("span");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  clock.after(voice);
  clock.setAttribute("role", "timer");

  function tick() {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.textContent = chinese ? `${left} 秒` : `${left} s`;
    clock.classList.toggle("warn", left <= 10 && left > 0);
    clock.classList.toggle("last", left === 0);
    if (left > 0) return;
    clearInterval(timer);
    voice.textContent = clock.dataset.over;
    const sentence = clock.parentElement.firstElementChild;
    if (sentence !== clock) sentence.textContent = clock.dataset.over;
    clock.closest(".drill-clock").classList.add("over");
  }

  const timer = setInterval(tick, 250);
  tick();
}

if (drill) {
  drill.querySelectorAll("[data-drill-left]").forEach(countDown);
  // On a phone the focus would open the keyboard over the objection.
  if (matchMedia("(pointer: fine)").matches) {
    drill.querySelector("textarea, [data-drill-ready]")?.focus({ preventScroll: true });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=hidden]), textarea, select, [contenteditable], dialog")) return;
    drill.querySelector(`[data-outcome="${CSS.escape(event.key)}"]`)?.click();
  });
}

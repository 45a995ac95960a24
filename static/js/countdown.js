// A clock that runs to the server's deadline, whatever this device believes the time is.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { left: (minutes) => `还剩 ${minutes} 分钟`, over: "时间到" }
  : { left: (minutes) => `${minutes} ${minutes === 1 ? "minute" : "minutes"} left`, over: "Time is up" };

function start(clock) {
  const offset = Number(clock.dataset.now || Date.now()) - Date.now();
  const deadline = Number(clock.dataset.deadline);
  const limits = [["last", Number(clock.dataset.last || 60)], ["warn", Number(clock.dataset.warn || 300)]];
  const voice = document.createElement("span");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  clock.after(voice);
  clock.setAttribute("role", "timer");
  const announced = new Set();

  function tick() {
    const left = Math.max(0, Math.ceil((deadline - Date.now() - offset) / 1000));
    const minutes = Math.floor(left / 60);
    clock.textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    const state = limits.find(([, seconds]) => left <= seconds)?.[0] ?? "";
    clock.classList.toggle("warn", state === "warn");
    clock.classList.toggle("last", state === "last");
    if (state && !announced.has(state)) {
      announced.add(state);
      voice.textContent = words.left(Math.ceil(left / 60));
    }
    if (left > 0) return;
    clearInterval(timer);
    voice.textContent = words.over;
    clock.dispatchEvent(new CustomEvent("deadline", { bubbles: true }));
    if (clock.dataset.submit) document.querySelector(clock.dataset.submit)?.requestSubmit();
  }

  const timer = setInterval(tick, 1000);
  tick();
  // A sleeping phone stops timers; look again as soon as the page is seen.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
}

document.querySelectorAll("[data-deadline]").forEach(start);

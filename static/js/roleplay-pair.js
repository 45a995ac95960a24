// A practice in a pair: signs of life, what to do without a connection, and sending without leaving the page.
const room = document.querySelector("[data-pair]");
const box = room.querySelector("[data-poll]");
const offline = room.querySelector("[data-pair-offline]");
const token = document.querySelector('meta[name="csrf-token"]').content;
const every = Number(room.dataset.every);
const opened = new Map();
let timer = 0;
let draft = {}; // what is being typed, and for which state of the room
let unsent = null; // what was pressed while the line was gone: sent once more when it is back

/** Say that this device is there; find out whether the line is. */
async function sign() {
  clearTimeout(timer);
  let here = false;
  try {
    const answer = await fetch(`/pairs/${room.dataset.pair}/signs`, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
    if ([401, 403, 404].includes(answer.status)) { location.reload(); return; }
    here = answer.ok;
  } catch { /* no line */ }
  show(here);
  timer = setTimeout(sign, here ? every : Math.min(every, 3000));
}

function show(here) {
  const isBack = here && !offline.hidden;
  offline.hidden = here;
  if (!isBack) return;
  if (unsent) send(...unsent);
  document.dispatchEvent(new Event("visibilitychange")); // the part that follows the server asks at once
}

async function send(action, data) {
  unsent = null;
  try {
    const answer = await fetch(action, { method: "POST", body: data, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-poll]");
    if (!fresh) { location.assign(`/pairs/${room.dataset.pair}`); return; }
    document.activeElement?.blur();
    box.innerHTML = fresh.innerHTML;
    document.querySelectorAll(".flash").forEach((flash) => flash.remove());
    page.querySelectorAll(".flash").forEach((flash) => room.before(flash));
    changed();
    box.querySelector(".error-summary")?.focus();
  } catch {
    unsent = [action, data];
    show(false);
    clearTimeout(timer);
    timer = setTimeout(sign, 1000);
  }
}

/** What was opened stays open; whoever cannot see the page hears whose turn it is. */
function changed() {
  box.querySelectorAll("details[id]").forEach((part) => { if (opened.has(part.id)) part.open = opened.get(part.id); });
  const field = box.querySelector("textarea");
  if (field && !field.value && field.form.elements.counter.value === draft.counter) field.value = draft.line;
  const turn = box.querySelector("[data-turn]")?.dataset.turn ?? "";
  const status = room.querySelector("[data-pair-status]");
  if (status.textContent === turn) return;
  status.textContent = turn;
  const heading = box.querySelector("[data-turn]");
  if (heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
}

box.addEventListener("click", (event) => {
  const part = event.target.closest("summary")?.parentElement;
  if (part?.id) opened.set(part.id, !part.open);
});
box.addEventListener("input", (event) => {
  if (event.target.name === "line") draft = { counter: event.target.form.elements.counter.value, line: event.target.value };
});
box.addEventListener("poll-change", changed);
box.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const data = new FormData(event.target);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  event.submitter?.setAttribute("aria-busy", "true");
  event.submitter?.classList.add("chosen");
  send(event.target.action, data);
});
addEventListener("offline", () => { show(false); });
addEventListener("online", sign);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// What an observer ticks stays on this device until it is sent.
const ticks = document.querySelector("[data-ticks]");
const key = `pair-${room.dataset.pair}-ticks`;
if (ticks) {
  try {
    Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}")).forEach(([name, value]) => {
      const kept = ticks.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
      if (kept) kept.checked = true;
    });
  } catch { /* nothing was kept */ }
  ticks.addEventListener("change", () => {
    try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(new FormData(ticks)))); } catch { /* they last for this page */ }
  });
}
sign();

// The drill: seconds that count down and block nothing; the keys 1, 2, 3 say how it went. A deck is drilled without a line.
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

if (drill && !("deck" in drill.dataset)) {
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

// ---- a page of many cards, kept on the device: one after the other, answers go to the outbox --------------------------
const DONE = "drill-done", MOST = 200;
const nameOf = (card) => card.elements.namedItem("shown").value.slice(-24); // its signature
function answered() { try { return JSON.parse(localStorage.getItem(DONE)) ?? []; } catch { return []; } }
function note(card) {
  try { localStorage.setItem(DONE, JSON.stringify([...answered(), nameOf(card)].slice(-MOST))); } catch { /* it comes again, and counts once */ }
}

class Deck {
  constructor(box) {
    this.end = box.querySelector("[data-deck-end]");
    this.cards = [...box.querySelectorAll("[data-deck-card]")];
    this.cards.forEach((card) => this.dress(card));
    this.next(false);
  }

  next(isMoving = true) {
    const done = answered();
    const card = this.cards.find((one) => !one.done && !done.includes(nameOf(one)));
    this.cards.forEach((one) => { one.hidden = one !== card; });
    this.end.hidden = Boolean(card);
    if (isMoving) (card ?? this.end).querySelector("h2").focus();
  }

  dress(card) {
    const [ready, objection, clock, ways, replies] = ["ready", "objection", "clock", "ways", "replies"].map((name) => card.querySelector(`[data-deck-${name}]`));
    let began = 0;
    [ready, clock, ways].forEach((part) => { part.hidden = false; });
    [objection, replies].forEach((part) => { part.hidden = true; });
    ready.addEventListener("click", () => {
      ready.hidden = true;
      objection.hidden = false;
      began = performance.now();
      countDown(clock.querySelector("[data-drill-left]"));
      if (matchMedia("(pointer: fine)").matches) card.querySelector("textarea").focus({ preventScroll: true });
    });
    ways.addEventListener("click", (event) => {
      if (!event.target.closest("button")) return;
      card.elements.namedItem("seconds").value = Math.round((performance.now() - began) / 1000);
      [clock, ways].forEach((part) => { part.hidden = true; });
      card.querySelector("textarea").readOnly = true;
      replies.hidden = false;
      replies.open = true;
      replies.querySelector("summary").focus();
    });
    card.addEventListener("submit", (event) => this.answer(event, card));
  }

  async answer(event, card) {
    if (!window.outbox) return; // the form goes by itself
    event.preventDefault();
    if (card.done) return;
    card.done = true;
    const sent = new URLSearchParams([...new FormData(card), [event.submitter.name, event.submitter.value]].filter(([name]) => name !== "csrf_token"));
    await window.outbox.put({
      url: card.getAttribute("action"), body: sent.toString(), type: "application/x-www-form-urlencoded",
      label: card.dataset.label, text: sent.get("line") || event.submitter.querySelector("b").textContent,
    });
    note(card);
    this.next();
  }
}

if (drill && "deck" in drill.dataset) new Deck(drill);

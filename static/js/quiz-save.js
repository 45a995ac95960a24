// Saves each answer as it is given; what could not be sent waits on this device and goes out when the line is back.
const form = document.querySelector("form[data-quiz]");
const token = document.querySelector('meta[name="csrf-token"]').content;
const state = form.querySelector("[data-quiz-state]");
const shelf = `quiz:${form.dataset.quiz}`;
const TYPING = 700, LONGEST = 20000, IN_TIME = 10000;

/**
 * Answers that wait, by question: {step, fields, sent, next}. The newest of a question replaces an older one, unless
 * that has been on its way: the server may have it, and only its reply says what the newer one follows.
 */
const waiting = new Map(Object.entries(JSON.parse(localStorage.getItem(shelf) ?? "{}")));
let sending = null;
let pause = 1000;
let again = 0;
const timers = new Map();

const newStep = () => crypto.getRandomValues(new Uint32Array(4)).reduce((text, n) => text + n.toString(16).padStart(8, "0"), "");
const say = (name) => {
  state.textContent = form.dataset[name];
  state.classList.toggle("warn-text", name === "offline" || name === "signedOut");
};
const keep = () => (waiting.size ? localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(waiting))) : localStorage.removeItem(shelf));

function fieldsOf(question) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const input = form.elements[name];
    const owner = (input instanceof RadioNodeList ? input[0] : input)?.closest?.("[data-question]");
    if (owner === question) (fields[name] ??= []).push(value);
  }
  return fields;
}

function changed(question) {
  clearTimeout(timers.get(question));
  timers.delete(question);
  const id = question.dataset.question;
  const answer = { step: newStep(), fields: fieldsOf(question) };
  if (waiting.get(id)?.sent) waiting.get(id).next = answer;
  else waiting.set(id, answer);
  keep();
  flush();
}

/** Sends what waits, one answer after the other; resolves when all is sent, or the line is gone. */
function flush() {
  clearTimeout(again);
  sending ??= sendAll().finally(() => { sending = null; if (waiting.size && !again) flush(); });
  return sending;
}

async function sendAll() {
  again = 0;
  while (waiting.size) {
    say("saving");
    const [id, answer] = waiting.entries().next().value;
    answer.sent = true;
    keep();
    const reply = await put(id, answer);
    if (!reply || reply.status >= 500 || reply.status === 429) return later(reply ? "saving" : "offline");
    if (reply.status === 401 || reply.status === 403 || reply.status === 400) return later("signedOut");
    waiting.delete(id);
    if (reply.ok && answer.next) waiting.set(id, answer.next);
    if (reply.ok) know(id, (await reply.json()).seen);
    keep();
    if (reply.status === 409 || reply.status === 410) return leave();
  }
  pause = 1000;
  say("saved");
}

async function put(id, { step, fields }) {
  try {
    return await fetch(form.dataset.quiz + encodeURIComponent(id), {
      method: "PUT", keepalive: true, signal: AbortSignal.timeout(IN_TIME),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ step, fields }),
    });
  } catch { return null; }
}

function later(why) {
  say(why);
  again = setTimeout(() => { again = 0; flush(); }, pause);
  pause = Math.min(pause * 2, LONGEST);
}

/** The server has a newer answer, or has closed the attempt: show what it knows. */
function leave() {
  form.dataset.leaving = "";
  location.reload();
}

function know(id, step) {
  const question = form.querySelector(`[data-question="${CSS.escape(id)}"]`);
  const seen = question?.querySelector('input[name^="seen-"]');
  if (!seen) return;
  seen.value = Math.max(Number(seen.value), step);
  if (waiting.has(id)) waiting.get(id).fields[seen.name] = [seen.value];
}

/** What this device still holds from before a reload is newer than what the page shows. */
function restore() {
  for (const [id, answer] of waiting) {
    const question = form.querySelector(`[data-question="${CSS.escape(id)}"]`);
    if (!question) { waiting.delete(id); continue; }
    for (const input of question.querySelectorAll("input, select, textarea")) {
      const values = (answer.next ?? answer).fields[input.name] ?? [];
      if (input.type === "hidden") continue;
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else input.value = values[0] ?? "";
    }
    question.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
  }
}

form.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (question) changed(question);
});
form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question || !event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  clearTimeout(timers.get(question));
  timers.set(question, setTimeout(() => changed(question), TYPING));
});
const finishTyping = () => [...timers.keys()].forEach(changed);

form.addEventListener("submit", async (event) => {
  if ("ready" in form.dataset) return;
  event.preventDefault();
  finishTyping();
  clearTimeout(again);
  again = 0;
  await Promise.race([flush(), new Promise((done) => setTimeout(done, 3000))]);
  await new Promise((done) => setTimeout(done)); // a form does not submit while it is being told that it submits
  if ("leaving" in form.dataset) return;
  // an answer is checked only once the server has it: what is checked cannot be changed any more
  const checking = event.submitter?.matches("[data-quiz-check]");
  if (waiting.size && (checking || !navigator.onLine)) { state.textContent = form.dataset.wait; return; }
  // what is still on its way goes with the page itself
  form.dataset.ready = "";
  waiting.clear();
  keep();
  form.requestSubmit(event.submitter ?? undefined);
});

addEventListener("online", flush);
addEventListener("pagehide", finishTyping);
document.addEventListener("visibilitychange", () => { if (document.hidden) finishTyping(); else flush(); });

restore();
if (waiting.size) flush();

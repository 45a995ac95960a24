// Saves each answer as it is given, through the outbox: with a line at once, without one as soon as it is back.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    question: (quiz, n) => `${quiz}：第 ${n} 题`, check: (quiz, n) => `${quiz}：核对第 ${n} 题`, handIn: (quiz) => `${quiz}：交卷`,
    later: "联网后批改。在此之前，您的答案保持不变。", handed: "已在本机交卷。联网后自动发送，届时可见结果。",
    exam: "限时测验需联网才能交卷。您的答案已存在本机；时间以服务器为准。", conflict: "另一台设备上有更新的答案。本机的答案：", mine: "用本机的答案", theirs: "保留已保存的答案",
  }
  : {
    question: (quiz, n) => `${quiz}: question ${n}`, check: (quiz, n) => `${quiz}: check question ${n}`, handIn: (quiz) => `${quiz}: hand in`,
    later: "Marked when the line is back. Until then your answer stands.", handed: "Handed in on this device. It is sent when the line is back; the result is there then.",
    exam: "What has a time limit is handed in with a line only. Your answers are kept on this device; the server's clock decides.",
    conflict: "There is a newer answer from another device. The one on this device:", mine: "Use the one on this device", theirs: "Keep the saved one",
  };
const form = document.querySelector("form[data-quiz]");
const { outbox } = window;
const state = form.querySelector("[data-quiz-state]");
const base = `quiz ${form.dataset.quiz}`; // slots: base + question + " answer" or " check"; base + "submission"
const title = document.querySelector("main h1").textContent;
const isTimed = Boolean(form.querySelector("[data-deadline]"));
const TYPING = 700;
const timers = new Map();
let edits = 0, isNews = false; // answers changed on this page; whether there was anything to send
const questions = new Map([...form.querySelectorAll("[data-question]")].map((question) => [question.dataset.question, question]));

const say = (name) => {
  state.textContent = form.dataset[name];
  state.classList.toggle("warn-text", name === "offline" || name === "signedOut");
};
const ours = async () => (await outbox.list()).filter((item) => item.slot?.startsWith(base));
const waiting = async () => (await ours()).filter((item) => item.state === "waiting");
const numberOf = (question) => question.querySelector(".question-number").textContent;

function fieldsOf(question) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const input = form.elements[name];
    const owner = (input instanceof RadioNodeList ? input[0] : input)?.closest?.("[data-question]");
    if (owner === question) (fields[name] ??= []).push(value);
  }
  return fields;
}

/** The answer as a person would copy it. */
const textOf = (question) => [...question.querySelectorAll("input, select, textarea")]
  .filter((input) => input.type !== "hidden" && !input.disabled && (!["radio", "checkbox"].includes(input.type) || input.checked))
  .map((input) => (["radio", "checkbox"].includes(input.type) ? input.labels?.[0]?.textContent : input.value)?.trim()).filter(Boolean).join("\n");

function changed(question) {
  clearTimeout(timers.get(question));
  timers.delete(question);
  const id = question.dataset.question, step = outbox.drawKey();
  edits += 1;
  isNews = true;
  say("saving"); // at once: what is said from before is not true any more
  return outbox.put({
    key: step, once: true, method: "PUT", url: form.dataset.quiz + encodeURIComponent(id), body: JSON.stringify({ step, fields: fieldsOf(question) }),
    slot: `${base}${id} answer`, chain: question.querySelector('input[name^="seen-"]')?.name ?? "", label: words.question(title, numberOf(question)), text: textOf(question),
  });
}
const finishTyping = () => Promise.all([...timers.keys()].map(changed));

// ---- what the outbox says ---------------------------------------------------------------------------------------
document.addEventListener("courseware-outbox", async ({ detail }) => {
  const before = edits, left = await waiting();
  if (before !== edits) return; // news of this one comes
  if (left.some((item) => item.slot === `${base}submission`)) return "wanted" in form.dataset || handedIn();
  if (!left.length) { if (isNews) say("saved"); return; }
  isNews = true;
  say({ "signed-out": "signedOut", "other-person": "signedOut", offline: "offline" }[detail.state] ?? "saving");
});
document.addEventListener("courseware-delivered", async ({ detail: { item, answer } }) => {
  if (!item.slot?.startsWith(base)) return;
  if (item.slot.endsWith(" answer")) know(item, answer?.seen);
  else if ("wanted" in form.dataset) return; // whoever pressed the button goes on by itself
  else if (item.slot === `${base}submission`) location.assign(answer?.location ?? location.href);
  else if (!(await waiting()).length) leave(); // checked while the page was open
});
document.addEventListener("courseware-refused", ({ detail: { item } }) => { if (item.slot?.startsWith(base)) leave(); });

/** The server has a newer answer, or feedback, or has closed the attempt: show what it knows. */
function leave() {
  form.dataset.leaving = "";
  location.reload();
}

function know(item, step) {
  const seen = form.querySelector(`input[name="${CSS.escape(item.chain)}"]`);
  if (seen && step) seen.value = Math.max(Number(seen.value), step);
}

// ---- what this device still holds from before a reload is newer than what the page shows ------------------------
const LATER = { " answer": show, " check": (item, question) => lock(question) };

async function restore() {
  for (const item of await ours()) {
    if (item.slot === `${base}submission`) { if (item.state === "waiting") handedIn(); continue; }
    const kind = item.slot.slice(item.slot.lastIndexOf(" ")), question = questions.get(item.slot.slice(base.length, -kind.length));
    if (!question || "settled" in question.dataset) continue;
    if (item.state === "waiting") LATER[kind]?.(item, question);
    else if (kind === " answer") offerBoth(item, question);
  }
}

function show(item, question) {
  const { fields } = JSON.parse(item.body);
  for (const input of question.querySelectorAll("input, select, textarea")) {
    const values = fields[input.name] ?? [];
    if (input.type === "hidden") continue;
    if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
    else input.value = values[0] ?? "";
  }
  question.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
}

/** The saved answer stands in the page; beside it the one of this device, until somebody decides. */
function offerBoth(item, question) {
  const note = document.createElement("div");
  note.className = "callout warn stack-s";
  note.dataset.quizConflict = "";
  const [lead, mine] = [words.conflict, item.text].map((text) => Object.assign(document.createElement("p"), { textContent: text, className: "prewrap" }));
  const choices = document.createElement("p");
  choices.className = "cluster";
  const decide = { mine: async () => { await outbox.again(item.key); show(item, question); }, theirs: () => outbox.forget(item.key) };
  for (const [name, act] of Object.entries(decide)) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words[name] });
    button.addEventListener("click", async () => { await act(); note.remove(); });
    choices.append(button);
  }
  note.append(lead, mine, choices);
  question.append(note);
}

function lock(question) {
  const button = question.querySelector("[data-quiz-check]");
  if (!button || "checking" in question.dataset) return;
  question.dataset.checking = "";
  question.disabled = true; // a checked answer stands, also while the server has not heard of it
  const note = Object.assign(document.createElement("p"), { className: "muted", textContent: words.later });
  note.setAttribute("role", "status");
  button.closest(".question-check").replaceWith(note);
}

function handedIn() {
  questions.forEach((question) => { question.disabled = true; });
  form.querySelectorAll("#hand-in button").forEach((button) => { button.disabled = true; });
  state.textContent = form.querySelector("[data-quiz-left]").textContent = words.handed;
}

/** Time runs at the server: handed in is what arrives, and nothing that waits. */
async function withdraw(item) {
  await outbox.forget(item.key);
  form.querySelector("[data-quiz-left]").textContent = words.exam;
}

// ---- checking and handing in --------------------------------------------------------------------------------------
async function through(request, onWaiting) {
  form.dataset.wanted = "";
  const item = await outbox.put({ type: "application/x-www-form-urlencoded", ...request });
  const { outcome, answer } = await outbox.settled(item.key);
  delete form.dataset.wanted;
  if ("leaving" in form.dataset) return;
  if (outcome === "waiting") { await onWaiting(item); return; }
  const next = new URL(answer?.location ?? location.href, location.href);
  if (next.pathname !== location.pathname) { location.assign(next); return; }
  if (answer?.location) history.replaceState(null, "", next.pathname + location.search + next.hash);
  leave();
}

function check(question) {
  const id = question.dataset.question, n = numberOf(question);
  const url = form.querySelector("[data-quiz-check]").getAttribute("formaction");
  const body = new URLSearchParams({ step: outbox.drawKey(), question: id }).toString();
  return through({ url, body, slot: `${base}${id} check`, after: `${base}${id} `, label: words.check(title, n) }, () => lock(question));
}

const handIn = () => through({
  url: form.getAttribute("action"), body: new URLSearchParams({ step: outbox.drawKey() }).toString(),
  slot: `${base}submission`, after: base, label: words.handIn(title),
}, isTimed ? withdraw : handedIn);

async function send(event) {
  await finishTyping();
  await new Promise((done) => setTimeout(done)); // a form does not submit while it is being told that it submits
  const question = event.submitter?.matches("[data-quiz-check]") ? event.submitter.closest("[data-question]") : null;
  const conflict = form.querySelector("[data-quiz-conflict]");
  if (conflict) { location.hash = conflict.closest("[data-question]").id; return undefined; } // first that is decided
  if (question) return check(question);
  if (!event.submitter?.hasAttribute("formaction")) return handIn();
  form.dataset.ready = ""; // what is still on its way goes with the page itself
  form.requestSubmit(event.submitter ?? undefined);
}

if (outbox) {
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
  form.addEventListener("submit", (event) => {
    if ("ready" in form.dataset) return;
    event.preventDefault();
    send(event);
  });
  addEventListener("pagehide", finishTyping);
  document.addEventListener("visibilitychange", () => { if (document.hidden) finishTyping(); });
  restore();
}

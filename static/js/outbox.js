// What a person sends while there is no line: kept on this device, delivered in order, once, and never for somebody else.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { refused: "服务器没有接受这一项。", gone: "这一项要去的地方已经不在了。" }
  : { refused: "The server did not take this.", gone: "The place this was for is no longer there." };
const IN_TIME = 12000, SOON = 2000, LONGEST = 60000, WAIT_FOR = 6000, MONTH = 30 * 86400000;
const QUEUED = "outbox:", KNOWN = "outbox-known:", LAST = "outbox-last", LEASE = "outbox-lease", CHANGED = "outbox-changed";
const DRAFT = "autosave:"; // drafts of forms: autosave.js writes them, this delivers those whose page is closed
const READER = "outbox-reader";
/** Whose page this is, as a mark that tells nothing; the page of what is kept is the same for everybody. */
const me = () => document.querySelector('meta[name="person"]')?.dataset.mark ?? (document.querySelector("[data-outbox-list]") ? shelf.getItem(READER) : "") ?? "";
const drawKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
// ---- what this device keeps ---------------------------------------------------------------------------------
/** localStorage, where there is one that can be written; else what lasts as long as this page. */
const shelf = (() => {
  try {
    localStorage.setItem(CHANGED, "0");
    return localStorage;
  } catch {
    const kept = new Map();
    return {
      isMemory: true, getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text),
      removeItem: (name) => kept.delete(name), key: (place) => [...kept.keys()][place], get length() { return kept.size; },
    };
  }
})();
const onShelf = (prefix) => Array.from({ length: shelf.length }, (_, place) => shelf.key(place)).filter((name) => name?.startsWith(prefix));
const write = (name, value) => { try { shelf.setItem(name, JSON.stringify(value)); return true; } catch { return false; } };

const opened = new Promise((resolve) => {
  try {
    const asked = indexedDB.open("outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("requests", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => resolve(null);
    setTimeout(() => resolve(null), SOON); // some never answer
  } catch { resolve(null); }
});

async function inBase(mode, act) {
  const base = await opened;
  if (!base) return undefined;
  return new Promise((resolve) => {
    try {
      const work = base.transaction("requests", mode);
      const asked = act(work.objectStore("requests"));
      work.oncomplete = () => resolve(asked.result ?? true);
      work.onerror = work.onabort = () => resolve(undefined);
    } catch { resolve(undefined); }
  });
}

/** First where it is kept at once, even if the page closes now; then where there is room for it. */
async function keep(item) {
  const atOnce = write(QUEUED + item.key, item);
  if (await inBase("readwrite", (store) => store.put(item))) { shelf.removeItem(QUEUED + item.key); return true; }
  return atOnce;
}

async function drop(item) {
  const now = item.draft && parsed(shelf.getItem(item.slot));
  if (now?.key === item.key) shelf.removeItem(item.slot);
  else if (now?.unanswered?.key === item.key) write(item.slot, { ...now, unanswered: undefined });
  if (item.draft) return;
  shelf.removeItem(QUEUED + item.key);
  await inBase("readwrite", (store) => store.delete(item.key));
}

async function update(item) {
  if (!item.draft) return keep(item);
  const now = parsed(shelf.getItem(item.slot));
  return now?.key === item.key && write(item.slot, { ...now, state: item.state, sentence: item.sentence, theirs: item.theirs });
}

/** The text of a form, and before it what its page had sent without hearing an answer. */
const drafts = () => onShelf(DRAFT).map((slot) => ({ ...parsed(shelf.getItem(slot)), slot })).filter((one) => one.url && one.key)
  .flatMap(({ data, counter, base, unanswered, ...one }) => [
    unanswered && { ...one, ...unanswered, order: one.order - 0.5, state: "waiting" }, { ...one, body: JSON.stringify({ counter, data, base }), state: one.state ?? "waiting" },
  ]).filter(Boolean).map((one) => ({ ...one, type: "application/json", chain: "counter", draft: true }));

async function everything() {
  const found = new Map((await inBase("readonly", (store) => store.getAll()) || []).map((item) => [item.key, item]));
  onShelf(QUEUED).map((name) => parsed(shelf.getItem(name))).filter(Boolean).forEach((item) => found.set(item.key, item));
  return [...found.values(), ...drafts()].sort((one, other) => one.order - other.order || (one.key < other.key ? -1 : 1));
}

/** Also when the clock of the device was put back, what is made later stands later. */
function nextOrder() {
  const order = Math.max(Date.now(), Number(shelf.getItem(LAST) ?? 0) + 1);
  write(LAST, order);
  return order;
}

// ---- what follows an answer: the number of it that the next one of the same kind must know --------------------
function follow(item, value) {
  if (!item.chain || !value) return item;
  const body = parsed(item.body);
  if (item.chain === "counter") body.counter = Math.max(Number(body.counter ?? 0), value);
  else body.fields[item.chain] = [String(Math.max(Number(body.fields[item.chain]?.[0] ?? 0), value))];
  return { ...item, body: JSON.stringify(body) };
}

/** Whether a draft at the server is this one; it may give the fields in another order. */
const sorted = (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
const holds = (theirs, mine) => Boolean(theirs) && Object.keys({ ...theirs, ...mine }).every((name) => JSON.stringify(theirs[name] ?? "", sorted) === JSON.stringify(mine[name] ?? "", sorted));

const known = (slot) => parsed(shelf.getItem(KNOWN + slot))?.value ?? 0;
function learn(item, answer) {
  const value = Number(item.chain === "counter" ? answer?.counter : answer?.seen) || 0;
  if (item.slot && value) write(KNOWN + item.slot, { value, at: Date.now(), ...(item.draft && { data: parsed(item.body).data }) });
}

// ---- sending ------------------------------------------------------------------------------------------------
const sender = { person: me(), token: document.querySelector('meta[name="csrf-token"]')?.content ?? "" };

/** `fetch` that gives up in time: a line that hangs is no line. */
async function reach(url, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), IN_TIME);
  try { return await fetch(url, { credentials: "same-origin", ...options, signal: stop.signal }); } catch { return null; } finally { clearTimeout(timer); }
}

/** Who is signed in by now, with a token of that session: the page may be older. False where nobody is; null without a line. */
async function askSender() {
  const reply = await reach("/deliveries/sender", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!reply || reply.status >= 500) return null;
  const said = reply.ok ? await reply.json().catch(() => null) : null;
  if (!said) return false;
  Object.assign(sender, { person: String(said.person), token: said.token });
  return true;
}

const post = (item) => reach(item.url, {
  method: item.method, body: item.body, keepalive: item.body.length < 20000,
  headers: {
    "Content-Type": item.type, Accept: "application/json", "X-CSRFToken": sender.token, ...(!item.once && { "Idempotency-Key": item.key }),
    "Sent-By": item.person, "Made-At": new Date(item.made_at).toISOString(), ...(Date.now() - item.made_at > IN_TIME && { "Sent-Late": "yes" }),
  },
});

/** One request: "done", "refused", or why there is no going on: "offline", "signed-out", "other-person". */
async function send(item) {
  item.body = follow(item, known(item.slot)).body;
  item.sent = true; // the server may have it from now on, whatever we hear
  await update(item);
  let reply = item.person === sender.person ? await post(item) : { status: 412 };
  if ([400, 401, 412].includes(reply?.status)) { // an old page, or somebody else by now
    const asked = await askSender();
    if (asked === null) return "offline";
    if (!asked) return "signed-out";
    if (item.person !== sender.person) return "other-person";
    reply = await post(item);
  }
  const later = !reply || reply.status >= 500 || [408, 425, 429].includes(reply.status) || (reply.status === 409 && reply.headers.get("Retry-After"));
  if (later) return "offline";
  if (reply.status === 401 || reply.redirected) return "signed-out";
  const answer = await reply.json().catch(() => null);
  const isOwn = item.draft && reply.status === 409 && holds(answer?.data, parsed(item.body).data); // its page had sent it before
  if (reply.ok || isOwn) { learn(item, answer); await drop(item); tell("courseware-delivered", { item, status: reply.status, answer }); return "done"; }
  const sentence = answer?.error ?? ([404, 410].includes(reply.status) ? words.gone : words.refused);
  await update(Object.assign(item, { state: "refused", status: reply.status, sentence, theirs: answer?.data ? answer : undefined }));
  tell("courseware-refused", { item, status: reply.status, answer });
  return "refused";
}

/** A draft belongs to its page while that is open. */
const isFree = (item) => !item.draft || !navigator.locks?.request
  ? Promise.resolve(!item.draft || (!outbox.open.has(item.slot) && Date.now() - item.order > LONGEST))
  : navigator.locks.request(`form ${item.slot}`, { ifAvailable: true }, (lock) => Boolean(lock));

async function sendAll() {
  const skipped = new Set();
  for (;;) {
    const items = await everything();
    const blocked = (item) => items.some((other) => other.key !== item.key && other.state === "refused" && other.person === item.person && other.order < item.order
      && ((item.slot && other.slot === item.slot) || (item.after && other.slot?.startsWith(item.after))));
    const next = items.find((item) => item.state === "waiting" && !skipped.has(item.key) && !blocked(item));
    if (!next) { calm(); return announce("sent"); }
    skipped.add(next.key); // each once in a round: nothing goes round in circles
    if (!(await isFree(next))) continue;
    await announce("sending");
    const end = await send(next);
    if (end === "other-person") { foreign = true; continue; }
    if (end === "offline" || end === "signed-out") { later(); return announce(end); }
    foreign = false;
    pause = SOON; // the line is there, whatever it lost before
  }
}

let running = null, timer = 0, pause = SOON, foreign = false, again = false, last = "sent";
function calm() { clearTimeout(timer); pause = SOON; }
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => deliver(), pause);
  pause = Math.min(pause * 2, LONGEST);
}

/** One tab delivers at a time; another one waits, and then finds what is left. */
function alone(act) {
  if (navigator.locks?.request) return navigator.locks.request("outbox", act);
  const mine = drawKey();
  const lease = () => parsed(shelf.getItem(LEASE));
  const take = () => write(LEASE, { mine, until: Date.now() + 2 * IN_TIME });
  if (lease() && lease().until > Date.now()) { later(); return Promise.resolve(); }
  take();
  return new Promise((done) => setTimeout(done, 40 + Math.random() * 60)) // two that looked at once: the later one has it
    .then(() => (lease()?.mine === mine ? act() : later()))
    .finally(() => { if (lease()?.mine === mine) shelf.removeItem(LEASE); });
}

function deliver() {
  if (running) { again = true; return running; }
  running = alone(sendAll).finally(() => { running = null; if (again) { again = false; deliver(); } });
  return running;
}

// ---- saying how it stands -----------------------------------------------------------------------------------
const channel = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;
const fire = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
function tell(name, detail) {
  fire(name, detail);
  if (channel) channel.postMessage({ name, detail }); else write(CHANGED, Date.now());
}
channel?.addEventListener("message", ({ data }) => { if (data.name === "changed") announce(); else fire(data.name, data.detail); });
addEventListener("storage", ({ key }) => { if (key === CHANGED) announce(); });

async function announce(state = last, isNews = state !== last) {
  const items = await everything();
  const mine = items.filter((item) => item.person === me());
  const count = (name) => mine.filter((item) => item.state === name).length;
  const waiting = count("waiting");
  last = state;
  const shown = state === "sent" && waiting ? (foreign ? "other-person" : "waiting") : state;
  outbox.state = {
    online: state !== "offline" && navigator.onLine !== false, waiting, refused: count("refused"), others: items.length - mine.length, keeps: outbox.keeps,
    state: outbox.keeps === "memory" && waiting ? "nowhere" : shown,
  };
  fire("courseware-outbox", outbox.state);
  if (isNews) channel?.postMessage({ name: "changed" });
}

// ---- for pages ----------------------------------------------------------------------------------------------
const outbox = {
  keeps: shelf.isMemory ? "memory" : "localstorage", open: new Set(), state: null, deliver, known, drawKey, nextOrder, person: me(),
  async put({ key = drawKey(), url, method = "POST", body = "", type = "application/json", label = "", page = location.pathname, slot = "", after = "", chain = "", text = "", once = false }) {
    const item = { key, url, method, body, type, label, page, slot, after, chain, text, once, person: me(), order: nextOrder(), made_at: Date.now(), state: "waiting" };
    const atOnce = keep(item); // begins before anything is waited for: the page may be closing
    if (slot) {
      const older = (await everything()).filter((one) => one.slot === slot && one.person === item.person && one.key !== key && !one.sent);
      for (const one of older) if (one.order < item.order) await drop(one);
    }
    await atOnce;
    await announce(last, true);
    deliver();
    return item;
  },
  list: async () => (await everything()).filter((item) => item.person === me()),
  async forget(key) { await drop((await everything()).find((item) => item.key === key) ?? { key }); await announce(last, true); deliver(); },
  /** The person has decided for their own version: as a new request, whatever else was saved meanwhile. */
  async again(key) {
    const item = (await everything()).find((one) => one.key === key);
    if (!item) return;
    const fresh = { ...item, key: drawKey(), state: "waiting", sent: false, sentence: "" };
    const body = item.chain && item.chain !== "counter" ? parsed(item.body) : null;
    if (body) { body.step = fresh.key; delete body.fields[item.chain]; Object.assign(fresh, { body: JSON.stringify(body), chain: "" }); }
    await drop(item);
    await (item.draft ? write(item.slot, { ...parsed(shelf.getItem(item.slot)), key: fresh.key, state: "waiting" }) : keep(fresh));
    await announce(last, true);
    deliver();
  },
  /** How one request ended, within some seconds; "waiting" where it has not. */
  settled: (key) => new Promise((resolve) => {
    const end = (outcome) => ({ detail }) => { if (detail.item.key === key) resolve({ outcome, ...detail }); };
    document.addEventListener("courseware-delivered", end("done"));
    document.addEventListener("courseware-refused", end("refused"));
    document.addEventListener("courseware-outbox", ({ detail }) => { if (["offline", "signed-out", "other-person"].includes(detail.state)) resolve({ outcome: "waiting" }); });
    setTimeout(() => resolve({ outcome: "waiting" }), WAIT_FOR);
  }),
};
/** What somebody else wrote stays; what was delivered for them, and what is old, goes. */
function tidy() {
  for (const name of onShelf(KNOWN)) {
    const isForeign = name.startsWith(KNOWN + DRAFT) && !name.startsWith(`${KNOWN}${DRAFT}${me()}:`);
    if (isForeign || Date.now() - parsed(shelf.getItem(name))?.at > MONTH) shelf.removeItem(name);
  }
}

if (me()) {
  tidy();
  try { shelf.setItem(READER, me()); } catch { /* no room: the list of what waits is empty there */ }
  document.addEventListener("submit", ({ target }) => { if (target.getAttribute("action") === "/logout") shelf.removeItem(READER); });
  window.outbox = outbox;
  opened.then((base) => { if (base) outbox.keeps = "indexeddb"; });
  addEventListener("beforeunload", (event) => { if (outbox.keeps === "memory" && outbox.state?.waiting) event.preventDefault(); });
  for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => { if (outbox.state?.waiting) { calm(); deliver(); } });
  addEventListener("offline", () => announce("offline"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden && outbox.state?.waiting) deliver(); });
  addEventListener("load", () => announce().then(() => { if (outbox.state.waiting) deliver(); }));
}

// On every page: whether there is a line, what is saved where, and the page that came from this device.
// Every capability is asked for: the browsers inside messengers lack some of them.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    saved: "已全部保存到服务器", sending: (n) => `${n} 项正在上传，已保存在本机`, waiting: (n) => `${n} 项已保存在本机，等待上传`,
    offline: "没有网络。您所做的会保存在本机，恢复后上传", offlineWaiting: (n) => `没有网络。${n} 项已保存在本机，恢复后上传`,
    nothing: "没有网络。此浏览器不能保存离线内容，请勿关闭页面", refused: (n) => `${n} 项需要您决定`, signedOut: "登录已过期，内容仍保存在本机", other: "本机还有另一位用户未上传的内容",
    kept: (at) => `显示的是保存在本机的内容，截至 ${at}`, here: "离线内容", now: "显示最新内容", needsLine: "没有网络，此操作需要网络。页面上的内容都还在。",
    leave: (n) => `有 ${n} 项尚未上传。退出后它们留在本机，您再次登录后才会上传。仍要退出吗？`,
  }
  : {
    saved: "All saved on the server", sending: (n) => `${n} saved on this device, being sent`, waiting: (n) => `${n} saved on this device, waiting to be sent`,
    offline: "No line. What you do is saved on this device and sent later", offlineWaiting: (n) => `No line. ${n} saved on this device, sent when it is back`,
    nothing: "No line, and this browser can keep nothing: leave the page open", refused: (n) => `${n} waiting for your decision`, signedOut: "Signed out. What you did is still saved on this device", other: "Something of another person waits on this device",
    kept: (at) => `Saved on this device, as of ${at}`, here: "Kept page", now: "Show the present page", needsLine: "No line: this needs one. Nothing on the page is lost.",
    leave: (n) => `${n} not sent yet. After signing out they stay on this device and are sent only when you sign in again. Sign out all the same?`,
  };
const root = document.documentElement;
const person = document.querySelector('meta[name="person"]');
const sign = document.querySelector("[data-line]");
const strip = document.querySelector("[data-line-text]");
const own = document.querySelector("script[data-keep-script]");
const canServe = window.isSecureContext && "serviceWorker" in navigator;
const canKeep = canServe && Boolean(window.caches);
const PROBE = 5000, LONGEST = 60000;
let line = navigator.onLine !== false;
let boxed = { waiting: 0, refused: 0, state: "sent", keeps: undefined, others: 0 };

// ---- is there a line? ---------------------------------------------------------------------------------------
// navigator.onLine knows of a network, not of the server: we ask.
let asking = null, again = 0, pause = PROBE;
function probe() {
  asking ??= reached().then((found) => {
    asking = null;
    clearTimeout(again);
    pause = found ? PROBE : Math.min(pause * 2, LONGEST);
    if (!found) again = setTimeout(probe, pause);
    if (found !== line) { line = found; show(); if (found) window.outbox?.deliver?.(); }
    return found;
  });
  return asking;
}

async function reached() {
  const breaker = new AbortController();
  const timer = setTimeout(() => breaker.abort(), PROBE);
  try { return (await fetch("/healthz", { cache: "no-store", signal: breaker.signal })).ok; } catch { return false; } finally { clearTimeout(timer); }
}

// ---- what is shown ------------------------------------------------------------------------------------------
function state() {
  const { waiting, refused, keeps, others, state: doing } = boxed;
  if (refused) return ["bad", words.refused(refused)];
  if (doing === "signed-out" && waiting) return ["warn", words.signedOut];
  if (!line && (keeps === "memory" || doing === "nowhere")) return ["bad", words.nothing];
  if (!line) return ["warn", waiting ? words.offlineWaiting(waiting) : words.offline];
  if (waiting) return ["warn", doing === "sending" ? words.sending(waiting) : words.waiting(waiting)];
  if (others) return ["warn", words.other];
  return ["good", words.saved];
}

let shown = "";
function show() {
  if (!sign) return;
  const [tone, text] = state();
  if (text === shown) return;
  const first = !shown;
  shown = text;
  sign.dataset.line = line ? tone : `${tone} gone`;
  sign.setAttribute("aria-label", text);
  sign.title = text;
  sign.querySelector("[data-line-word]").textContent = text;
  sign.toggleAttribute("data-outbox-open", Boolean(boxed.waiting || boxed.refused));
  // The strip stays while something is amiss; good news after bad is told, then leaves.
  clearTimeout(show.timer);
  strip.className = `line-strip ${tone} no-print`;
  strip.textContent = first && tone === "good" ? "" : text;
  if (tone === "good") show.timer = setTimeout(() => { strip.textContent = ""; }, 5000);
}

function nameKept() {
  const at = root.dataset.keptAt && new Date(root.dataset.keptAt);
  if (!at || Number.isNaN(at.valueOf()) || !strip) return;
  const isToday = at.toDateString() === new Date().toDateString();
  const style = { hour: "2-digit", minute: "2-digit", ...(isToday ? {} : { month: "numeric", day: "numeric" }) };
  const box = Object.assign(document.createElement("aside"), { className: "kept-from no-print" });
  box.setAttribute("aria-label", words.here);
  box.append(words.kept(at.toLocaleString(root.lang, style)), " ");
  const link = Object.assign(document.createElement("a"), { href: location.href, textContent: words.now });
  link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  box.append(link);
  strip.after(box);
}

// ---- what needs a line --------------------------------------------------------------------------------------
const sure = new WeakSet();
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post" || "outbox" in form.dataset || sure.has(form)) return;
  const leaves = new URL(form.action).pathname === "/logout" && boxed.waiting > 0;
  if (line && navigator.onLine !== false && !leaves) return;
  event.preventDefault();
  delete form.dataset.sent; // site.js took it for sent
  submitter?.removeAttribute("aria-busy");
  if (leaves) {
    await Promise.race([window.outbox?.deliver?.(), new Promise((done) => setTimeout(done, 3000))]);
    if (boxed.waiting && !confirm(words.leave(boxed.waiting))) return;
  } else if (!(await probe())) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words.needsLine, tone: "bad" } }));
    return;
  }
  sure.add(form);
  form.requestSubmit(submitter?.form === form ? submitter : undefined);
});

// ---- the worker, and what is kept ---------------------------------------------------------------------------
/** The worker serves what is kept; a page without it works as ever. */
async function enlist() {
  try { await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }); } catch { /* switched off */ }
}

async function useKeeper() {
  if (!own || !person) return;
  const boxes = document.querySelectorAll("[data-keep]");
  const names = canKeep ? await caches.keys().catch(() => null) : null; // null: it keeps nothing
  const kept = (names ?? []).filter((name) => name.startsWith("courseware-kept-"));
  if (!boxes.length && !kept.length) return;
  const keeper = names ? await import(own.dataset.keepScript) : null;
  if (kept.some((name) => !name.endsWith(`-${person.dataset.mark}`))) await keeper.settle(); // somebody else's
  if (boxes.length) (await import(own.dataset.keepButtons)).dress(boxes, keeper);
  if (kept.length && line && !root.dataset.keptAt) await keeper.freshen();
}

document.addEventListener("courseware-outbox", ({ detail }) => {
  boxed = detail;
  if (detail.online !== undefined && detail.online !== line) probe();
  show();
});
if (window.outbox?.state?.state) boxed = window.outbox.state;
addEventListener("online", probe);
addEventListener("offline", () => { line = false; show(); again = setTimeout(probe, PROBE); });
addEventListener("focus", () => { if (!line) probe(); });
nameKept();
if (root.dataset.keptAt || !line) probe();
show();
if (canServe && person && line && !root.dataset.keptAt) enlist();
useKeeper().catch(() => {}); // a help, never a hindrance

// What the outbox holds, to be seen and decided on; and forms (data-outbox) that go through it, with a line or without.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    title: "尚未送到服务器的内容", none: "全部已保存到服务器。", close: "关闭", waiting: "已存在本机，联网后自动发送", open: "打开页面", again: "用我的再发一次",
    forget: "放弃这一项", sure: "放弃后，这一项不能恢复。确定吗？", copy: "复制文字", mine: "我的", theirs: "已保存的", kept: "已存在本机，联网后发送。",
    retry: "现在发送", signIn: "登录已过期。内容都还在本机，登录后自动发送。", login: "登录", other: "这些内容属于本机的另一位使用者，由其登录后才会发送。",
    nowhere: "此浏览器不能保存内容。请不要关闭本页，直到联网发送完毕。", refused: (label) => `未能送达：${label}`, copied: "已复制", text: "文字内容",
    label: (form) => form.querySelector("button:not([type=button])")?.textContent.trim() ?? "",
  }
  : {
    title: "Not on the server yet", none: "Everything is saved on the server.", close: "Close", waiting: "Saved on this device, sent when the line is back", open: "Open the page", again: "Send mine again",
    forget: "Throw away", sure: "This cannot be brought back. Throw it away?", copy: "Copy the text", mine: "Mine", theirs: "Saved", kept: "Saved on this device, sent when the line is back.",
    retry: "Send now", signIn: "You have been signed out. Everything is still on this device and is sent once you sign in.", login: "Sign in", other: "This belongs to somebody else who uses this device. It is sent once they sign in.",
    nowhere: "This browser cannot keep anything. Please leave this page open until the line is back.", refused: (label) => `Not delivered: ${label}`, copied: "Copied", text: "The text",
    label: (form) => form.querySelector("button:not([type=button])")?.textContent.trim() ?? "",
  };
const { outbox } = window;
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
};
const say = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };

// ---- what a person wrote, in words ----------------------------------------------------------------------------
const INNER = /^(csrf_token|counter|step|seen-|shown$|anchor$|base$)/;
const plain = (value) => (value && typeof value === "object" ? Object.values(value).map(plain).filter(Boolean).join("\n") : value === true ? "✓" : String(value ?? "").trim());
const partsOf = (fields) => Object.entries(fields ?? {}).filter(([name, value]) => !INNER.test(name) && plain(value)).map(([name, value]) => [name, plain(value)]);
function fieldsOf(item) {
  if (item.type.startsWith("application/json")) { const body = parsed(item.body); return body?.data ?? body?.fields ?? {}; }
  return Object.fromEntries(new URLSearchParams(item.body));
}
const textOf = (item) => item.text || partsOf(fieldsOf(item)).map(([, value]) => value).join("\n");

// ---- the list ---------------------------------------------------------------------------------------------------
const when = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
function button(text, act, tone = "") {
  const made = make("button", { type: "button", className: `button small ${tone}`, textContent: text });
  made.addEventListener("click", act);
  return made;
}

function copy(text) {
  const box = make("textarea", { value: text, readOnly: true, className: "input", rows: Math.min(8, text.split("\n").length + 1) });
  box.setAttribute("aria-label", words.text);
  box.addEventListener("focus", () => box.select()); // where there is no clipboard, it is copied by hand
  const canCopy = navigator.clipboard?.writeText;
  return make("details", { className: "more" }, make("summary", { textContent: words.text }), box,
    canCopy && button(words.copy, () => navigator.clipboard.writeText(text).then(() => say(words.copied), () => box.focus())));
}

/** Both versions, field by field, where the server sent its own along. */
function versions(item) {
  if (!item.theirs?.data) return null;
  const mine = fieldsOf(item), theirs = item.theirs.data;
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((name) => !INNER.test(name) && plain(mine[name]) !== plain(theirs[name]));
  return make("dl", { className: "facts" }, ...names.flatMap((name) => [
    make("div", {}, make("dt", { textContent: words.mine }), make("dd", { className: "prewrap", textContent: plain(mine[name]) || "–" })),
    make("div", {}, make("dt", { textContent: words.theirs }), make("dd", { className: "prewrap", textContent: plain(theirs[name]) || "–" })),
  ]));
}

function row(item) {
  const isRefused = item.state === "refused", text = textOf(item);
  const forget = () => { if (confirm(words.sure)) outbox.forget(item.key); };
  const note = make("p", { className: `item-note${isRefused ? " warn-text" : ""}`, textContent: isRefused ? item.sentence : words.waiting });
  return make("li", { className: "item" }, make("div", { className: "item-body stack-s" },
    make("p", { className: "item-title", textContent: item.label || item.page }), make("p", { className: "item-note num", textContent: when(item.made_at) }), note,
    isRefused && versions(item), text && copy(text),
    make("div", { className: "cluster" }, item.page !== location.pathname && make("a", { className: "button small", href: item.page, textContent: words.open }),
      isRefused && !item.theirs && button(words.again, () => outbox.again(item.key)), isRefused && button(words.forget, forget, "quiet"))));
}

async function fill(box) {
  const items = await outbox.list(), { state, others } = outbox.state ?? {};
  const note = { "signed-out": words.signIn, nowhere: words.nowhere }[state] ?? (others ? words.other : "");
  const link = state === "signed-out" && make("a", { className: "button primary", href: `/login?next=${encodeURIComponent(location.pathname)}`, textContent: words.login });
  box.replaceChildren(...[
    note && make("p", { className: "muted", textContent: note }), link,
    items.length ? make("ul", { className: "list" }, ...items.map(row)) : make("p", { textContent: words.none }),
    items.some((item) => item.state === "waiting") && button(words.retry, () => outbox.deliver()),
  ].filter(Boolean));
}
const fillAll = () => document.querySelectorAll("[data-outbox-list]").forEach((box) => {
  if (!box.contains(document.activeElement)) fill(box); // nothing moves away under a person's hand
});

function open() {
  const dialog = make("dialog", { className: "dialog wide" });
  const title = make("h2", { id: "outbox-title", textContent: words.title });
  dialog.setAttribute("aria-labelledby", title.id);
  const box = make("div", { className: "stack-s" });
  box.dataset.outboxList = "";
  dialog.append(title, box, make("div", { className: "actions" }, button(words.close, () => dialog.close())));
  document.body.append(dialog);
  fill(box);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

// ---- forms --------------------------------------------------------------------------------------------------------
function encoded(form, submitter) {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (name !== "csrf_token" && typeof value === "string") sent.append(name, value);
  if (submitter?.name) sent.append(submitter.name, submitter.value);
  return sent.toString();
}

/** With a line it ends where the form would; without, it is kept, and said. */
async function sendForm(form, submitter) {
  const place = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const item = await outbox.put({
    url: new URL(place).pathname + new URL(place).search, body: encoded(form, submitter), type: "application/x-www-form-urlencoded",
    label: form.dataset.outboxLabel ?? words.label(form), slot: form.dataset.outboxSlot ?? "",
  });
  submitter?.setAttribute("aria-busy", "true");
  const { outcome, answer } = await outbox.settled(item.key);
  submitter?.removeAttribute("aria-busy");
  delete form.dataset.sent; // site.js lets a form go once
  if (outcome === "done") return goTo(answer?.location ?? location.href);
  if (outcome === "refused") { // the page that the form makes says best what is wrong
    await outbox.forget(item.key);
    form.removeAttribute("data-outbox");
    return form.requestSubmit(submitter ?? undefined);
  }
  const note = make("p", { className: "muted small", textContent: outbox.keeps === "memory" ? words.nowhere : words.kept });
  note.setAttribute("role", "status");
  form.querySelector("[data-outbox-note]")?.remove();
  note.dataset.outboxNote = "";
  form.append(note);
  if (!("outboxSlot" in form.dataset)) form.reset();
  form.dispatchEvent(new CustomEvent("outbox-kept", { bubbles: true, detail: item }));
}

function goTo(address) {
  const next = new URL(address, location.href);
  const isHere = next.pathname === location.pathname && next.search === location.search;
  location.assign(next);
  if (isHere) location.reload(); // an anchor alone would not show what is new
}

if (outbox) {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !("outbox" in form.dataset)) return;
    event.preventDefault();
    sendForm(form, submitter);
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-outbox-open]");
    if (!opener || !window.HTMLDialogElement?.prototype.showModal) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("courseware-outbox", fillAll);
  document.addEventListener("courseware-refused", ({ detail }) => { if (!detail.item.draft) say(words.refused(detail.item.label), "bad"); });
  fillAll();
}

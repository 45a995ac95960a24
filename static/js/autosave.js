// A form that saves itself and never loses text: on the server while there is a line, on this device while there is none.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    ready: "修改会自动保存", waiting: "已存在本机…", saving: "正在保存到服务器…", saved: (at) => `已保存到服务器 ${at}`,
    offline: "连接中断，内容已存在本机，恢复后自动上传", nowhere: "连接中断，此浏览器又不能保存内容。请不要关闭本页", signIn: "登录已过期，内容已存在本机，请重新登录：",
    login: "登录", closed: "此表已不能修改，您的内容仍保存在本机", refused: "未能保存，内容已存在本机：",
    conflict: "另一处也改过此表", resolve: "比较两个版本", restored: "已恢复上次未上传的内容",
    title: "两个版本不一致", lead: (by) => `${by || "另一台设备"}保存了较新的版本。请逐项选择保留哪一个，没有内容会丢失。`,
    mine: "本页的", theirs: "已保存的", empty: "（空）", allMine: "全部用本页的", allTheirs: "全部用已保存的", keep: "按所选保存", later: "稍后再说",
  }
  : {
    ready: "Changes are saved by themselves", waiting: "Kept on this device…", saving: "Saving on the server…", saved: (at) => `Saved on the server ${at}`,
    offline: "No connection. Kept on this device, sent when the line is back", nowhere: "No connection, and this browser cannot keep anything. Please leave this page open", signIn: "You have been signed out. Your text is kept on this device: ",
    login: "Sign in", closed: "This form is closed. Your text is still kept on this device", refused: "Not saved, but kept on this device: ",
    conflict: "This form was changed elsewhere too", resolve: "Compare the versions", restored: "Restored what had not been sent last time",
    title: "Two versions differ", lead: (by) => `${by || "Another device"} saved a newer version. Choose for each field; nothing gets lost.`,
    mine: "On this page", theirs: "Saved", empty: "(empty)", allMine: "Take all from this page", allTheirs: "Take all saved", keep: "Save as chosen", later: "Later",
  };
const PAUSE = 800;
const SKIPPED = new Set(["file", "submit", "button", "reset", "password", "image"]);
const FRAME = new Set(["csrf_token", "counter"]);
// The server may give the keys back in another order.
const sorted = (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
const same = (one, other) => JSON.stringify(one ?? "", sorted) === JSON.stringify(other ?? "", sorted);
const holds = (theirs, mine) => Object.keys({ ...theirs, ...mine }).every((name) => same(theirs[name], mine[name]));
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// ---- form ⇄ data --------------------------------------------------------------------------------------------
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !FRAME.has(field.name)
  && !SKIPPED.has(field.type) && field.tagName !== "FIELDSET" && field.tagName !== "OUTPUT" && !("nosave" in field.dataset));
const rowBoxOf = (field) => field.closest("[data-shape='rows']");
const boxesIn = (form) => [...form.querySelectorAll("[data-shape='rows']")];
const rowsIn = (box) => [...box.querySelectorAll("[data-row]")];
const cellsIn = (row) => [...row.querySelectorAll("input[name], select[name], textarea[name]")].filter((cell) => !SKIPPED.has(cell.type));

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  return field.multiple && field.options ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function readRow(row) {
  const cells = cellsIn(row);
  if (cells.length === 1 && !cells[0].dataset.column) return valueOf(cells[0]);
  return Object.fromEntries(cells.map((cell) => [cell.dataset.column || cell.name, valueOf(cell)]));
}

function read(form) {
  const data = {};
  grouped(form).forEach((fields, name) => {
    const [first] = fields;
    if (first.type === "radio") data[name] = fields.find((field) => field.checked)?.value ?? "";
    else if (first.type === "checkbox" && (fields.length > 1 || name.endsWith("[]") || "list" in first.dataset)) {
      data[name] = fields.filter((field) => field.checked).map((field) => field.value);
    } else data[name] = fields.length > 1 || name.endsWith("[]") ? fields.map(valueOf) : valueOf(first);
  });
  boxesIn(form).forEach((box) => { data[box.dataset.name] = rowsIn(box).map(readRow); });
  return data;
}

function grouped(form) {
  const names = new Map();
  fieldsOf(form).filter((field) => !rowBoxOf(field)).forEach((field) => {
    names.set(field.name, [...(names.get(field.name) ?? []), field]);
  });
  return names;
}

function put(field, value) {
  if (field.type === "checkbox") field.checked = Array.isArray(value) ? value.includes(field.value) : value === true || value === field.value;
  else if (field.type === "radio") field.checked = field.value === value;
  else if (field.multiple && field.options) [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
  else field.value = value ?? "";
}

function write(form, data) {
  boxesIn(form).forEach((box) => {
    const rows = data[box.dataset.name];
    if (!Array.isArray(rows)) return;
    box.dispatchEvent(new CustomEvent("rows-resize", { bubbles: true, detail: rows.length })); // rows.js makes room
    rowsIn(box).forEach((row, index) => cellsIn(row).forEach((cell) => {
      const value = rows[index];
      put(cell, value !== null && typeof value === "object" ? value[cell.dataset.column || cell.name] : value ?? "");
    }));
  });
  const seen = new Map();
  fieldsOf(form).filter((field) => !rowBoxOf(field) && field.name in data).forEach((field) => {
    const value = data[field.name];
    const place = seen.get(field.name) ?? 0;
    seen.set(field.name, place + 1);
    put(field, Array.isArray(value) && !["checkbox", "radio"].includes(field.type) && !field.multiple ? value[place] : value);
  });
  form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
}

// ---- what is kept on this device ----------------------------------------------------------------------------
// At once, even if the page closes now. Where its page is closed the outbox delivers it: it is a request with all it needs.
class Locker {
  constructor(form, url) {
    const me = window.outbox?.person;
    this.old = `autosave:${url.split("?")[0]}`; // of a time when it was not said whose it is
    this.key = me ? `autosave:${me}:${url.split("?")[0]}` : this.old;
    this.request = me ? {
      url, method: form.dataset.method || "PUT", person: me, page: location.pathname,
      label: document.querySelector("main h1")?.textContent.trim() || document.title,
    } : {};
    if (!me) return;
    window.outbox.open.add(this.key);
    navigator.locks?.request?.(`form ${this.key}`, { mode: "shared" }, () => new Promise(() => { /* while the page is open */ }));
  }

  get() { try { return JSON.parse(localStorage.getItem(this.key) ?? localStorage.getItem(this.old)); } catch { return null; } }

  set(value) {
    const { outbox } = window;
    const made = outbox ? { key: outbox.drawKey(), order: outbox.nextOrder(), made_at: Date.now() } : { at: Date.now() };
    this.last = { ...value, ...this.request, ...made };
    return this.write(this.key, this.last);
  }

  clear() { try { [this.key, this.old].forEach((key) => localStorage.removeItem(key)); } catch { /* nothing was kept */ } }

  // What the outbox delivered for this form: a page that was kept before that does not know it yet.
  delivered() { try { return JSON.parse(localStorage.getItem(`outbox-known:${this.key}`)); } catch { return null; } }

  // Only where one is noted already: a text that never waited leaves nothing on a device.
  note(value, data) { if (this.delivered()) this.write(`outbox-known:${this.key}`, { value, data, at: Date.now() }); }

  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } }
}

// ---- saving -------------------------------------------------------------------------------------------------
class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.counter = Number(form.dataset.counter || 0);
    this.locker = new Locker(form, this.url);
    this.sign = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    this.known = read(form); // what the server has
    this.wait = 2000;
    this.stopped = false;
    this.show("ready", words.ready);
    this.together = form.together; // several authors: exercise-together.js
    this.together?.begin(this);
    this.listen();
    this.resume();
  }

  listen() {
    const changed = (event) => { if (!("nosave" in (event.target.dataset ?? {}))) this.changed(); };
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event));
    addEventListener("online", () => this.retryNow());
    addEventListener("focus", () => this.retryNow());
    document.addEventListener("courseware-outbox", ({ detail }) => { if (detail.online) this.retryNow(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(true); });
    addEventListener("pagehide", () => this.flush(true));
    addEventListener("beforeunload", (event) => { if (this.dirty && !this.kept) event.preventDefault(); });
  }

  read() { return read(this.form); }

  write(data) { write(this.form, data); }

  get dirty() { return Boolean(this.unanswered) || !same(read(this.form), this.known); }

  // What an earlier visit could not send. The same counter: nobody wrote since, so it simply goes on.
  resume() {
    this.catchUp();
    const left = this.locker.get();
    if (!left) return;
    if (same(left.data, this.known)) { this.locker.clear(); return; }
    if (this.together && left.base) this.together.restore(left); // the server merges
    else if (left.counter !== this.counter) { this.conflict({ counter: this.counter, data: this.known }, { ...this.known, ...left.data }); return; }
    write(this.form, left.data);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words.restored } }));
    this.changed();
  }

  // A page shown from this device may be older than what was delivered from it.
  catchUp() {
    const sent = this.locker.delivered();
    if (!sent?.data || sent.value <= this.counter || !document.documentElement.dataset.keptAt) return;
    write(this.form, sent.data);
    this.counter = sent.value;
    this.known = read(this.form);
  }

  changed() {
    const { key, body } = this.unanswered ?? {};
    this.kept = this.locker.set({ data: read(this.form), counter: this.counter, ...(key && { unanswered: { key, body } }), ...this.together?.base() });
    if (this.stopped || this.open) return;
    if (this.state !== "offline") this.show("waiting", words.waiting);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  retryNow() { if (!this.stopped && !this.open && ["offline", "refused"].includes(this.state)) this.flush(); }

  async flush(leaving = false) {
    clearTimeout(this.timer);
    if (this.running) { await this.running; if (leaving) return; }
    if (this.stopped || this.open || !this.dirty) return;
    this.running = this.send(leaving).finally(() => { this.running = null; });
    await this.running;
  }

  async send(leaving) {
    // What was sent and not answered goes first: the server may have done it, and then has the same.
    const { data, body, key } = this.unanswered ?? this.now();
    this.unanswered = { data, body, key };
    if (this.state !== "offline") this.show("saving", words.saving);
    let answer;
    try {
      answer = await fetch(this.url, {
        method: this.form.dataset.method || "PUT", body, credentials: "same-origin",
        keepalive: leaving && body.length < 20000, // browsers refuse more than 64 kB of bytes
        headers: {
          "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token(),
          ...(this.locker.request.person && { "Sent-By": this.locker.request.person }),
        },
      });
    } catch { this.later(); return; }
    if (answer.status < 500 && !answer.headers.get("Retry-After")) this.unanswered = null;
    await this.answered(answer, data);
  }

  now() {
    const data = read(this.form);
    const last = this.locker.last ?? this.locker.get();
    const key = last && same(last.data, data) ? last.key : window.outbox?.drawKey();
    return { data, key, body: JSON.stringify({ counter: this.counter, data, ...this.together?.base() }) };
  }

  async answered(answer, data) {
    const json = await answer.json().catch(() => null);
    if (answer.status === 409 && json?.clash) this.together.clash(json, data);
    else if (answer.status === 409 && json?.data && holds(json.data, data)) this.saved(json, data); // our own, whose answer was lost
    else if (answer.status === 409 && json?.data) this.conflict(json, read(this.form));
    else if (answer.ok && json && !answer.redirected) this.saved(json, data);
    else if (answer.status === 400 && await this.freshToken()) this.later(0); // the page is older than the session
    else if (answer.redirected || [400, 401, 403, 412].includes(answer.status)) this.signedOut();
    else if (answer.status === 410) { this.stopped = true; this.show("refused", words.closed); }
    else if (answer.status >= 500 || [408, 425, 429].includes(answer.status) || answer.headers.get("Retry-After")) this.later();
    else this.show("refused", words.refused + (json?.error ?? answer.status));
  }

  saved(json, data) {
    this.counter = json.counter ?? this.counter;
    this.form.dataset.counter = this.counter;
    this.known = data;
    this.wait = 2000;
    this.locker.note(this.counter, data);
    const hidden = this.form.elements.namedItem("counter");
    if (hidden) hidden.value = this.counter;
    this.form.removeAttribute("data-changed");
    this.together?.saved(json);
    this.results(json);
    if (this.dirty) { this.changed(); return; }
    this.locker.clear();
    const at = json.saved_at ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.show("saved", words.saved(at));
  }

  results({ computed = {}, checks = {}, pictures }) {
    const find = (name, value) => this.form.querySelectorAll(`[data-${name}="${CSS.escape(value)}"]`);
    Object.entries(computed).forEach(([name, text]) => find("computed", name).forEach((output) => { output.textContent = text ?? ""; }));
    Object.entries(checks).forEach(([id, state]) => find("check", id).forEach((item) => { item.className = state; }));
    const drawn = this.form.querySelector("[data-pictures]");
    if (drawn && pictures !== undefined) drawn.innerHTML = pictures;
  }

  // True where the same person is signed in and this page only had an old token.
  async freshToken() {
    const said = await fetch("/deliveries/sender", { headers: { Accept: "application/json" }, cache: "no-store" }).then((reply) => reply.json(), () => null).catch(() => null);
    if (!said?.token || said.token === this.fresh || said.person !== window.outbox?.person) return false;
    this.fresh = said.token;
    return true;
  }

  later(pause = this.wait) {
    if (pause) this.show("offline", this.kept === false ? words.nowhere : words.offline);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
    this.wait = Math.min(this.wait * 2, 60000);
  }

  signedOut() {
    this.show("refused", words.signIn);
    this.sign?.append(make("a", { href: "/login", target: "_blank", textContent: words.login }));
  }

  conflict(server, mine) {
    this.open = true;
    this.locker.set({ data: mine, counter: this.counter, ...this.together?.base() });
    this.show("conflict", words.conflict);
    const button = make("button", { type: "button", className: "button small", textContent: words.resolve });
    button.addEventListener("click", () => this.choose(server, mine));
    this.sign?.append(button);
    this.choose(server, mine);
  }

  async choose(server, mine) {
    const merged = await chooseVersions(this.form, mine, server);
    if (!merged) return;
    this.open = false;
    this.counter = server.counter;
    this.known = server.data;
    this.together?.chosen();
    write(this.form, merged);
    this.changed();
    if (!this.dirty) this.saved({ counter: server.counter }, read(this.form));
  }

  // Leaving by the form's own button waits for the last save, or its counter would be stale.
  async beforeSubmit(event) {
    if (event.defaultPrevented || this.leaving) return;
    if (!this.running && !this.dirty) return;
    event.preventDefault();
    await this.flush();
    if (this.running) await this.running;
    if (this.open || this.dirty) return; // the state says why; nothing is sent that would be lost
    this.leaving = true;
    this.form.requestSubmit(event.submitter ?? undefined);
    this.leaving = false;
  }

  token() {
    if (this.fresh) return this.fresh;
    return this.form.elements.namedItem("csrf_token")?.value ?? document.querySelector("meta[name=csrf-token]")?.content ?? "";
  }

  show(state, text) {
    this.state = state;
    if (!this.sign) return;
    this.sign.dataset.autosaveState = state;
    this.sign.setAttribute("aria-live", ["offline", "conflict", "refused"].includes(state) ? "polite" : "off");
    this.sign.textContent = text;
  }
}

// ---- two versions side by side ------------------------------------------------------------------------------
function labelOf(form, name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`) ?? form.querySelector(`[data-name="${CSS.escape(name)}"]`);
  const box = field?.closest(".field, fieldset, .entry");
  return (field?.labels?.[0] && field.type !== "radio" && field.type !== "checkbox" ? field.labels[0].textContent : "")
    || box?.querySelector("legend, .label")?.textContent || field?.getAttribute("aria-label") || name;
}

function textOf(form, name, value) {
  const words_ = (one) => {
    const choice = form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(String(one))}"]`);
    return choice?.labels?.[0]?.textContent.trim() || String(one);
  };
  if (Array.isArray(value)) {
    return value.map((row) => (row && typeof row === "object" ? Object.values(row).join(" · ") : words_(row))).join("\n") || words.empty;
  }
  return value === "" || value === undefined || value === null ? words.empty : words_(value);
}

function chooseVersions(form, mine, server) {
  const differing = [...new Set([...Object.keys(mine), ...Object.keys(server.data)])].filter((name) => !same(mine[name], server.data[name]));
  if (!differing.length) return Promise.resolve(mine);
  const dialog = make("dialog", { className: "dialog wide" });
  const title = make("h2", { id: "conflict-title", textContent: words.title });
  dialog.setAttribute("aria-labelledby", title.id);
  const choices = make("div", {});
  differing.forEach((name, index) => choices.append(fieldChoice(form, name, index, mine, server)));
  const button = (text, className, act) => {
    const element = make("button", { type: "button", className: `button ${className}`, textContent: text });
    element.addEventListener("click", act);
    return element;
  };
  const all = (version) => () => choices.querySelectorAll(`input[value="${version}"]`).forEach((radio) => { radio.checked = true; });
  dialog.append(
    title, make("p", { textContent: words.lead(server.by) }),
    make("div", { className: "cluster" }, button(words.allMine, "small", all("mine")), button(words.allTheirs, "small", all("theirs"))),
    choices,
    make("div", { className: "actions" }, button(words.later, "quiet", () => dialog.close("")), button(words.keep, "primary", () => dialog.close("keep"))),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    const merged = { ...server.data, ...mine };
    differing.forEach((name, index) => {
      if (choices.querySelector(`input[name="version-${index}"]:checked`).value === "theirs") merged[name] = server.data[name];
    });
    dialog.remove();
    resolve(dialog.returnValue === "keep" ? merged : null);
  }));
}

function fieldChoice(form, name, index, mine, server) {
  const version = (value, text, chosen) => make("label", { className: "choice" },
    make("input", { type: "radio", name: `version-${index}`, value, checked: chosen }),
    make("span", {}, make("b", { textContent: `${words[value]}: ` }), text));
  return make("fieldset", { className: "conflict-field" },
    make("legend", { className: "label", textContent: labelOf(form, name).trim() }),
    version("mine", textOf(form, name, mine[name]), true),
    version("theirs", textOf(form, name, server.data[name]), false));
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));

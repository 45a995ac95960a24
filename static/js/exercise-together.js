// A form with several authors: who is in which field, and what others change, while one fills it in.
// autosave.js calls begin, base, saved, clash and chosen; what this page began with is told by a digest a field.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { here: (names) => `${names}也在这里`, alone: "现在只有您打开了此表", writes: (names) => `${names}正在填写`, changed: (name) => `${name || "同组成员"}修改了这一项`, waits: (name) => `${name || "同组成员"}修改了这一项，您离开后显示` }
  : { here: (names) => `Also here: ${names}`, alone: "Only you have the form open now", writes: (names) => `${names} is writing here`, changed: (name) => `Changed by ${name || "somebody"}`, waits: (name) => `Changed by ${name || "somebody"}; shown when you leave the field` };
const EVERY = 2000;
const SIGN = 10000;
const NOTED = 8000;
const TYPED = "input:not([type=hidden]), select, textarea";
const same = (one, other) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

class Together {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.together;
    this.input = form.elements.namedItem("_base");
    this.digests = JSON.parse(this.input.value || "{}");
    this.box = document.querySelector("[data-here]");
    this.held = new Map(); // what others changed in the field I am in
    this.tag = "";
  }

  begin(saver) {
    this.saver = saver;
    this.seen = saver.counter;
    this.form.addEventListener("focusin", () => this.signSoon());
    this.form.addEventListener("focusout", () => { this.signSoon(); setTimeout(() => this.letIn(), 50); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { this.sign(); this.poll(); } });
    this.sign();
    this.timer = setTimeout(() => this.poll(), EVERY);
  }

  base() { return { base: this.digests }; }

  // ---- what is typed elsewhere ------------------------------------------------------------------------------
  async poll() {
    clearTimeout(this.timer);
    if (this.ended) return;
    if (!document.hidden && !this.saver.running) await this.ask();
    this.timer = setTimeout(() => this.poll(), EVERY);
  }

  async ask() {
    const headers = { Accept: "application/json", ...(this.tag ? { "If-None-Match": this.tag } : {}) };
    try {
      const answer = await fetch(`${this.address}/others?since=${this.seen}`, { headers, credentials: "same-origin", cache: "no-store" });
      if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) { this.end(answer.status); return; }
      if (answer.status !== 200) return;
      const json = await answer.json();
      if (this.saver.running || this.saver.open) return; // what is on its way may hold the same
      this.tag = answer.headers.get("ETag") ?? "";
      this.show(json.people);
      this.take(json.fields);
      this.seen = json.counter;
    } catch { /* no line: autosave says so */ }
  }

  end(status) {
    this.ended = true;
    if (status === 410 && !this.saver.dirty) location.reload();
    else this.saver.flush();
  }

  take(fields) { Object.entries(fields).forEach(([key, change]) => this.takeOne(key, change)); }

  takeOne(key, change) {
    const now = this.saver.read();
    const names = Object.keys(change.data).filter((name) => name in now);
    if (names.every((name) => same(now[name], change.data[name]))) { this.know(key, change); return; }
    if (names.some((name) => !same(now[name], this.saver.known[name]))) { this.note(key, words.changed(change.by)); return; } // mine too: the server decides
    if (this.entry(key)?.contains(document.activeElement) && document.activeElement.matches(TYPED)) {
      this.held.set(key, change);
      this.note(key, words.waits(change.by), true);
      return;
    }
    this.fill(key, change);
  }

  fill(key, change) {
    this.held.delete(key);
    this.saver.write(change.data);
    this.know(key, change);
    this.form.dispatchEvent(new CustomEvent("taken", { bubbles: true }));
    this.note(key, words.changed(change.by));
  }

  know(key, change) {
    const now = this.saver.read();
    Object.keys(change.data).filter((name) => name in now).forEach((name) => { this.saver.known = { ...this.saver.known, [name]: now[name] }; });
    this.digest(key, change.base);
  }

  letIn() {
    this.held.forEach((change, key) => {
      if (this.entry(key)?.contains(document.activeElement)) return;
      this.held.delete(key);
      this.takeOne(key, change);
    });
  }

  digest(key, value) {
    if (value && value.length) this.digests[key] = value;
    else delete this.digests[key];
    this.input.value = JSON.stringify(this.digests);
  }

  // ---- what autosave tells ----------------------------------------------------------------------------------
  saved(json) {
    if (!json.base) return;
    const others = { ...json.fields, ...json.clash };
    new Set([...Object.keys(this.digests), ...Object.keys(json.base)]).forEach((key) => { if (!(key in others)) this.digest(key, json.base[key]); });
    this.take(json.fields ?? {});
  }

  clash(json, sent) {
    const mine = this.saver.read();
    this.saver.known = sent;
    const before = { ...this.digests };
    this.saved(json);
    const theirs = Object.assign({}, ...Object.values(json.clash).map((one) => one.data));
    this.clashing = { fields: json.clash, theirs };
    const wanted = { ...this.saver.read(), ...Object.fromEntries(Object.keys(theirs).map((name) => [name, mine[name]])) };
    Object.keys(json.clash).forEach((key) => this.digest(key, before[key])); // until a choice is made
    this.saver.conflict({ counter: json.counter, data: { ...wanted, ...theirs }, by: json.by }, wanted);
  }

  chosen() {
    Object.entries(this.clashing?.fields ?? {}).forEach(([key, one]) => this.digest(key, one.base));
    this.clashing = null;
  }

  restore(left) {
    this.digests = left.base;
    this.input.value = JSON.stringify(this.digests);
  }

  // ---- who is where -----------------------------------------------------------------------------------------
  signSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.sign(), 200);
  }

  async sign() {
    clearTimeout(this.next);
    this.next = setTimeout(() => this.sign(), SIGN);
    if (document.hidden || this.ended) return;
    const field = document.activeElement?.closest("[data-together] .entry")?.id.slice(2) ?? "";
    try {
      await fetch(`${this.address}/signs`, {
        method: "POST", body: JSON.stringify({ field }), credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.saver.token() },
      });
    } catch { /* no line: autosave says so */ }
  }

  show(people) {
    if (this.box) this.box.textContent = people.length ? words.here(people.map((one) => one.name).join(chinese ? "、" : ", ")) : words.alone;
    this.form.querySelectorAll("[data-writing]").forEach((sign) => sign.remove());
    const places = new Map();
    people.filter((one) => one.field).forEach((one) => places.set(one.field, [...(places.get(one.field) ?? []), one.name]));
    places.forEach((names, key) => {
      const sign = make("p", { className: "writing", textContent: words.writes(names.join(chinese ? "、" : ", ")) });
      sign.dataset.writing = key;
      this.entry(key)?.prepend(sign);
    });
  }

  note(key, text, stays = false) {
    const entry = this.entry(key);
    if (!entry) return;
    entry.querySelector("[data-changed-by]")?.remove();
    const sign = make("p", { className: "changed-by", textContent: text });
    sign.dataset.changedBy = key;
    entry.prepend(sign);
    if (!stays) setTimeout(() => sign.remove(), NOTED);
  }

  entry(key) { return document.getElementById(key.startsWith("mark.") ? "own-marks" : `f-${key}`); }
}

document.querySelectorAll("form[data-together]").forEach((form) => { form.together = new Together(form); });

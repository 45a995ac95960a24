// The matrix of people by modules: only the rows in sight are drawn, filter and order answer at once, arrow keys walk.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { none: "没有提醒", help: "需要帮助", late: (n) => `${n} 项逾期`, overdue: "已逾期", since: (day) => `应于 ${day} 完成`, of: (n, m) => `${n} / ${m} 人`, todo: "逾期模块：打开看看还缺什么，商量一个新日期。", broken: "矩阵没有载入，下面是分页表格。" }
  : { none: "no flag", help: "needs help", late: (n) => `${n} overdue`, overdue: "overdue", since: (day) => `was due ${day}`, of: (n, m) => `${n} of ${m} people`, todo: "Overdue modules: see what is missing, and agree on a new date.", broken: "The matrix did not load; below is the table page by page." };
const ROW = 32; // pixels, as matrix.css has it: 2rem
const AROUND = 5; // rows drawn above and below what is in sight
const AT_ONCE = 2; // rows drawn in one frame, so that no frame is long on a slow machine
const BY_STATE = "wgnpx";
const two = (number) => String(number).padStart(2, "0");
const placeOf = (cell) => [...cell.parentElement.children].indexOf(cell);
const make = (tag, attributes = {}, text = "") => {
  const made = document.createElement(tag);
  if (text) made.append(text);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
};
const FIELDS = ["id", "name", "number", "place", "groups", "letters", "initials", "states", "late", "passed", "need", "overdue", "needs", "attended", "held"];

class Matrix {
  constructor(view, data) {
    this.view = view;
    this.form = document.querySelector(".matrix-filters");
    this.columns = data.columns;
    this.people = data.rows.map((row) => Object.fromEntries(FIELDS.map((name, place) => [name, row[place]])));
    this.people.forEach((one) => { one.texts = [one.name, one.number, one.place, one.letters].map((text) => text.toLowerCase()); });
    this.looks = Object.fromEntries(view.dataset.states.split(";").filter(Boolean).map((state) => {
      const [letter, label, tone, sign] = state.split("|");
      return [letter, { label, tone, sign }];
    }));
    this.sums = this.people.some((one) => one.held) ? 2 : 1; // modules passed; sessions attended where any were held
    this.drawn = new Map(); // place in the list → its row
    this.at = { row: 0, column: 0 };
    this.build();
    this.listen();
    this.arrange();
  }

  build() {
    this.box = make("div", { class: "matrix-live", role: "grid", "aria-label": this.view.dataset.label, "aria-colcount": this.columns.length + 2 + this.sums });
    const [name, flags, ...sums] = this.view.dataset.heads.split("|");
    this.head = make("div", { class: "matrix-head", role: "row", "aria-rowindex": 1 });
    const tail = this.view.dataset.tail;
    const cells = this.columns.map(([slug, number, title]) => {
      const cell = make("div", { class: "cell", role: "columnheader", title });
      const link = make("a", { href: `${location.pathname}/${slug}${tail}`, tabindex: -1, "aria-label": `${two(number)} ${title}` });
      link.textContent = two(number);
      cell.append(link);
      return cell;
    });
    const plain = (kind, text) => Object.assign(make("div", { class: kind, role: "columnheader", tabindex: -1 }), { textContent: text });
    this.head.append(plain("name", name), plain("flags", flags), ...cells, ...sums.slice(0, this.sums).map((head) => plain("sum", head)));
    this.body = make("div", { class: "matrix-body", role: "rowgroup" });
    this.box.append(this.head, this.body);
    this.view.replaceChildren(this.box);
    this.count = document.querySelector("[data-matrix-count]");
  }

  listen() {
    this.box.addEventListener("scroll", () => this.soon(), { passive: true });
    addEventListener("resize", () => this.fit());
    this.box.addEventListener("pointerover", (event) => { const cell = event.target.closest(".cell[role=gridcell]"); if (cell) this.stop(cell); }, { passive: true });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focusin", (event) => this.follow(event.target));
    this.box.addEventListener("click", (event) => this.click(event));
    this.form.addEventListener("input", (event) => { if (event.target.name !== "team") this.arrange(); });
    this.form.addEventListener("change", (event) => { if (event.target.name === "team") this.form.submit(); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.arrange(); });
    document.querySelector("[data-matrix-clear]")?.addEventListener("click", (event) => {
      event.preventDefault();
      [...this.form.elements].forEach((field) => { if (field.name && field.name !== "team") field.value = field.name === "order" ? "name" : ""; });
      this.arrange();
    });
  }

  // ---- which rows, in which order: the same rules as on the server -----------------------------------------
  arrange() {
    const wish = Object.fromEntries(new FormData(this.form));
    const place = this.columns.findIndex(([slug]) => slug === wish.module);
    const letter = this.form.elements.state.selectedOptions[0].dataset.letter ?? "";
    const sought = (wish.words ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.people.filter((one) =>
      (!wish.group || one.groups.includes(wish.group))
      && (wish.flag !== "help" || one.needs.length)
      && (wish.flag !== "overdue" || (place < 0 ? one.overdue : place in one.late))
      && (!letter || (place < 0 ? one.states.includes(letter) : one.states[place] === letter))
      && sought.every((word) => one.texts.some((text) => text.includes(word)) || one.initials.startsWith(word)));
    const first = (...keys) => (a, b) => keys.reduce((known, key) => known || key(a) - key(b), 0);
    if (wish.order === "progress") found.sort(first((one) => -one.passed));
    if (wish.order === "flags") found.sort(first((one) => -one.needs.length, (one) => -one.overdue));
    if (wish.order === "state" && place >= 0) found.sort(first((one) => BY_STATE.indexOf(one.states[place]), (one) => (place in one.late ? 0 : 1)));
    this.list = found;
    const asked = new URLSearchParams([...Object.entries(wish)].filter(([key, value]) => value && !(key === "order" && value === "name")));
    history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
    this.count.textContent = words.of(found.length, this.people.length);
    this.box.setAttribute("aria-rowcount", found.length + 1);
    this.body.replaceChildren();
    this.drawn.clear();
    this.free = [];
    this.current = null;
    this.at = { row: 0, column: 0 };
    this.body.style.height = `${found.length * ROW}px`;
    this.box.scrollTop = 0;
    this.fit();
  }

  fit() {
    this.box.style.height = `${Math.max(8, this.list.length) * ROW + this.head.offsetHeight + 18}px`;
    this.room = this.box.clientHeight;
    this.draw();
  }

  // ---- drawing ----------------------------------------------------------------------------------------------
  soon() { this.waiting ||= requestAnimationFrame(() => { this.waiting = 0; this.draw(); }); }

  draw() {
    const top = this.box.scrollTop;
    const first = Math.max(0, Math.floor(top / ROW) - AROUND);
    // As many at the top as elsewhere: the first rows to come into sight are there already.
    const last = Math.min(this.list.length, first + Math.ceil(this.room / ROW) + 2 * AROUND + 1);
    const missing = [];
    for (let place = first; place < last; place += 1) if (!this.drawn.has(place)) missing.push(place);
    const middle = (first + last) / 2;
    missing.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    const focused = this.box.contains(document.activeElement) ? this.at.row : -1;
    this.free = [...this.drawn.keys()].filter((place) => (place < first || place >= last) && place !== focused);
    const most = this.drawn.size < last - first ? missing.length : AT_ONCE;
    missing.slice(0, most).forEach((place) => this.put(place));
    if (missing.length > most) this.soon();
  }

  // Rows out of sight are filled anew where one comes into sight. Only what differs is touched, and no node comes or
  // goes: with ":has()" in a style sheet each that does makes the browser style the whole page again.
  put(place) {
    const old = this.free?.pop();
    const row = old === undefined ? this.blank() : this.drawn.get(old);
    this.drawn.delete(old);
    this.fill(row, place);
    this.drawn.set(place, row);
    if (old === undefined) this.body.append(row.element);
  }

  blank() {
    const element = make("div", { class: "matrix-row", role: "row" });
    const name = make("div", { class: "name", role: "rowheader" });
    const link = make("a", { tabindex: -1 }, " ");
    const flags = make("div", { class: "flags", role: "gridcell" });
    const button = make("button", { type: "button", tabindex: -1 });
    const counts = [["help", "?"], ["late", "!"]].map(([kind, sign]) => {
      const part = make("span", { class: `flag ${kind}`, "aria-hidden": "true" });
      part.append(make("span", { class: "flag-sign" }, sign), " ");
      button.append(part);
      return part;
    });
    const said = make("span", { class: "visually-hidden" }); // not a label: what is seen is not part of it
    button.append(said);
    flags.append(button);
    const cells = this.columns.map(() => make("div", { role: "gridcell" }, " "));
    const sums = Array.from({ length: this.sums }, () => make("div", { class: "sum", role: "gridcell", tabindex: -1 }, " "));
    name.append(link);
    element.append(name, flags, ...cells, ...sums);
    return { element, link, button, said, counts, cells, sums, shown: [] };
  }

  fill(row, place) {
    const one = this.list[place];
    const { element, link, cells, sums, shown } = row;
    element.dataset.place = place;
    element.style.top = `${place * ROW}px`;
    element.setAttribute("aria-rowindex", place + 2);
    link.href = `/people/${one.id}`;
    link.title = [one.name, one.number, one.place].filter(Boolean).join(" · ");
    link.firstChild.data = one.name;
    link.tabIndex = place === this.at.row && !this.at.column ? 0 : -1;
    this.flag(row, one);
    sums[0].firstChild.data = `${one.passed} / ${one.need}`;
    if (sums[1]) sums[1].firstChild.data = `${one.attended} / ${one.held}`;
    cells.forEach((cell, column) => {
      const late = column in one.late;
      const key = one.states[column] + late;
      if (shown[column] === key && !cell.firstElementChild) return;
      const look = this.looks[one.states[column]];
      shown[column] = key;
      cell.className = `cell ${look.tone}${late ? " late" : ""}`;
      cell.setAttribute("aria-label", late ? `${look.label}, ${words.overdue}` : look.label);
      if (cell.firstElementChild) cell.textContent = look.sign;
      else cell.firstChild.data = look.sign;
    });
  }

  // A cell becomes a link when somebody comes to it: fifty thousand of them would only slow the scrolling.
  link(cell) {
    const one = this.list[Number(cell.parentElement.dataset.place)];
    const column = placeOf(cell) - 2;
    const day = one.late[column];
    const label = `${cell.getAttribute("aria-label")}${day ? `, ${words.since(day)}` : ""}`;
    const link = make("a", { href: `/people/${one.id}#m-${this.columns[column][0]}`, tabindex: -1, "aria-label": label, title: `${two(this.columns[column][1])} ${this.columns[column][2]}: ${label}` });
    link.textContent = cell.textContent;
    cell.replaceChildren(link);
    cell.removeAttribute("aria-label");
    return link;
  }

  flag({ button, said, counts }, one) {
    const spoken = [];
    if (one.needs.length) spoken.push(`${words.help}: ${one.needs.map(([why]) => why).join("; ")}`);
    if (one.overdue) spoken.push(words.late(one.overdue));
    [one.needs.length, one.overdue].forEach((count, which) => {
      counts[which].hidden = !count;
      counts[which].lastChild.data = `${count}`;
    });
    button.disabled = !spoken.length;
    said.textContent = spoken.join(". ") || words.none;
    button.title = spoken.join("\n");
  }

  // ---- why somebody has flags -------------------------------------------------------------------------------
  click(event) {
    const button = event.target.closest(".flags button");
    if (!button) return;
    const one = this.list[Number(button.closest(".matrix-row").dataset.place)];
    const dialog = document.getElementById("matrix-why");
    dialog.querySelector("h2").textContent = one.name;
    dialog.querySelector("[data-person]").href = `/people/${one.id}`;
    const list = Object.assign(document.createElement("ul"), { className: "plain stack-s why-list" });
    const add = (strong, rest, href) => {
      const item = document.createElement("li");
      const head = document.createElement(href ? "a" : "strong");
      head.textContent = strong;
      if (href) head.href = href;
      item.append(head, document.createElement("br"), rest);
      list.append(item);
    };
    one.needs.forEach(([why, what]) => add(why, what));
    Object.entries(one.late).forEach(([column, day]) => {
      const [slug, number, title] = this.columns[column];
      add(`${two(number)} ${title}`, day ? words.since(day) : words.overdue, `/people/${one.id}#m-${slug}`);
    });
    const parts = [list];
    if (one.overdue) parts.push(Object.assign(document.createElement("p"), { className: "small", textContent: `${words.late(one.overdue)}. ${words.todo}` }));
    dialog.querySelector("[data-why]").replaceChildren(...parts);
    dialog.showModal();
  }

  // ---- arrow keys: one stop for the Tab key, and from there every cell ------------------------------------
  stop(cell) {
    const found = cell.querySelector("a, button:enabled");
    if (found) return found;
    return cell.matches(".cell[role=gridcell]") ? this.link(cell) : cell;
  }

  follow(target) {
    const cell = target.closest("[role=gridcell], [role=rowheader], [role=columnheader]");
    if (!cell) return;
    this.current?.setAttribute("tabindex", -1);
    this.current = this.stop(cell);
    this.current.tabIndex = 0; // a cell without link or button is the stop itself
    const row = cell.parentElement;
    this.at = { row: row === this.head ? -1 : Number(row.dataset.place), column: placeOf(cell) };
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this.at;
    const end = this.columns.length + 1 + this.sums;
    const page = Math.max(1, Math.floor(this.room / ROW) - 2);
    const bottom = this.list.length - 1;
    const to = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
      PageDown: [Math.max(row, 0) + page, column], PageUp: [row - page, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [bottom, end] : [row, end],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const lowest = event.key === "PageUp" ? 0 : -1;
    this.go(Math.min(Math.max(to[0], lowest), bottom), Math.min(Math.max(to[1], 0), end));
  }

  go(row, column) {
    if (row >= 0 && !this.drawn.has(row)) this.put(row);
    const cell = (row < 0 ? this.head : this.drawn.get(row).element).children[column];
    const target = this.stop(cell);
    target.tabIndex = 0;
    target.focus({ preventScroll: true });
    this.show(cell, row);
  }

  // Into sight, and not under the head or the names.
  show(cell, row) {
    const { box, head } = this;
    if (row >= 0) {
      const top = row * ROW;
      const seen = this.room - head.offsetHeight - ROW;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top > box.scrollTop + seen) box.scrollTop = top - seen;
    }
    const names = head.firstChild.offsetWidth;
    if (!placeOf(cell)) { box.scrollLeft = 0; return; }
    if (cell.offsetLeft - names < box.scrollLeft) box.scrollLeft = cell.offsetLeft - names;
    const right = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
    if (right > box.scrollLeft) box.scrollLeft = right;
  }
}

const view = document.querySelector("[data-matrix]");
async function begin() {
  const answer = await fetch(view.dataset.matrix, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    new Matrix(view, await answer.json());
    view.dataset.ready = "";
    return;
  }
  // The table that stands there for browsers without script.
  view.innerHTML = view.querySelector("noscript").textContent;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: words.broken, tone: "warn" } }));
}
if (view) begin();

// Ordering, matching and categorising by touch, mouse and keyboard. The number inputs and selects stay the fields that are sent.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { up: "上移", down: "下移", handle: (text) => `移动：${text}。用上下方向键`, place: (text, n, m) => `${text}：第 ${n} 位，共 ${m} 位`, empty: "点这里，再选下面的一项", chips: "可选项", clear: "（再点一次取消）" }
  : { up: "Move up", down: "Move down", handle: (text) => `Move: ${text}. Use the arrow keys`, place: (text, n, m) => `${text}: place ${n} of ${m}`, empty: "Tap here, then choose below", chips: "Choices", clear: "(tap again to clear)" };
const make = (tag, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
};

// ---- ordering -----------------------------------------------------------------------------------------------
class Sortable {
  constructor(list) {
    this.list = list;
    this.voice = make("span", { className: "visually-hidden" }, { role: "status" });
    list.after(this.voice);
    this.items.forEach((item) => this.equip(item));
    this.arrange();
    list.classList.add("ready");
    list.closest("form")?.addEventListener("restored", () => this.arrange());
  }

  get items() { return [...this.list.querySelectorAll(":scope > [data-item]")]; }
  input(item) { return item.querySelector("input"); }
  text(item) { return item.querySelector(".sortable-text").textContent.trim(); }

  // As the server's numbers say; they were given back by an earlier visit.
  arrange() {
    const { items } = this;
    items.sort((one, other) => Number(this.input(one).value || 99) - Number(this.input(other).value || 99));
    this.list.append(...items);
    this.number();
  }

  equip(item) {
    const handle = make("button", { type: "button", className: "handle", textContent: "⠿" }, { "aria-label": words.handle(this.text(item)) });
    handle.addEventListener("keydown", (event) => this.key(event, item));
    handle.addEventListener("pointerdown", (event) => this.lift(event, item, handle));
    const moves = make("span", { className: "sortable-moves" });
    [["up", "↑"], ["down", "↓"]].forEach(([act, sign]) => {
      const button = make("button", { type: "button", textContent: sign, title: words[act] }, { "aria-label": `${words[act]}: ${this.text(item)}` });
      button.dataset.act = act;
      button.addEventListener("click", () => { this.move(item, act === "up" ? -1 : 1); button.focus(); });
      moves.append(button);
    });
    item.prepend(handle);
    item.append(moves);
  }

  key(event, item) {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -99, End: 99 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(item, step);
    item.querySelector(".handle").focus();
  }

  move(item, step) {
    const { items } = this;
    const from = items.indexOf(item);
    const to = Math.min(items.length - 1, Math.max(0, from + step));
    if (to === from) return;
    this.list.insertBefore(item, to > from ? items[to].nextElementSibling : items[to]);
    this.changed(item);
  }

  lift(event, item, handle) {
    if (event.button) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("lifted");
    let moved = false;
    const follow = (move) => {
      const other = this.items.find((one) => {
        const box = one.getBoundingClientRect();
        return one !== item && move.clientY > box.top && move.clientY < box.bottom;
      });
      if (!other) return;
      const { items } = this;
      const [from, to] = [items.indexOf(item), items.indexOf(other)];
      const box = other.getBoundingClientRect();
      const isPast = to > from ? move.clientY > box.top + box.height / 2 : move.clientY < box.top + box.height / 2;
      if (!isPast) return;
      // The others step aside: an element that is taken out of the page loses the pointer it holds.
      if (to > from) items.slice(from + 1, to + 1).forEach((one) => this.list.insertBefore(one, item));
      else items.slice(to, from).reverse().forEach((one) => this.list.insertBefore(one, item.nextElementSibling));
      moved = true;
    };
    const drop = () => {
      item.classList.remove("lifted");
      ["pointermove", "pointerup", "pointercancel"].forEach((name, index) => handle.removeEventListener(name, index ? drop : follow));
      if (moved) this.changed(item);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", drop);
  }

  number() {
    const { items } = this;
    items.forEach((item, index) => {
      this.input(item).value = index + 1;
      item.querySelector("[data-act=up]").disabled = index === 0;
      item.querySelector("[data-act=down]").disabled = index === items.length - 1;
    });
  }

  changed(item) {
    this.number();
    this.voice.textContent = words.place(this.text(item), this.items.indexOf(item) + 1, this.items.length);
    this.input(item).dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// ---- matching and categorising ------------------------------------------------------------------------------
class Matching {
  constructor(box) {
    this.box = box;
    this.many = box.dataset.matching === "many";
    this.selects = [...box.querySelectorAll("select")];
    this.slots = this.selects.map((select) => this.slot(select));
    this.chips = this.makeChips();
    box.classList.add("ready");
    box.closest("form")?.addEventListener("restored", () => this.show());
    this.show();
  }

  slot(select) {
    const slot = make("button", { type: "button", className: "slot" });
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.after(slot);
    slot.addEventListener("click", () => this.tapSlot(select, slot));
    return slot;
  }

  makeChips() {
    const tray = make("div", { className: "chips" }, { role: "group", "aria-label": words.chips });
    const options = new Map(this.selects.flatMap((select) => [...select.options]).filter((option) => option.value).map((option) => [option.value, option.text]));
    const chips = [...options].map(([value, text]) => {
      const chip = make("button", { type: "button", className: "chip", textContent: text, value });
      chip.addEventListener("click", () => this.tapChip(chip));
      tray.append(chip);
      return chip;
    });
    this.box.append(tray);
    return chips;
  }

  tapSlot(select, slot) {
    if (this.chip) this.put(select, this.chip.value);
    else if (select.value) this.put(select, "");
    else { this.waiting = this.waiting === select ? null : select; this.show(); return; }
    slot.focus();
  }

  tapChip(chip) {
    if (this.waiting) { this.put(this.waiting, chip.value); return; }
    this.chip = this.chip === chip ? null : chip;
    this.show();
  }

  put(select, value) {
    if (value && !this.many) this.selects.forEach((other) => { if (other.value === value) other.value = ""; });
    select.value = value;
    this.chip = null;
    this.waiting = null;
    this.show();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    this.selects.forEach((select, index) => {
      const slot = this.slots[index];
      const text = select.value ? select.selectedOptions[0].text : "";
      slot.textContent = text || words.empty;
      slot.classList.toggle("filled", Boolean(text));
      slot.setAttribute("aria-pressed", String(this.waiting === select));
      const left = select.closest(".match")?.querySelector(".match-left")?.textContent.trim() ?? "";
      slot.setAttribute("aria-label", text ? `${left}: ${text} ${words.clear}` : `${left}: ${words.empty}`);
    });
    this.chips.forEach((chip) => {
      chip.setAttribute("aria-pressed", String(this.chip === chip));
      chip.disabled = !this.many && this.selects.some((select) => select.value === chip.value);
    });
  }
}

document.querySelectorAll("[data-sortable]").forEach((list) => new Sortable(list));
document.querySelectorAll("[data-matching]").forEach((box) => new Matching(box));

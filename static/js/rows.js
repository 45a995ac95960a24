// Rows of a table or list field: add, remove, move, and paste a block from a spreadsheet. Without script the server adds rows.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { up: "上移此行", down: "下移此行", remove: "删除此行", removed: "已删除一行。", undo: "撤销", cut: (n) => `最多 ${n} 行，其余未粘贴`, pasted: (n) => `已粘贴 ${n} 行`, moved: (n) => `现在是第 ${n} 行` }
  : { up: "Move this row up", down: "Move this row down", remove: "Remove this row", removed: "Row removed.", undo: "Undo", cut: (n) => `At most ${n} rows; the rest was not pasted`, pasted: (n) => `${n} rows pasted`, moved: (n) => `Now row ${n}` };
const CELLS = "input:not([type=hidden]):not([type=file]), select, textarea";
const say = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));

class Rows {
  constructor(box) {
    this.box = box;
    this.name = box.dataset.rows;
    this.min = Number(box.dataset.min || 0);
    this.max = Number(box.dataset.max || 200);
    this.template = box.querySelector("template");
    this.place = box.querySelector("[data-row]")?.parentElement ?? box.querySelector("tbody, ol, ul");
    this.adder = box.querySelector("[data-add]");
    this.first = Number(box.querySelector("[data-row] [name]")?.name.match(/\d+/)?.[0] ?? 0); // some lists count from 1
    this.status = document.createElement("p");
    this.status.className = "small muted";
    this.status.setAttribute("role", "status");
    box.append(this.status);
    this.listen();
    this.rows.forEach((row) => this.tools(row));
    this.number();
  }

  get rows() { return [...this.place.querySelectorAll(":scope > [data-row]")]; }
  cells(row) { return [...row.querySelectorAll(CELLS)]; }

  listen() {
    this.adder?.addEventListener("click", (event) => {
      event.preventDefault();
      this.cells(this.add() ?? this.rows.at(-1))[0]?.focus();
      this.tell();
    });
    this.box.addEventListener("rows-resize", (event) => this.resize(event.detail));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("paste", (event) => this.paste(event));
  }

  tools(row) {
    let place = row.querySelector("[data-row-tools]");
    if (!place) {
      place = document.createElement("span");
      place.className = "row-tools";
      const cell = row.tagName === "TR" ? row.appendChild(document.createElement("td")) : row;
      cell.append(place);
    }
    place.classList.add("row-tools");
    place.replaceChildren(...[["up", "↑"], ["down", "↓"], ["remove", "×"]].map(([act, sign]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: words[act] });
      button.setAttribute("aria-label", words[act]);
      button.dataset.act = act;
      button.addEventListener("click", () => this[act](row));
      return button;
    }));
  }

  add() {
    if (this.rows.length >= this.max || !this.template) return null;
    const row = this.template.content.firstElementChild.cloneNode(true);
    this.place.append(row);
    this.tools(row);
    this.number();
    return row;
  }

  remove(row) {
    const next = row.nextElementSibling;
    const filled = this.cells(row).some((cell) => cell.value && cell.type !== "checkbox");
    row.remove();
    while (this.rows.length < this.min && this.add());
    this.number();
    this.tell();
    (this.rows[0] ? this.cells(next ?? this.rows.at(-1))[0] : this.adder)?.focus();
    if (filled) this.offerUndo(row, next);
  }

  offerUndo(row, next) {
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.undo });
    undo.addEventListener("click", () => {
      this.place.insertBefore(row, next?.isConnected ? next : null);
      this.status.replaceChildren();
      this.number();
      this.tell();
      this.cells(row)[0]?.focus();
    });
    this.status.replaceChildren(words.removed, " ", undo);
  }

  up(row) { if (row.previousElementSibling?.matches("[data-row]")) this.move(row, row.previousElementSibling, "up"); }
  down(row) { if (row.nextElementSibling?.matches("[data-row]")) this.move(row, row.nextElementSibling.nextElementSibling, "down"); }

  move(row, before, act) {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    this.place.insertBefore(row, before);
    this.number();
    this.tell();
    const button = row.querySelector(`[data-act=${act}]`);
    (focused && !focused.disabled ? focused : button.disabled ? row.querySelector("[data-act]:not(:disabled)") : button)?.focus();
    this.status.textContent = words.moved(this.rows.indexOf(row) + 1);
  }

  resize(count) {
    while (this.rows.length < count && this.add());
    while (this.rows.length > Math.max(count, this.min)) this.rows.at(-1).remove();
    this.number();
  }

  // Names follow places: goals-3-target. The spoken row number at the end of aria-label follows too.
  number() {
    const pattern = new RegExp(`(^|\\s)(${this.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[-_.[])(?:\\d+|__row__)`, "g");
    const { rows } = this;
    rows.forEach((row, index) => {
      row.querySelectorAll("[name], [id], [for], [aria-label], [aria-describedby], [data-computed]").forEach((element) => {
        ["name", "id", "for", "aria-describedby", "data-computed"].forEach((attribute) => {
          const value = element.getAttribute(attribute);
          if (value) element.setAttribute(attribute, value.replace(pattern, `$1$2${index + this.first}`));
        });
        const label = element.getAttribute("aria-label");
        if (label && !element.dataset.act) element.setAttribute("aria-label", label.replace(/(\d+|__row__)(?=\D*$)/, index + 1));
      });
      row.querySelectorAll("[data-row-number]").forEach((element) => { element.textContent = index + 1; });
      const set = (act, off) => { const button = row.querySelector(`[data-act=${act}]`); if (button) button.disabled = off; };
      set("up", index === 0);
      set("down", index === rows.length - 1);
    });
    if (this.adder) this.adder.disabled = rows.length >= this.max;
  }

  key(event) {
    const row = event.target.closest("[data-row]");
    if (!row || event.isComposing) return; // Enter also ends the choice of a Chinese word
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this[event.key === "ArrowUp" ? "up" : "down"](row);
    } else if (event.key === "Enter" && event.target.matches("input:not([type=checkbox]):not([type=radio])")) {
      event.preventDefault();
      const column = this.cells(row).indexOf(event.target);
      const next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : this.add();
      if (next) { this.cells(next)[column]?.focus(); this.tell(); }
    }
  }

  paste(event) {
    const row = event.target.closest?.("[data-row]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = /\t/.test(text) || (/\n./.test(text) && event.target.tagName !== "TEXTAREA");
    if (!row || !block) return;
    event.preventDefault();
    const from = this.cells(row).indexOf(event.target);
    const lines = readBlock(text);
    let target = row;
    let done = 0;
    for (const line of lines) {
      if (!target) { say(words.cut(this.max)); break; }
      const cells = this.cells(target);
      line.forEach((value, index) => { if (cells[from + index]) fill(cells[from + index], value.trim()); });
      done += 1;
      const next = target.nextElementSibling;
      target = next?.matches("[data-row]") ? next : done < lines.length ? this.add() : null;
    }
    this.tell();
    if (done > 1) this.status.textContent = words.pasted(done);
  }

  tell() { this.place.dispatchEvent(new Event("input", { bubbles: true })); }
}

// Spreadsheets put cells with line breaks or quotes into quotes and double the quotes inside.
function readBlock(text) {
  const lines = [[""]];
  let quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at];
    const line = lines.at(-1);
    if (sign === '"' && (quoted || line.at(-1) === "")) {
      if (quoted && body[at + 1] === '"') { line[line.length - 1] += '"'; at += 1; } else quoted = !quoted;
    } else if (sign === "\t" && !quoted) line.push("");
    else if (sign === "\n" && !quoted) lines.push([""]);
    else line[line.length - 1] += sign;
  }
  return lines;
}

function fill(cell, value) {
  if (cell.readOnly || cell.disabled) return;
  if (cell.tagName === "SELECT") {
    const option = [...cell.options].find((one) => one.value === value || one.text.trim() === value);
    if (option) cell.value = option.value;
  } else if (cell.type === "checkbox") cell.checked = /^(1|x|y|yes|true|是|√|✓)$/i.test(value);
  else if (cell.type === "number" || cell.inputMode === "decimal") cell.value = value.normalize("NFKC").replace(/[,\s¥￥$%]/g, "");
  else if (cell.type === "date") cell.value = dateOf(value);
  else cell.value = value;
}

function dateOf(value) {
  const [, year, month, day] = value.match(/^(\d{4})\D+(\d{1,2})\D+(\d{1,2})/) ?? [];
  return day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
}

document.querySelectorAll("[data-rows]").forEach((box) => new Rows(box));

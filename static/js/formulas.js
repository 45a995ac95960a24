// Computed fields and checks of a form, as typed: the twin of courseware/kit/formulas, to the last digit. Runs no code.

// ---- the grammar: text → tree --------------------------------------------------------------------------------
const MAX_TOKENS = 200;
const MAX_DEPTH = 20;
const FUNCTIONS = { sum: [1, 20], count: [1, 1], share: [2, 2], days: [2, 2], abs: [1, 1], min: [1, 20], max: [1, 20] };
const COLUMN_FUNCTIONS = new Set(["sum", "count", "min", "max"]);
const COMPARISONS = new Set(["<=", ">=", "=", "<", ">"]);
// What Python calls white space: JavaScript's own idea differs by a few characters.
const SPACE = "\\t\\n\\v\\f\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const token = new RegExp(
  `[${SPACE}]*(?:(\\d+(?:\\.\\d+)?)(?![A-Za-z_.])|([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?)|(<=|>=|[-+*/()=<>,]))`,
  "y",
);
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const strip = (text) => text.replace(EDGES, "");

class FormulaError extends Error {}

function tokens(source) {
  const found = [];
  const end = source.replace(new RegExp(`[${SPACE}]+$`), "").length;
  let at = 0;
  while (at < end) {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match) throw new FormulaError(source.slice(at, at + 12));
    const [, number, name, sign] = match;
    found.push({ kind: number ? "number" : name ? "name" : "sign", text: number ?? name ?? sign });
    at = token.lastIndex;
  }
  return [...found, { kind: "end", text: "" }];
}

class Parser {
  constructor(list) { this.list = list; this.next = 0; this.depth = 0; }

  formula() {
    const node = this.comparison();
    if (this.peek().kind !== "end") throw new FormulaError("an operator is missing");
    return node;
  }

  comparison() {
    const left = this.sum();
    return COMPARISONS.has(this.peek().text) ? { sign: this.take().text, left, right: this.sum() } : left;
  }

  sum() {
    let node = this.product();
    while (["+", "-"].includes(this.peek().text)) node = { sign: this.take().text, left: node, right: this.product() };
    return node;
  }

  product() {
    let node = this.signed();
    while (["*", "/"].includes(this.peek().text)) node = { sign: this.take().text, left: node, right: this.signed() };
    return node;
  }

  signed() {
    let negative = false;
    while (["+", "-"].includes(this.peek().text)) negative = (this.take().text === "-") !== negative;
    const node = this.single();
    return negative ? { negative: node } : node;
  }

  single() {
    const here = this.peek();
    if (here.kind === "end" || (here.kind === "sign" && here.text !== "(")) throw new FormulaError("a key is expected");
    this.take();
    if (here.kind === "number") return this.number(here.text);
    if (here.kind === "name") return this.peek().text === "(" ? this.call(here.text) : this.name(here.text);
    this.deeper();
    const node = this.comparison();
    this.expect(")");
    this.depth -= 1;
    return node;
  }

  number(text) {
    if (text.length > 30) throw new FormulaError("the number is too long");
    return { number: Number(text) };
  }

  name(text) {
    if (text.includes(".")) throw new FormulaError("a whole column stands alone");
    return { name: text };
  }

  call(name) {
    if (!Object.hasOwn(FUNCTIONS, name)) throw new FormulaError(`there is no function ${name}`);
    this.take();
    this.deeper();
    const given = [this.argument(name)];
    while (this.peek().text === ",") { this.take(); given.push(this.argument(name)); }
    this.expect(")");
    this.depth -= 1;
    const [fewest, most] = FUNCTIONS[name];
    if (given.length < fewest || given.length > most) throw new FormulaError(`${name} takes other values`);
    return { call: name, given };
  }

  argument(name) {
    const here = this.peek();
    if (here.kind === "name" && here.text.includes(".") && COLUMN_FUNCTIONS.has(name)) { this.take(); return { name: here.text }; }
    return this.comparison();
  }

  deeper() {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new FormulaError("brackets lie too deep");
  }

  peek() { return this.list[this.next]; }
  take() { const here = this.peek(); this.next = Math.min(this.next + 1, this.list.length - 1); return here; }
  expect(text) { if (this.peek().text !== text) throw new FormulaError(`${text} is missing`); this.take(); }
}

const parsed = new Map();

/** The tree of a formula; throws FormulaError. */
export function parse(source) {
  if (!parsed.has(source)) {
    const list = tokens(source);
    if (list.length > MAX_TOKENS) throw new FormulaError("the formula is too long");
    parsed.set(source, new Parser(list).formula());
  }
  return parsed.get(source);
}

// ---- what a tree is worth: numbers, true and false; null where there is no result -----------------------------
const TOLERANCE = 1e-9;
const isNumber = (value) => typeof value === "number";
const isDate = (value) => value !== null && typeof value === "object" && "day" in value;
const finite = (value) => (Number.isFinite(value) ? value : null);
const own = (values, key) => (Object.hasOwn(values, key) ? values[key] : undefined);

/** The number or the truth of a formula for the values of a form; null where it has no result. */
export function evaluate(source, values) {
  const result = worth(parse(source), values);
  if (isNumber(result)) return Number(result.toPrecision(12)) + 0;
  return typeof result === "boolean" ? result : null;
}

function worth(node, values) {
  if ("number" in node) return node.number;
  if ("name" in node) return cell(own(values, node.name));
  if ("negative" in node) { const number = worth(node.negative, values); return isNumber(number) ? -number : null; }
  if ("sign" in node) return binary(node.sign, worth(node.left, values), worth(node.right, values));
  return call(node, values);
}

function cell(value) {
  if (isNumber(value)) return finite(value);
  if (typeof value !== "string") return null;
  const text = strip(value);
  if (/^[-+]?[0-9]{1,30}(\.[0-9]{1,30})?$/.test(text)) return Number(text);
  return dateOf(text) ?? (text || null);
}

function dateOf(text) {
  const [, year, month, day] = text.match(/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/) ?? [];
  if (!day || year === "0000") return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day) ? { day: date.getTime() / 86400000 } : null;
}

function binary(sign, left, right) {
  const arithmetic = "+-*/".includes(sign);
  if (isNumber(left) && isNumber(right)) return arithmetic ? reckon(sign, left, right) : compare(sign, left, right);
  if (isDate(left) && isDate(right) && !arithmetic) return compare(sign, left.day + 719163, right.day + 719163);
  return typeof left === "string" && typeof right === "string" && sign === "=" ? left === right : null;
}

function reckon(sign, left, right) {
  if (sign === "/") return right ? finite(left / right) : null;
  return finite(sign === "+" ? left + right : sign === "-" ? left - right : left * right);
}

function compare(sign, left, right) {
  const equal = Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
  if (sign === "=") return equal;
  if (sign === "<") return left < right && !equal;
  if (sign === "<=") return left < right || equal;
  return sign === ">" ? left > right && !equal : left > right || equal;
}

function call({ call: name, given }, values) {
  if (name === "count") return count(given[0], values);
  if (["sum", "min", "max"].includes(name)) return overCells(name, given.flatMap((one) => cellsOf(one, values)));
  const [first, second] = given.map((one) => worth(one, values));
  if (name === "days") return isDate(first) && isDate(second) ? second.day - first.day : null;
  if (name === "abs") return isNumber(first) ? Math.abs(first) : null;
  const quotient = isNumber(first) && isNumber(second) ? reckon("/", first, second) : null;
  return quotient === null ? null : finite(quotient * 100);
}

function overCells(name, cells) {
  const filled = cells.filter((value) => value !== null);
  if (!filled.length || !filled.every(isNumber)) return null;
  if (name === "sum") return finite(filled.reduce((total, value) => total + value, 0));
  return filled.reduce((best, value) => ((name === "min" ? value < best : value > best) ? value : best));
}

function cellsOf(node, values) {
  if (!("name" in node)) return [worth(node, values)];
  const [table, column = ""] = node.name.split(".");
  const held = own(values, table);
  if (!Array.isArray(held)) return [column ? null : cell(held)];
  return held.map((row) => (column ? cell(isRow(row) ? own(row, column) : null) : cell(row)));
}

const isRow = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function count(node, values) {
  if ("name" in node && !node.name.includes(".")) {
    const held = own(values, node.name);
    return Array.isArray(held) ? held.filter(isFilled).length : Number(isFilled(held));
  }
  return cellsOf(node, values).filter((value) => value !== null).length;
}

function isFilled(value) {
  if (isRow(value)) return Object.values(value).some(isFilled);
  if (typeof value === "string") return strip(value) !== "";
  return value !== null && value !== undefined && value !== false && !(Array.isArray(value) && !value.length);
}

// ---- a whole form: the same two rounds as on the server --------------------------------------------------------
const result = (source, values) => { try { return evaluate(source, values); } catch { return null; } };

/** The values with every computed field and column in its place. */
export function compute(fields, answers) {
  const values = { ...answers };
  for (let round = 0; round < 2; round += 1) {
    for (const field of fields) {
      if (field.type === "computed") values[field.key] = result(field.formula, values);
      else if (field.columns && Array.isArray(values[field.key])) values[field.key] = values[field.key].map((row) => computeRow(field, row, values));
    }
  }
  return values;
}

function computeRow(field, row, values) {
  const done = { ...row };
  field.columns.filter((column) => column.type === "computed").forEach((column) => { done[column.key] = result(column.formula, { ...values, ...done }); });
  return done;
}

// ---- what people typed, and how numbers are shown ---------------------------------------------------------------
const NUMBERS = new Set(["number", "money", "percent", "rating"]);

/** The number somebody typed, as the server reads it; else the text. */
export function typed(type, text) {
  const plain = strip(String(text ?? ""));
  if (!NUMBERS.has(type) || !plain) return plain;
  const bare = strip(strip(plain.normalize("NFKC").replace(/[−–]/g, "-")).replace(/%$/, ""));
  if (!/^[-+]?(\d{1,18}|\d{1,3}([, ]\d{3})+)(\.\d{1,12})?$/.test(bare)) return plain;
  const value = Number(bare.replace(/[, ]/g, ""));
  return Math.abs(value) <= 1e15 ? value : plain;
}

/** A computed number as people read it. */
export function figure(value) {
  if (!isNumber(value)) return "";
  const near = Math.abs(value) >= 1 ? Number(value.toFixed(2)) : value;
  const [whole, rest = ""] = (Number.isInteger(near) ? String(BigInt(near)) : near.toFixed(6)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const digits = rest.replace(/0+$/, "");
  return digits ? `${grouped}.${digits}` : grouped;
}

// ---- the page ------------------------------------------------------------------------------------------------------
function held(form, field, kept) {
  const box = form.querySelector(`[data-rows="${CSS.escape(field.key)}"]`);
  if (box) {
    const types = Object.fromEntries((field.columns ?? []).map((column) => [column.key, column.type]));
    const rows = [...box.querySelectorAll("[data-row]")].map((row) => readRow(row, types));
    return field.columns ? rows.filter((row) => Object.values(row).some(isFilled)) : rows.map((row) => Object.values(row)[0] ?? "").filter(isFilled);
  }
  const boxes = form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(field.key)}"]`);
  if (boxes.length) return [...boxes].filter((one) => one.checked).map((one) => one.value);
  const input = form.elements.namedItem(field.key);
  return input ? typed(field.type, input.value) : kept[field.key];
}

function readRow(row, types) {
  const cells = [...row.querySelectorAll("input[name], select[name], textarea[name]")];
  return Object.fromEntries(cells.map((one, place) => [one.dataset.column ?? place, typed(types[one.dataset.column], one.value)]));
}

// Rows that are empty are no rows, but their outputs stand on the page.
function show(form, fields, values) {
  for (const field of fields) {
    if (field.type === "computed") fill(form, field.key, values[field.key]);
    const computed = (field.columns ?? []).filter((column) => column.type === "computed");
    if (!computed.length) continue;
    const types = Object.fromEntries(field.columns.map((column) => [column.key, column.type]));
    form.querySelectorAll(`[data-rows="${CSS.escape(field.key)}"] [data-row]`).forEach((row) => {
      const done = computeRow(field, readRow(row, types), values);
      computed.forEach((column) => {
        const output = [...row.querySelectorAll("[data-computed]")].find((one) => one.dataset.computed.endsWith(`-${column.key}`));
        if (output) output.textContent = figure(done[column.key]);
      });
    });
  }
}

function fill(form, name, value) {
  form.querySelectorAll(`[data-computed="${CSS.escape(name)}"]`).forEach((output) => { output.textContent = figure(value); });
}

function judge(form, checks, values) {
  for (const { id, rule, level } of checks) {
    const holds = result(rule, values);
    const failed = level === "must" ? "fail" : "hint";
    const state = holds === null ? "unknown" : holds ? "pass" : failed;
    form.querySelectorAll(`[data-check="${CSS.escape(id)}"]`).forEach((item) => { item.className = state; });
  }
}

function start(form) {
  const { fields, checks, kept } = JSON.parse(form.dataset.formulas);
  const reckonAnew = () => {
    const values = compute(fields, Object.fromEntries(fields.filter((field) => field.type !== "computed").map((field) => [field.key, held(form, field, kept)])));
    show(form, fields, values);
    judge(form, checks, values);
  };
  form.addEventListener("input", reckonAnew);
  form.addEventListener("taken", reckonAnew); // somebody else's words came in: exercise-together.js
}

if (typeof document !== "undefined") document.querySelectorAll("form[data-formulas]").forEach(start);

// Search on any page: Ctrl-K or /. Loaded when it is first asked for; pages work without it by the form of /search.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { name: "搜索", hint: "词语、拼音或首字母", recent: "最近搜索", clear: "清除最近搜索", pages: "前往", best: "最可能要找的",
      all: (text) => `查看“${text}”的全部结果`, found: (n) => `找到 ${n} 条`, none: "没有找到。换个短一点的词，或者试试拼音。",
      broken: "现在连不上服务器。", close: "关闭", keys: "↑ ↓ 选择 · 回车打开 · Esc 关闭" }
  : { name: "Search", hint: "Words, pinyin or initials", recent: "Recent searches", clear: "Clear recent searches", pages: "Go to", best: "Most likely",
      all: (text) => `All results for “${text}”`, found: (n) => `${n} found`, none: "Nothing found. Try a shorter word.",
      broken: "The server cannot be reached just now.", close: "Close", keys: "↑ ↓ to choose · Enter opens · Esc closes" };
const WAIT = 120; // milliseconds without a key before the server is asked
const MOST_RECENT = 6;
const answers = new Map();
const make = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// ---- the dialog ---------------------------------------------------------------------------------------------
const input = make("input", {
  type: "text", name: "q", maxlength: "100", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
  role: "combobox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": "palette-list",
  "aria-label": words.name, placeholder: words.hint, class: "palette-input",
});
const close = make("button", { type: "button", class: "button quiet small" }, words.close);
const form = make("form", { action: "/search", role: "search", class: "palette-head" }, input, close);
const list = make("div", { role: "listbox", id: "palette-list", class: "palette-list", "aria-label": words.name });
const note = make("p", { role: "status", class: "palette-note" });
const keys = make("p", { class: "palette-keys", "aria-hidden": "true" }, words.keys);
const dialog = make("dialog", { class: "palette", "aria-label": words.name }, form, list, note, keys);
document.body.append(dialog);

export function open(text = "") {
  if (dialog.open) return;
  input.value = text;
  dialog.showModal();
  input.focus();
  input.select();
  ask();
}
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// ---- recent searches, on this device and for this person ----------------------------------------------------
const shelf = `searches:${document.querySelector("meta[name=person]")?.content ?? document.querySelector(".account-name")?.textContent ?? ""}`;
function recent() {
  try { return JSON.parse(localStorage.getItem(shelf)) ?? []; } catch { return []; }
}
function remember(text) {
  if (!text) return;
  const kept = [text, ...recent().filter((other) => other !== text)].slice(0, MOST_RECENT);
  try { localStorage.setItem(shelf, JSON.stringify(kept)); } catch { /* not kept on this device */ }
}
function forget() {
  try { localStorage.removeItem(shelf); } catch { /* there is none */ }
  input.focus();
  ask();
}

// ---- the pages of this reader, as the navigation shows them -------------------------------------------------
function pages() {
  const found = new Map();
  document.querySelectorAll(".tabbar a, .topbar-menu a, .account .menu-list a").forEach((link) => {
    const name = link.textContent.trim();
    if (name && !found.has(link.pathname)) found.set(link.pathname, { href: link.pathname, title: [[name, false]] });
  });
  return [...found.values()];
}

// ---- what is offered ----------------------------------------------------------------------------------------
let running = null;
let timer = 0;
async function ask() {
  clearTimeout(timer);
  running?.abort();
  const text = input.value.trim();
  if (!text) { start(); return; }
  const near = pages().filter((page) => page.title[0][0].toLowerCase().includes(text.toLowerCase()));
  if (answers.has(text)) { show(text, near, answers.get(text)); return; }
  running = new AbortController();
  try {
    const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(text)}`, {
      signal: running.signal, headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    answers.set(text, await answer.json());
    show(text, near, answers.get(text));
  } catch (error) {
    if (error.name !== "AbortError") offer([group(words.pages, near)], words.broken);
  }
}
function start() {
  const kept = recent();
  const again = group(words.recent, kept.map((text) => ({ href: `/search?q=${encodeURIComponent(text)}`, title: [[text, false]], again: text })));
  if (kept.length) again?.append(option({ href: "#", title: [[words.clear, false]], act: forget }));
  offer([again, group(words.pages, pages())], "");
}
function show(text, near, answer) {
  const groups = answer.groups.map((each) => group(each.name || words.best, each.rows, !each.name));
  const all = answer.count ? group("", [{ href: `/search?q=${encodeURIComponent(text)}`, title: [[words.all(text), false]] }]) : null;
  offer([group(words.pages, near), ...groups, all], answer.count ? words.found(answer.count) : words.none);
}
function offer(groups, sentence) {
  list.replaceChildren(...groups.filter(Boolean));
  [...list.querySelectorAll("[role=option]")].forEach((each, number) => { each.id = `palette-${number}`; });
  note.textContent = sentence;
  list.scrollTop = 0;
  choose(input.value.trim() ? list.querySelector("[role=option]") : null);
}
let groups = 0;
function group(name, rows, saysKind = false) {
  if (!rows.length) return null;
  groups += 1;
  const box = make("div", { role: "group", class: "palette-group" });
  if (name) {
    box.setAttribute("aria-labelledby", `palette-group-${groups}`);
    box.append(make("p", { id: `palette-group-${groups}`, class: "palette-kind" }, name));
  } else box.setAttribute("aria-label", words.name);
  box.append(...rows.map((row) => option(row, saysKind)));
  return box;
}
function option(row, saysKind = false) {
  const link = make("a", { role: "option", "aria-selected": "false", tabindex: "-1", href: row.href, class: "palette-row" });
  link.append(make("span", { class: "palette-title" }, ...pieces(row.title)));
  const where = [saysKind ? row.kind : "", row.where].filter(Boolean).join(" · ");
  if (where) link.append(make("span", { class: "palette-where" }, where));
  if (row.excerpt?.length) {
    const excerpt = make("span", { class: "palette-excerpt" }, ...pieces(row.excerpt));
    if (row.lang) excerpt.lang = row.lang === "zh" ? "zh-CN" : row.lang;
    link.append(excerpt);
  }
  link.addEventListener("click", (event) => {
    if (row.act) { event.preventDefault(); row.act(); return; }
    if (row.again) { event.preventDefault(); input.value = row.again; input.focus(); ask(); return; }
    remember(input.value.trim());
    if (!event.ctrlKey && !event.metaKey) dialog.close();
  });
  link.addEventListener("pointermove", () => choose(link, false));
  return link;
}
const pieces = (parts) => parts.map(([text, isMarked]) => (isMarked ? make("mark", {}, text) : text));

// ---- keys ---------------------------------------------------------------------------------------------------
function choose(link, isSeen = true) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (!link) { input.removeAttribute("aria-activedescendant"); return; }
  link.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", link.id);
  if (isSeen) link.scrollIntoView({ block: "nearest" });
}
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const options = [...list.querySelectorAll("[role=option]")];
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    const next = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
    choose(options[next]);
    event.preventDefault();
  } else if (event.key === "Enter" && at >= 0) {
    options[at].click();
    event.preventDefault();
  }
});
input.addEventListener("input", (event) => {
  if (event.isComposing) return;
  choose(null); // what was chosen belongs to other words
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});
input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
form.addEventListener("submit", () => remember(input.value.trim()));

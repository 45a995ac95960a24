// Words of a lesson marked in a colour, with or without a note. They are found again by themselves and what stands
// round them, without regard to space, so that a lesson that was edited elsewhere keeps its marks. What could not be
// sent stays on this device and is sent later, once.
const page = document.querySelector("[data-lesson]"), list = document.querySelector("[data-notes]");
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    bar: "标记所选文字", yellow: "黄色", green: "绿色", blue: "蓝色", pink: "粉色", note: "写笔记", ask: "提问", close: "关闭",
    mark: (colour) => `用${colour}标记`, colour: "颜色", text: "我的笔记", save: "保存", remove: "删除", sure: "确定删除？", cancel: "取消", change: "修改",
    kept: "已保存，只有您能看到。", here: "已存在这台设备上，联网后自动保存到服务器。", failed: "没有保存成功，请再试一次；您写的内容还在。", long: "选得太长了，请少选一些（最多 2000 字）。",
    keys: "↑ ↓ 选段落，← → 移动开头，Shift + ← → 移动结尾，回车选颜色，Esc 退出。", touch: "长按一个词，拖动选中文字，再选颜色。",
  }
  : {
    bar: "Mark the selected words", yellow: "Yellow", green: "Green", blue: "Blue", pink: "Pink", note: "Note", ask: "Ask", close: "Close",
    mark: (colour) => `Mark in ${colour.toLowerCase()}`, colour: "Colour", text: "My note", save: "Save", remove: "Remove", sure: "Really remove?", cancel: "Cancel", change: "Change",
    kept: "Saved. Only you can see it.", here: "Saved on this device; it goes to the server when you are online.", failed: "Not saved. Please try again; your words are still here.", long: "That is too long. Select less, at most 2,000 characters.",
    keys: "↑ ↓ choose a paragraph, ← → move its beginning, Shift + ← → its end, Enter goes to the colours, Esc leaves.", touch: "Hold a word, drag to select, then choose a colour.",
  };
const COLOURS = ["yellow", "green", "blue", "pink"], AROUND = 32, MOST = 2000;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const squeeze = (text) => text.replace(/\s+/g, "");
function element(name, properties = {}, ...children) {
  const { data, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

// ---- where words stand --------------------------------------------------------------------------------------
/** The letters of the lesson in one language without space, and for each the text node and place it comes from. */
function letters(lang) {
  const at = [];
  let text = "";
  all(`[data-text="${lang}"]`).forEach((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("svg")) continue;
      for (let place = 0; place < node.data.length; place += 1) {
        if (/\s/.test(node.data[place])) continue;
        text += node.data[place];
        at.push([node, place]);
      }
    }
  });
  return { text, at };
}
const alike = (one, other) => { let n = 0; while (n < one.length && n < other.length && one[n] === other[n]) n += 1; return n; };
const backwards = (text) => [...text].reverse().join("");

/** Where a mark stands now: of several places with these words the one whose surroundings fit best. */
function locate({ quote, before, after }, { text }) {
  const wanted = squeeze(quote), left = backwards(squeeze(before ?? "")), right = squeeze(after ?? "");
  let best = null;
  for (let start = text.indexOf(wanted); wanted && start >= 0; start = text.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    const fit = alike(left, backwards(text.slice(Math.max(0, start - AROUND), start))) + alike(right, text.slice(end, end + AROUND));
    if (!best || fit > best.fit) best = { start, end, fit };
  }
  return best;
}

function draw(mark) {
  const model = letters(mark.lang), found = locate(mark, model);
  if (!found) return;
  const runs = [];
  model.at.slice(found.start, found.end).forEach(([node, place]) => {
    const last = runs.at(-1);
    if (last?.node === node) last.to = place + 1; else runs.push({ node, from: place, to: place + 1 });
  });
  runs.forEach(({ node, from, to }) => {
    const part = from ? node.splitText(from) : node;
    part.splitText(to - from);
    const wrap = element("mark", { className: `mark-${mark.colour}`, title: mark.words || "", data: { mark: mark.id } });
    part.replaceWith(wrap);
    wrap.append(part);
  });
}
const erase = (id) => all(`mark[data-mark="${id}"]`).forEach((wrap) => { wrap.replaceWith(...wrap.childNodes); });

// ---- what is selected ---------------------------------------------------------------------------------------
function selected() {
  const choice = getSelection();
  if (!choice.rangeCount || choice.isCollapsed) return null;
  const range = choice.getRangeAt(0);
  const root = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-text]");
  const lang = (root(range.startContainer) ?? root(range.endContainer))?.dataset.text;
  if (!lang || !page.contains(range.commonAncestorContainer)) return null;
  const { text, at } = letters(lang);
  const inside = ([node, place]) => range.intersectsNode(node) && range.isPointInRange(node, place) && range.comparePoint(node, place + 1) <= 0;
  const start = at.findIndex(inside);
  let end = start;
  while (start >= 0 && end < at.length && inside(at[end])) end += 1;
  if (end <= start) return null;
  return { lang, quote: readable(at.slice(start, end)), before: text.slice(Math.max(0, start - AROUND), start), after: text.slice(end, end + AROUND), anchor: headingBefore(at[start][0]), box: range.getBoundingClientRect() };
}
/** The words as they are read, with the space that stands between them. */
function readable(run) {
  let text = "", last = null;
  run.forEach(([node, place]) => {
    const block = node.parentElement.closest("p, li, h2, h3, td, th, dd, dt, blockquote");
    if (last && last.block !== block) text += "\n";
    else if (last && (last.node !== node ? /^\s/.test(node.data) || /\s$/.test(last.node.data) : place > last.place + 1)) text += " ";
    text += node.data[place];
    last = { node, place, block };
  });
  return text;
}
function headingBefore(node) {
  const earlier = all("h2[id]", page).filter((one) => one.compareDocumentPosition(node) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
  return earlier.at(-1)?.id.replace(/--2$/, "") ?? "";
}

// ---- the bar ------------------------------------------------------------------------------------------------
let picked = null, byKeys = false;
const ask = document.querySelector("[data-ask]");
const askAt = (mark) => `${ask.href.split("?")[0]}?${new URLSearchParams({ heading: mark.anchor, quote: mark.quote.slice(0, 300) })}`;
const bar = element("div", { className: "mark-bar no-print", hidden: true });
bar.setAttribute("role", "toolbar");
bar.setAttribute("aria-label", words.bar);
COLOURS.forEach((colour) => {
  const button = element("button", { type: "button", className: `mark-dot mark-${colour}`, onclick: () => keep({ colour, text: "" }) });
  button.setAttribute("aria-label", words.mark(words[colour]));
  bar.append(button);
});
const askLink = element("a", { className: "button quiet small", textContent: words.ask });
bar.append(element("button", { type: "button", className: "button quiet small", textContent: words.note, onclick: () => write({ ...picked, colour: "yellow", words: "" }) }), askLink);
bar.addEventListener("mousedown", (event) => { if (!event.target.closest("a")) event.preventDefault(); }); // the selection stays
bar.addEventListener("keydown", (event) => {
  const keys = all("button, a", bar), here = keys.indexOf(document.activeElement);
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    keys[(here + (event.key === "ArrowRight" ? 1 : keys.length - 1)) % keys.length].focus();
    event.preventDefault();
  }
  if (event.key === "Escape") { leave(); event.stopPropagation(); }
});
document.body.append(bar);
let opener = null;
function leave() {
  bar.hidden = true;
  byKeys = false;
  getSelection().removeAllRanges();
  document.activeElement?.blur();
  opener?.focus({ preventScroll: true });
  opener = null;
}
function offer() {
  if (bar.contains(document.activeElement)) return;
  picked = selected();
  bar.hidden = !picked;
  if (!picked) return;
  askLink.href = askAt(picked);
  bar.style.removeProperty("inset");
  if (innerWidth < 640) return; // there the style sheet puts it at the foot, away from the system's own menu
  const own = bar.getBoundingClientRect(), { box } = picked;
  const top = box.top - own.height - 10 > 70 ? box.top - own.height - 10 : Math.min(box.bottom + 10, innerHeight - own.height - 90);
  bar.style.inset = `${top}px auto auto ${Math.min(Math.max(8, box.left), innerWidth - own.width - 8)}px`;
}
let timer = 0;
const offerSoon = () => { clearTimeout(timer); timer = setTimeout(offer, 200); };
document.addEventListener("selectionchange", offerSoon);
addEventListener("scroll", () => { if (!bar.hidden) offerSoon(); }, { passive: true });

// ---- by keyboard --------------------------------------------------------------------------------------------
const paragraphs = () => all("[data-text] :is(p, li, dd, blockquote), [data-text] > p, [data-text] > blockquote", page).filter((one) => !one.closest("svg"));
function choose(block) {
  if (!block) return;
  getSelection().selectAllChildren(block);
  block.scrollIntoView({ block: "nearest" });
}
document.querySelector("[data-mark-words]")?.addEventListener("click", (event) => {
  if (matchMedia("(pointer: coarse)").matches) { say(words.touch, "info"); return; }
  say(words.keys, "info");
  byKeys = true;
  opener = event.currentTarget;
  choose(paragraphs().find((one) => one.getBoundingClientRect().top > 90));
});
document.addEventListener("keydown", (event) => {
  if (!byKeys || bar.contains(document.activeElement) || document.querySelector("dialog[open]")) return;
  const choice = getSelection();
  if (event.key === "Escape") { leave(); return; }
  if (!choice.rangeCount || !["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Enter") { clearTimeout(timer); offer(); bar.querySelector("button").focus(); return; }
  const { startContainer, startOffset, endContainer, endOffset } = choice.getRangeAt(0);
  const blocks = paragraphs(), here = blocks.findIndex((one) => one.contains(startContainer));
  if (event.key === "ArrowUp") { choose(blocks[here - 1]); return; }
  if (event.key === "ArrowDown") { choose(blocks[here + 1]); return; }
  if (event.shiftKey) choice.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  else choice.setBaseAndExtent(endContainer, endOffset, startContainer, startOffset);
  choice.modify("extend", event.key === "ArrowRight" ? "forward" : "backward", "word");
});

// ---- keeping ------------------------------------------------------------------------------------------------
const token = document.querySelector("meta[name=csrf-token]").content, address = `/modules/${page.dataset.lesson}/notes`;
const shelf = `marks:${page.dataset.person}:${page.dataset.lesson}`; // by person: others may use this device
const marks = new Map();
const waiting = () => { try { return JSON.parse(localStorage.getItem(shelf)) ?? []; } catch { return []; } };
function hold(notes) {
  try { if (notes.length) localStorage.setItem(shelf, JSON.stringify(notes)); else localStorage.removeItem(shelf); return true; } catch { return false; }
}
function post(url, fields, key) {
  const headers = { "X-CSRFToken": token, Accept: "application/json", ...(key && { "Idempotency-Key": key }) };
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers });
}
function keep({ colour, text }) {
  const { box, ...mark } = picked;
  if (mark.quote.length > MOST) { say(words.long, "warn"); return; }
  const id = `new-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const made = { ...mark, id, colour, words: text };
  hold([...waiting(), made]);
  marks.set(id, made);
  leave();
  draw(made);
  deliver(made, true);
}
async function deliver(mark, isNew) {
  const { id, lang, quote, before, after, anchor, colour, words: text } = mark;
  try {
    const answer = await post(address, { lang, quote, before, after, anchor, colour, text }, id);
    if (!answer.ok) throw new Error(answer.status);
    const number = String((await answer.json()).id);
    hold(waiting().filter((one) => one.id !== id));
    marks.delete(id);
    marks.set(number, { ...mark, id: number });
    all(`mark[data-mark="${id}"]`).forEach((wrap) => { wrap.dataset.mark = number; });
    enlist({ ...mark, id: number });
    if (isNew) say(words.kept, "good");
  } catch {
    if (!isNew) { setTimeout(deliverAll, 4000); return; } // the line may not be there yet, or the other delivery is under way
    say(words.here, "warn");
    // From any page, by the same key: whichever of the two arrives second is the first one again.
    const body = new URLSearchParams({ lang, quote, before, after, anchor, colour, text }).toString();
    window.outbox?.put({ key: id, url: address, body, type: "application/x-www-form-urlencoded", label: words.bar, text: `${quote}\n${text}` });
  }
}
let sending = Promise.resolve(); // one after the other, in their order
const deliverAll = () => { sending = sending.then(async () => { for (const mark of waiting()) await deliver(mark, false); }); };
function enlist(mark) {
  const item = element("li", { className: "note", id: `note-${mark.id}` },
    element("blockquote", { className: `mark-${mark.colour}`, textContent: mark.quote, lang: mark.lang === "en" ? "en" : "zh-CN" }));
  if (mark.words) item.append(element("p", { className: "prewrap", textContent: mark.words }));
  item.append(element("div", { className: "small" }, element("a", { href: `/notes/${mark.id}`, textContent: words.change })));
  document.getElementById(item.id)?.remove();
  list.append(item);
}

// ---- one mark, looked at and worded -------------------------------------------------------------------------
function write(mark) {
  const isNew = !mark.id, place = isNew ? picked : null, dialog = element("dialog", { className: "dialog" });
  const text = element("textarea", { className: "input", id: "mark-text", rows: 4, maxLength: 5000, value: mark.words });
  const choices = element("div", { className: "choices cluster" }, ...COLOURS.map((colour) => element("label", { className: "choice" },
    element("input", { type: "radio", name: "mark-colour", value: colour, checked: colour === mark.colour }), element("span", { className: `mark-${colour}`, textContent: words[colour] }))));
  const label = element("label", { className: "label", htmlFor: "mark-text", textContent: words.text });
  const failed = element("p", { className: "error", hidden: true });
  failed.setAttribute("role", "alert");
  const colour = () => dialog.querySelector("input:checked").value;
  const remove = element("button", { type: "button", className: "button quiet danger", textContent: words.remove });
  const save = element("button", { type: "button", className: "button primary", textContent: words.save });
  const cancel = element("button", { type: "button", className: "button quiet", textContent: words.cancel, onclick: () => dialog.close() });
  const fail = () => { failed.textContent = words.failed; failed.hidden = false; };
  save.addEventListener("click", async () => {
    if (isNew) { picked = place; dialog.close(); keep({ colour: colour(), text: text.value.trim() }); return; }
    const changed = { ...mark, colour: colour(), words: text.value.trim() };
    try {
      if (!(await post(`/notes/${mark.id}`, { text: changed.words, colour: changed.colour })).ok) { fail(); return; }
    } catch { fail(); return; }
    marks.set(mark.id, changed);
    erase(mark.id);
    draw(changed);
    enlist(changed);
    dialog.close();
  });
  remove.addEventListener("click", async () => {
    if (mark.words && remove.textContent !== words.sure) { remove.textContent = words.sure; return; }
    try { if (!(await post(`${address}/${mark.id}/removals`, {})).ok) { fail(); return; } } catch { fail(); return; }
    marks.delete(mark.id);
    erase(mark.id);
    document.getElementById(`note-${mark.id}`)?.remove();
    dialog.close();
  });
  const foot = element("div", { className: "actions" }, ...(isNew ? [] : [remove]), cancel, save);
  const link = element("p", {}, element("a", { href: askAt(mark), textContent: words.ask }));
  dialog.setAttribute("aria-label", words.note);
  dialog.append(element("blockquote", { className: `note-quote mark-${mark.colour}`, textContent: mark.quote }), label, text, choices, failed, link, foot);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  bar.hidden = true;
  dialog.showModal();
  text.focus();
}

if (page && list) {
  all("[data-note]", list).forEach(({ dataset: { note: id, ...said } }) => marks.set(id, { id, ...said }));
  waiting().forEach((mark) => marks.set(mark.id, mark));
  marks.forEach(draw);
  deliverAll();
  addEventListener("online", deliverAll);
  page.addEventListener("click", (event) => {
    const id = event.target.closest("mark[data-mark]")?.dataset.mark;
    if (!id || id.startsWith("new-") || event.target.closest("a") || !getSelection().isCollapsed) return;
    write(marks.get(id));
  });
}

// The editor of a definition: numbers beside the lines, checks and picture (or a form's preview) that follow the text, a click that finds a line.
const form = document.querySelector("[data-checks]");
const field = form?.querySelector("[data-code]");
const gutter = form?.querySelector("[data-code-lines]");
const findings = form?.querySelector("[data-findings]");
const PAUSE = 700; // ms after the last key; picture and problems are there within a second
let timer = 0;
const preview = document.querySelector("[data-preview]");
let asked = 0;
let looked = 0;

function number() {
  const count = field.value.split("\n").length;
  if (gutter.childElementCount !== count) {
    gutter.replaceChildren(...Array.from({ length: count }, (_, index) => {
      const line = document.createElement("span");
      line.textContent = index + 1;
      return line;
    }));
    mark();
  }
  gutter.scrollTop = field.scrollTop;
}

/** The picture begins with its start in the middle. */
function centre(box) {
  if (box) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
}

/** Colour the numbers of lines that have a problem. */
function mark() {
  gutter.querySelectorAll(".bad").forEach((line) => line.classList.remove("bad"));
  findings.querySelectorAll(".bad [data-line]").forEach((button) => {
    gutter.children[Number(button.dataset.line) - 1]?.classList.add("bad");
  });
}

async function check() {
  const mine = ++asked;
  const body = new FormData();
  body.append("csrf_token", form.elements.namedItem("csrf_token").value);
  body.append("yaml", field.value);
  let html;
  try {
    const answer = await fetch(form.dataset.checks, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return; // the state of saving says what is wrong
    html = await answer.text();
  } catch { return; }
  if (mine !== asked) return; // a newer text is on its way
  const box = findings.querySelector(".graph");
  const place = box ? [box.scrollLeft, box.scrollTop] : null;
  const focused = document.activeElement?.closest?.("[data-findings]") ? document.activeElement.dataset.line : null;
  findings.innerHTML = html;
  const fresh = findings.querySelector(".graph");
  if (!fresh && box) { box.classList.add("old"); findings.append(box); } // the last picture that could be drawn
  if (fresh && place) [fresh.scrollLeft, fresh.scrollTop] = place;
  else centre(fresh);
  if (focused) findings.querySelector(`[data-line="${focused}"]`)?.focus();
  mark();
  form.dispatchEvent(new CustomEvent("checked", { bubbles: true }));
}

/** The form as learners will see it; what was folded stays folded, and the last one that could be drawn stays, pale. */
async function look() {
  if (!preview) return;
  const mine = ++looked;
  const body = new FormData();
  body.append("csrf_token", form.elements.namedItem("csrf_token").value);
  body.append("yaml", field.value);
  body.append("name", preview.dataset.name);
  body.append("module", preview.dataset.module);
  let html;
  try {
    const answer = await fetch(preview.dataset.preview, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    html = await answer.text();
  } catch { return; }
  if (mine !== looked) return; // a newer text is on its way
  const box = preview.querySelector("[data-preview-box]");
  const next = document.createElement("div");
  next.innerHTML = html;
  const isEmpty = next.querySelector("[data-no-preview]");
  preview.classList.toggle("old", Boolean(isEmpty) && box.childElementCount > 0);
  box.removeAttribute("aria-busy");
  if (isEmpty && box.childElementCount) return;
  box.querySelectorAll("[data-fold]").forEach((old) => {
    const fresh = next.querySelector(`[data-fold="${old.dataset.fold}"]`);
    if (fresh) fresh.open = old.open;
  });
  box.replaceChildren(...next.childNodes);
}

function later() {
  number();
  clearTimeout(timer);
  timer = setTimeout(() => { check(); look(); }, PAUSE);
}

function toLine(wanted) {
  const lines = field.value.split("\n");
  const index = Math.min(wanted, lines.length) - 1;
  const start = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + lines[index].length);
  const height = parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, index * height - field.clientHeight / 3);
  field.scrollLeft = 0;
  field.scrollIntoView({ block: "nearest" });
}

function indent(event) {
  if (event.key !== "Tab" || event.shiftKey || !form.querySelector("[data-tab-indents]").checked) return;
  event.preventDefault();
  field.setRangeText("  ", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (field) {
  number();
  mark();
  look();
  centre(findings.querySelector(".graph"));
  field.addEventListener("input", later);
  field.addEventListener("scroll", () => { gutter.scrollTop = field.scrollTop; });
  field.addEventListener("keydown", indent);
  form.addEventListener("restored", later);
  findings.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (button) toLine(Number(button.dataset.line));
  });
}

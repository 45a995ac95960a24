// One question after the other: Back, Next, a map, and how many are answered. Without it the page shows them all.
const form = document.querySelector("form[data-quiz]");
const questions = [...form.querySelectorAll("[data-question]")];
const sheets = [...form.querySelectorAll("[data-page]")];
const pages = sheets.map((sheet) => sheet.firstElementChild);
const map = [...form.querySelectorAll(".question-map a")];
const place = form.querySelector("[data-quiz-place]");
const left = form.querySelector("[data-quiz-left]");
const bar = form.querySelector('.quiz-bar [role="progressbar"]');
const steps = document.getElementById("quiz-steps").content.cloneNode(true).firstElementChild;
form.append(steps);
form.querySelector("[data-quiz-save]").hidden = true;
const [back, next] = ["back", "next"].map((name) => steps.querySelector(`[data-quiz-${name}]`));
let here = 0;

function show(index, { focus = true } = {}) {
  here = Math.min(Math.max(index, 0), pages.length - 1);
  sheets.forEach((sheet, number) => { sheet.hidden = number !== here; });
  const last = here === pages.length - 1;
  place.textContent = last ? `${questions.length} / ${questions.length}` : `${here + 1} / ${questions.length}`;
  back.disabled = here === 0;
  next.hidden = last;
  history.replaceState(null, "", last ? "#hand-in" : `#${pages[here].id}`);
  count();
  if (!focus) return;
  pages[here].focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

const isAnswered = (question) => "settled" in question.dataset || [...question.querySelectorAll("input, select, textarea")].some((input) =>
  input.type === "radio" || input.type === "checkbox" ? input.checked : input.type !== "hidden" && !input.disabled && input.value.trim() !== "");

function count() {
  const answered = questions.map(isAnswered);
  const done = answered.filter(Boolean).length;
  map.forEach((link, number) => link.classList.toggle("answered", answered[number]));
  questions.forEach((question, number) => {
    const check = question.querySelector("[data-quiz-check]");
    if (check) check.disabled = !answered[number];
  });
  const open = questions.flatMap((_, number) => (answered[number] ? [] : [number + 1]));
  left.textContent = open.length ? form.dataset.left.replace("{n}", open.join(", ")) : form.dataset.complete;
  bar?.setAttribute("aria-valuenow", done);
  bar?.querySelector(".fill")?.setAttribute("width", (100 * done) / questions.length);
}

// An order that nobody has touched is no answer: its numbers are not sent until something is moved.
const ordered = (question) => [...(question?.querySelectorAll("[data-untouched] input") ?? [])];
questions.flatMap(ordered).forEach((input) => { input.disabled = true; });
for (const name of ["change", "restored"]) {
  form.addEventListener(name, (event) => ordered(event.target.closest("[data-question]")).forEach((input) => { input.disabled = false; }), true);
}

back.addEventListener("click", () => show(here - 1));
next.addEventListener("click", () => show(here + 1));
for (const name of ["change", "input"]) form.addEventListener(name, count);
form.addEventListener("restored", count);
form.addEventListener("keydown", (event) => {
  // Enter in a line of text goes on instead of handing in
  if (event.key !== "Enter" || !event.target.matches("input.input")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
  show(here + 1);
});
addEventListener("hashchange", () => show(pages.findIndex((page) => `#${page.id}` === location.hash)));
map.forEach((link, number) => link.addEventListener("click", (event) => { event.preventDefault(); show(number); }));

const asked = pages.findIndex((page) => `#${page.id}` === location.hash);
const unanswered = questions.findIndex((question) => !isAnswered(question));
show(asked >= 0 ? asked : unanswered >= 0 ? unanswered : 0, { focus: false });

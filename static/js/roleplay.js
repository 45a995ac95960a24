// A talk without reloading: sends the line, adds what was said, moves the meters, keeps a typed line until it is taken.
const play = document.querySelector("[data-play]");
let sending = false;

const storage = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, text) => { try { localStorage.setItem(key, text); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};
const draftField = () => play.querySelector("[data-draft]");

function restoreDraft() {
  const field = draftField();
  const kept = field && storage.get(field.dataset.draft);
  if (kept && !field.value) field.value = kept;
}

function fail(sentence) {
  const error = play.querySelector("[data-play-error]");
  error.textContent = sentence;
  error.hidden = false;
}

/** Put what is new of the fetched page into this one; its ending is a page of its own. */
function take(page, url) {
  const next = page.querySelector("[data-play]");
  if (!next) { location.assign(url.split("#")[0]); return; }
  const chat = play.querySelector(".chat");
  const known = chat.children.length;
  [...next.querySelector(".chat").children].slice(known).forEach((item) => chat.append(item));
  const meters = play.querySelectorAll("[role=meter]");
  next.querySelectorAll("[role=meter]").forEach((meter, index) => move(meters[index], meter));
  play.querySelector(".replies").replaceWith(next.querySelector(".replies"));
  play.querySelector(".play-scene").open = false;
  restoreDraft();
  document.querySelectorAll(".flash").forEach((flash) => flash.remove());
  page.querySelectorAll(".flash").forEach((flash) => play.before(flash));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fresh = chat.children[Math.min(known, chat.children.length - 1)];
  const meterBar = play.querySelector(".meters").getBoundingClientRect();
  const place = getComputedStyle(play.querySelector(".meters")).insetBlockStart;
  const top = fresh.getBoundingClientRect().top + scrollY - meterBar.height - (parseFloat(place) || 0) - 8;
  scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  (play.querySelector(".replies .error-summary") ?? play.querySelector(".reply, [data-draft]"))?.focus({ preventScroll: true });
}

/** Keep the element, so that the bar glides instead of jumping. */
function move(old, fresh) {
  if (!old) return;
  old.setAttribute("aria-valuenow", fresh.getAttribute("aria-valuenow"));
  old.className = fresh.className;
  old.querySelector(".meter-name").replaceWith(fresh.querySelector(".meter-name"));
  old.querySelector(".fill").setAttribute("width", fresh.querySelector(".fill").getAttribute("width"));
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const turn = form.dataset.turn;
  sending = true;
  submitter?.setAttribute("aria-busy", "true");
  submitter?.classList.add("chosen");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-play]") && !answer.ok) {
      fail(page.querySelector("main")?.innerText.trim() || play.dataset.offline);
      return;
    }
    // Words stay until their turn is over: asking which line comes nearest is not its end.
    if (page.querySelector(".replies")?.dataset.turn !== turn && answer.ok) storage.drop(turn);
    take(page, answer.url);
  } catch {
    fail(play.dataset.offline);
  } finally {
    sending = false;
    submitter?.removeAttribute("aria-busy");
    submitter?.classList.remove("chosen");
  }
}

if (play) {
  restoreDraft();
  play.addEventListener("submit", (event) => {
    const form = event.target.closest(".replies");
    if (!form) return;
    event.preventDefault();
    if (!sending) send(form, event.submitter);
  });
  play.addEventListener("input", (event) => {
    const key = event.target.dataset?.draft;
    if (key) storage.set(key, event.target.value);
  });
}

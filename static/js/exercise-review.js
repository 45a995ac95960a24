// The reviewer's desk: take the lock while the page is open, say who holds it, grow the comment boxes, tick what is commented.
const form = document.querySelector("form[data-lock-url]");
const banner = document.querySelector("[data-lock]");
const AGAIN = 5 * 60 * 1000;

async function takeLock() {
  if (document.hidden) return;
  const token = form.elements.namedItem("csrf_token").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(form.dataset.lockUrl, { method: "POST", headers, credentials: "same-origin" });
    const json = await answer.json();
    banner.hidden = answer.ok;
    if (!answer.ok) banner.textContent = json.error;
  } catch { /* the verdict itself checks the lock again */ }
}

function grow(area) {
  area.rows = Math.min(12, Math.max(area.name === "summary" ? 3 : 1, area.value.split("\n").length + Math.floor(area.value.length / 60)));
}

if (form) {
  takeLock();
  setInterval(takeLock, AGAIN);
  form.querySelectorAll("textarea").forEach((area) => {
    grow(area);
    area.addEventListener("input", () => grow(area));
  });
}

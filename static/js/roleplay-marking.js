// The trainer's desk for a talk: hold the lock while the page is open; read only while somebody else holds it.
const form = document.querySelector("form[data-lock-url]");
const banner = document.querySelector("[data-lock]");
const AGAIN = 60 * 1000;

async function takeLock() {
  if (document.hidden) return;
  const token = form.elements.namedItem("csrf_token").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(form.dataset.lockUrl, { method: "POST", headers, credentials: "same-origin" });
    const json = await answer.json();
    banner.hidden = answer.ok;
    if (!answer.ok) banner.textContent = json.error;
    // Closed boxes keep what was written in them.
    form.querySelector("fieldset.desk").disabled = !answer.ok;
  } catch { /* the marks themselves are checked against the lock again */ }
}

if (form && banner) {
  if (banner.hidden) takeLock(); // else the server has just seen who holds it
  setInterval(takeLock, AGAIN);
  document.addEventListener("visibilitychange", takeLock);
}

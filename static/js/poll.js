// A part of a page that follows the server: asks every two seconds, takes 304 for "nothing new".
function follow(box) {
  const every = Number(box.dataset.every || 2000);
  let tag = box.dataset.etag ?? "";
  let wait = every;
  let timer = 0;
  let asking = false;
  let ended = false;

  async function ask() {
    if (document.hidden || asking || ended) return;
    asking = true;
    try {
      const answer = await fetch(box.dataset.poll, { headers: tag ? { "If-None-Match": tag } : {}, credentials: "same-origin", cache: "no-store" });
      ended = answer.redirected || [204, 401, 403, 404, 410].includes(answer.status); // redirected: signed out
      if (ended) box.dispatchEvent(new CustomEvent("poll-end", { bubbles: true, detail: answer.status }));
      wait = answer.ok || answer.status === 304 ? every : Math.min(wait * 2, 60000);
      if (answer.status === 200 && !ended) { tag = answer.headers.get("ETag") ?? ""; replace(await answer.text()); }
    } catch {
      wait = Math.min(wait * 2, 60000);
    }
    asking = false;
    if (!ended) timer = setTimeout(ask, wait);
  }

  // Whoever types or chooses inside the part keeps it until they leave it.
  function replace(html) {
    if (box.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) { tag = ""; return; }
    box.innerHTML = html;
    box.dispatchEvent(new CustomEvent("poll-change", { bubbles: true }));
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) ask();
  });
  timer = setTimeout(ask, every);
}

document.querySelectorAll("[data-poll]").forEach(follow);

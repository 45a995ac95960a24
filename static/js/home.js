// The start page of who leads others: a reminder is sent without leaving the page.
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const zh = document.documentElement.lang.startsWith("zh");
const FAILED = zh ? "没有发出去，请再试一次。" : "It was not sent. Please try again.";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-nudge]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    toast(said.sentence, "good");
    const item = form.closest(".item");
    // All of somebody's items are reminded of at once by the outer button.
    const forms = form.closest(".item-end") ? item.querySelectorAll("[data-nudge]") : [form];
    for (const each of forms) {
      const done = document.createElement("span");
      done.className = "muted small nowrap";
      done.textContent = said.label;
      each.replaceWith(done);
    }
  } catch (error) {
    button.disabled = false;
    toast(error.message && !(error instanceof TypeError) && !(error instanceof SyntaxError) ? error.message : FAILED, "bad");
  }
});

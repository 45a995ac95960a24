// Stars at lines: one click, without leaving the page and what is being written on it. Without script the button posts.
const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-star]");
  if (!button) return;
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  const body = new URLSearchParams({ place: button.value });
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  try {
    const answer = await fetch(button.formAction, { method: "POST", headers, body, credentials: "same-origin" });
    const json = await answer.json();
    if (answer.ok) button.setAttribute("aria-pressed", String(json.starred));
    else document.dispatchEvent(new CustomEvent("toast", { detail: { text: json.error ?? String(answer.status), tone: "bad" } }));
  } catch {
    const text = document.documentElement.lang.startsWith("zh") ? "连接中断，星标未保存。" : "No connection: the star was not saved.";
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "bad" } }));
  }
  button.disabled = false;
  button.focus();
});

// Where one row names another (ends of a link, what lies under what): offer the names typed so far, and say when one is unknown.
const chinese = document.documentElement.lang.startsWith("zh");
const unknown = (name) => (chinese ? `上面还没有“${name}”，请从已填的名称中选择，或先在上面填写。` : `“${name}” is not among the names typed above. Choose one of them, or type it there first.`);

function namesOf(list) {
  const rows = document.querySelectorAll(`[data-rows="${CSS.escape(list.dataset.namesOf)}"] [data-row]`);
  const cells = [...rows].map((row) => row.querySelector(`[data-column="${CSS.escape(list.dataset.namesColumn)}"]`));
  return [...new Set(cells.map((cell) => cell?.value.trim()).filter(Boolean))];
}

function offer(list) {
  const names = namesOf(list);
  if (names.join("\n") === [...list.options].map((option) => option.value).join("\n")) return;
  list.replaceChildren(...names.map((value) => Object.assign(document.createElement("option"), { value })));
}

// The sentence stands beside the input and goes as soon as the name is known; nothing is blocked while one types.
function judge(input, list) {
  const name = input.value.trim();
  const isWrong = name !== "" && !namesOf(list).includes(name);
  let told = input.parentElement.querySelector("[data-names-error]");
  if (isWrong && !told) {
    told = Object.assign(document.createElement("p"), { className: "error" });
    told.dataset.namesError = "";
    told.setAttribute("role", "status");
    input.after(told);
  }
  if (told) { told.textContent = isWrong ? unknown(name) : ""; told.hidden = !isWrong; }
  if (isWrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
}

const lists = [...document.querySelectorAll("datalist[data-names-of]")];
const chosenFrom = (list) => document.querySelectorAll(`input[list="${CSS.escape(list.id)}"]`);

function refresh(event) {
  lists.forEach((list) => {
    offer(list);
    chosenFrom(list).forEach((input) => {
      const isTyping = event?.type === "input" && input === document.activeElement;
      if (!isTyping && (input.value || input.hasAttribute("aria-invalid"))) judge(input, list);
    });
  });
}

if (lists.length) {
  ["input", "change", "restored"].forEach((kind) => document.addEventListener(kind, refresh));
  refresh();
}

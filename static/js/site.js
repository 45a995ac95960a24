// What every page can do: menus, dialogs, confirmations, toasts, unsaved changes. Data attributes: docs/design.md.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { yes: "确定", no: "取消", copied: "已复制", busy: "正在提交…" }
  : { yes: "OK", no: "Cancel", copied: "Copied", busy: "Sending…" };
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
document.documentElement.dataset.script = "";

// ---- toasts -------------------------------------------------------------------------------------------------
const toasts = document.createElement("div");
toasts.className = "toasts no-print";
toasts.setAttribute("role", "status");
document.body.append(toasts);
document.addEventListener("toast", (event) => {
  const toast = document.createElement("p");
  toast.className = `toast ${event.detail.tone ?? ""}`;
  toast.textContent = event.detail.text;
  toasts.append(toast);
  setTimeout(() => toast.remove(), Math.max(4000, event.detail.text.length * 160));
});
const say = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

// ---- menus and dialogs --------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  const opener = event.target.closest("[data-dialog]");
  if (opener) { open(document.getElementById(opener.dataset.dialog)); event.preventDefault(); }
  const closer = event.target.closest("[data-close]");
  if (closer) { close(closer.closest("dialog")); event.preventDefault(); }
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => say(words.copied));
  if (event.target.closest("[data-print]")) print();
});
// Browsers inside messengers may not know dialogs: then it opens in its place.
function open(dialog) { if (dialog?.showModal) dialog.showModal(); else dialog?.setAttribute("open", ""); }
function close(dialog) { if (dialog?.close) dialog.close(); else dialog?.removeAttribute("open"); }
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

// ---- asking before something is done ------------------------------------------------------------------------
function ask(sentence, label) {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(confirm(sentence));
  dialog.className = "dialog";
  const text = document.createElement("p");
  text.id = "confirm-sentence";
  text.textContent = sentence;
  dialog.setAttribute("aria-labelledby", text.id);
  const buttons = document.createElement("div");
  buttons.className = "actions";
  const [no, yes] = [words.no, label || words.yes].map((name, index) => {
    const button = document.createElement("button");
    button.className = `button ${index ? "primary" : "quiet"}`;
    button.textContent = name;
    button.addEventListener("click", () => dialog.close(index ? "yes" : ""));
    return button;
  });
  buttons.append(no, yes);
  dialog.append(text, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
  });
}

const agreed = new WeakSet();
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const source = submitter?.dataset.confirm ? submitter : form;
  if (!source.dataset.confirm || agreed.has(form)) return; // autosave may hold an agreed form back for a moment
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await ask(source.dataset.confirm, source.dataset.confirmLabel)) {
    agreed.add(form);
    form.requestSubmit(submitter?.form === form ? submitter : undefined);
  }
}, true);

// ---- one submission, and no lost changes --------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented) return;
  agreed.delete(form);
  form.removeAttribute("data-changed");
  if (form.method !== "post" || "many" in form.dataset) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 8000); // a download or a dead line leaves the page where it is
});
function release(form) {
  delete form.dataset.sent;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
}
addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-sent]").forEach(release); });
document.addEventListener("input", (event) => {
  event.target.closest?.("form[data-guard]")?.setAttribute("data-changed", "");
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});

// ---- small helps in forms and lists -------------------------------------------------------------------------
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.closest?.("[data-submit-on-change]") && !field.closest("[data-row]")) field.form?.requestSubmit();
  const group = field.dataset?.checkAll;
  if (group) all(`input[type=checkbox][name="${CSS.escape(group)}"]`).forEach((box) => {
    if (!box.disabled && !box.closest("[hidden]")) box.checked = field.checked;
  });
});
document.addEventListener("input", (event) => {
  const { filter, count } = event.target.dataset ?? {};
  if (filter) filterList(event.target.value, document.querySelector(filter));
  if (count) showCount(event.target);
});
function filterList(text, list) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  [...(list?.children ?? [])].forEach((child) => {
    const content = child.textContent.toLowerCase();
    child.hidden = !wanted.every((word) => content.includes(word));
  });
}
function showCount(field) {
  const target = document.querySelector(field.dataset.count);
  if (target) target.textContent = field.maxLength > 0 ? `${field.value.length} / ${field.maxLength}` : field.value.length;
}
all("[data-count]").forEach(showCount);

// ---- a file dropped where one can be chosen; one that is too large is told before it is sent ------------------
all("[data-drop]").forEach((box) => {
  const field = box.querySelector("input[type=file]");
  const over = (isOver) => (event) => { event.preventDefault(); box.classList.toggle("is-over", isOver); };
  field.addEventListener("change", () => {
    const [file] = field.files;
    const isTooLarge = file && file.size > Number(field.dataset.most ?? Infinity);
    field.setCustomValidity(isTooLarge ? field.dataset.tooLarge : "");
  });
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    if ("dropSends" in box.dataset) field.form.requestSubmit();
  });
});
document.querySelector("[data-focus]")?.focus();

// ---- language and colours -----------------------------------------------------------------------------------
all("a[data-language]").forEach((link) => {
  const address = new URL(location.href);
  address.searchParams.set("lang", new URL(link.href).searchParams.get("lang"));
  link.href = address.pathname + address.search + address.hash;
});
function chooseTheme(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try { localStorage.setItem("theme", choice); } catch { /* the choice lasts for this page */ }
  markTheme(choice);
}
function markTheme(choice) {
  all("[data-theme-choice]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.themeChoice === choice));
}
all("[data-theme-choice]").forEach((button) => button.addEventListener("click", () => chooseTheme(button.dataset.themeChoice)));
markTheme(document.documentElement.dataset.theme ?? "auto");

// ---- of many tabs the present one is in view on a phone -----------------------------------------------------
all(".tabs").forEach((tabs) => {
  const here = tabs.querySelector("[aria-current]");
  if (here) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
});

// ---- the heading in view ------------------------------------------------------------------------------------
all("[data-scrollspy]").forEach((nav) => {
  if (!("IntersectionObserver" in window)) return;
  const links = new Map(all("a[href^='#']", nav).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const mark = (id) => links.forEach((link, key) => {
    if (key === id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  });
  const observer = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (seen) mark(seen.target.id);
  }, { rootMargin: "-15% 0px -70%" });
  links.forEach((_, id) => { const heading = document.getElementById(id); if (heading) observer.observe(heading); });
});

// ---- the module one reads stands in sight in the list of fifty ----------------------------------------------
const current = document.querySelector(".aside .course-nav .current");
const aside = current?.closest(".aside");
if (aside && aside.scrollHeight > aside.clientHeight) aside.scrollTop = current.offsetTop - aside.clientHeight / 2;

// ---- search on any page: Ctrl-K, Cmd-K or /; what it takes is loaded at the first use -----------------------
const finder = document.querySelector("[data-palette]");
async function find() {
  try {
    if (!document.querySelector("link[data-look]")) await new Promise((done, failed) => {
      const look = document.createElement("link");
      Object.assign(look, { rel: "stylesheet", href: finder.dataset.paletteLook, onload: done, onerror: failed });
      look.dataset.look = "";
      document.head.append(look);
    });
    (await import(finder.dataset.palette)).open();
  } catch { location.href = "/search"; }
}
if (finder) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isWanted = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping && !event.ctrlKey && !event.altKey);
    if (!isWanted || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    find();
  });
  [finder.querySelector("input"), document.querySelector(".topbar-search")].forEach((opener) => opener?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.value) return;
    event.preventDefault();
    find();
  }));
}

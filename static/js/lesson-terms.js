// A term that is tapped shows its entry beside it, in both languages. Where there are no popovers the link leads to the glossary.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? { all: "在术语表中查看", close: "关闭" } : { all: "See it in the glossary", close: "Close" };

if ("popover" in HTMLElement.prototype) {
  const card = document.createElement("div");
  card.className = "term-card no-print";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "term-card-name");
  document.body.append(card);

  const entryOf = (link) => document.getElementById(`term-${decodeURIComponent(link.hash.slice(1))}`);
  const links = [...document.querySelectorAll(".prose a.term")].filter(entryOf);
  links.forEach((link) => { link.setAttribute("aria-haspopup", "dialog"); link.removeAttribute("title"); });

  function fill(link) {
    const entry = entryOf(link);
    card.replaceChildren(...[...entry.children].map((part) => {
      const copy = document.createElement(part.tagName === "DT" ? "p" : "div");
      copy.lang = part.lang;
      copy.append(...[...part.childNodes].map((node) => node.cloneNode(true)));
      return copy;
    }));
    const name = card.firstElementChild;
    name.id = "term-card-name";
    name.className = "term-card-name";
    name.removeAttribute("lang");
    const all = Object.assign(document.createElement("a"), { href: link.href, textContent: words.all });
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: words.close });
    close.addEventListener("click", () => card.hidePopover());
    const foot = document.createElement("p");
    foot.className = "split small";
    foot.append(all, close);
    card.append(foot);
  }

  /** Below the term, or above it where there is no room; on a phone the style sheet puts it at the foot. */
  function place(link) {
    card.style.removeProperty("inset");
    if (innerWidth < 640) return;
    const box = link.getClientRects()[0], own = card.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), innerWidth - own.width - 8);
    const below = box.bottom + own.height + 16 < innerHeight;
    card.style.inset = `${Math.max(8, below ? box.bottom + 8 : box.top - own.height - 8)}px auto auto ${left}px`;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".prose a.term");
    if (!link || !entryOf(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fill(link);
    card.showPopover();
    place(link);
    card.focus({ preventScroll: true }); // Escape closes, and the focus goes back to the term
  });
  addEventListener("scroll", () => { if (innerWidth >= 640 && card.matches(":popover-open")) card.hidePopover(); }, { passive: true });
}

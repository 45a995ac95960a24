// The button that keeps a module on this device, and what it says: beside a lesson, and small in the list of modules.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    keep: "保存到本机", keepNamed: (name) => `保存到本机：${name}`, keeping: "正在保存到本机…", remove: "从本机移除", removeNamed: (name) => `从本机移除：${name}`,
    kept: (at, size) => `已保存在本机，没有网络也能学习。截至 ${at}，${size}`, noRoom: "本机空间不足，未能保存", failed: "未能保存：没有网络或服务器无应答",
    signedOut: "登录已过期，请重新登录后再保存", waits: "等待重新下载", why: "此浏览器不能保存离线内容：原因",
  }
  : {
    keep: "Keep on this device", keepNamed: (name) => `Keep on this device: ${name}`, keeping: "Keeping on this device…", remove: "Remove from this device", removeNamed: (name) => `Remove from this device: ${name}`,
    kept: (at, size) => `Kept on this device, works without a line. As of ${at}, ${size}`, noRoom: "No room on this device", failed: "Not kept: no line, or the server does not answer",
    signedOut: "Not kept: please sign in again", waits: "waits to be fetched again", why: "This browser cannot keep pages: why",
  };
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** From the sheet of icons that the page uses already. */
function icon(name) {
  const sheet = document.querySelector("use").getAttribute("href").split("#")[0];
  const [picture, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sheet}#${name}`);
  picture.append(use);
  return picture;
}

export function sizeOf(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e9)} GB`;
}
export function timeOf(iso) {
  const at = new Date(iso), isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", ...(isToday ? {} : { month: "numeric", day: "numeric" }) });
}

/** What went wrong, as a sentence. */
export function excuse(error, keeper) {
  if (error instanceof keeper.NoRoom) return words.noRoom;
  return error instanceof keeper.SignedOut ? words.signedOut : words.failed;
}

/** Without a keeper the browser cannot: the long form says where it is explained, the list stays as it is. */
export async function dress(boxes, keeper) {
  if (!keeper) {
    boxes.forEach((box) => { if (!("small" in box.dataset)) { box.append(make("a", { className: "small muted", href: "/offline", textContent: words.why })); } });
    return;
  }
  const found = new Map((await keeper.modules()).map((one) => [one.slug, one]));
  boxes.forEach((box) => new Keep(box, keeper, found.get(box.dataset.keep)));
}

class Keep {
  constructor(box, keeper, found) {
    Object.assign(this, { box, keeper, slug: box.dataset.keep, name: box.dataset.title, small: "small" in box.dataset });
    this.button = make("button", { type: "button", className: `button small quiet${this.small ? " icon-only" : ""}` });
    this.button.addEventListener("click", () => this.press());
    this.text = make("span", { className: this.small ? "visually-hidden" : "small muted" });
    this.text.setAttribute("role", "status");
    box.append(this.button, this.text);
    this.show(found);
  }

  show(found) {
    this.found = found;
    const [label, named] = found ? [words.remove, words.removeNamed] : [words.keep, words.keepNamed];
    this.button.replaceChildren(icon(found ? "check" : "download"), ...(this.small ? [] : [label]));
    this.button.title = label;
    this.button.setAttribute("aria-label", named(this.name));
    this.button.setAttribute("aria-pressed", Boolean(found));
    this.button.removeAttribute("aria-busy");
    this.text.textContent = found ? [found.at ? words.kept(timeOf(found.at), sizeOf(found.bytes)) : words.waits, found.quiz].filter(Boolean).join(" · ") : "";
  }

  async press() {
    if (this.button.hasAttribute("aria-busy")) return;
    this.button.setAttribute("aria-busy", "true");
    if (this.found) { await this.keeper.remove(this.slug); this.show(undefined); return; }
    this.text.textContent = words.keeping;
    try {
      this.show(await this.keeper.keep(this.slug, { begins: true }));
    } catch (error) {
      this.show(undefined);
      this.text.textContent = excuse(error, this.keeper);
      if (this.small) document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.text.textContent, tone: "bad" } }));
    }
  }
}

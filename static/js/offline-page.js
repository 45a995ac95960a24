// /offline: what lies on this device, how much room there is, and what this browser lacks.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    asOf: (at, size) => `截至 ${at} · ${size}`, waits: "内容已移除，登录后重新下载", update: "更新", remove: "从本机移除", removeNamed: (name) => `从本机移除：${name}`, updating: "正在更新…",
    none: "本机还没有保存任何模块。", room: (used, all) => `本机已用 ${used}，浏览器最多允许 ${all}。`, lasts: "浏览器不会自行清除这些内容。", mayGo: "空间紧张时浏览器可能清除这些内容。", protect: "请浏览器保留",
    all: "此浏览器具备离线学习所需的全部功能。",
  }
  : {
    asOf: (at, size) => `As of ${at} · ${size}`, waits: "Removed from this device; fetched again after signing in", update: "Update", remove: "Remove from this device", removeNamed: (name) => `Remove from this device: ${name}`, updating: "Updating…",
    none: "No module is kept on this device yet.", room: (used, all) => `${used} used on this device; the browser allows ${all}.`, lasts: "The browser will not clear it by itself.", mayGo: "The browser may clear it when the device is short of room.", protect: "Ask the browser to keep it",
    all: "This browser has all that is needed to work without a line.",
  };
const own = document.querySelector("script[data-keep-script]");
const list = document.querySelector("[data-kept-list]"), room = document.querySelector("[data-room]"), lacks = document.querySelector("[data-lacks]");

/** Sentences that stand in the page, hidden: shown where something is missing. */
function tellLacks() {
  const has = {
    https: window.isSecureContext,
    worker: "serviceWorker" in navigator || !window.isSecureContext, // said once
    caches: Boolean(window.caches) || !window.isSecureContext,
    storage: Boolean(window.indexedDB),
  };
  const missing = [...lacks.querySelectorAll("[data-lack]")].filter((item) => !has[item.dataset.lack]);
  missing.forEach((item) => { item.hidden = false; });
  lacks.querySelector("[data-lacks-none]").hidden = missing.length > 0;
  lacks.querySelector("[data-lacks-some]").hidden = missing.length === 0;
  return has.https && has.worker && has.caches;
}

let excuse, sizeOf, timeOf; // offline-buttons.js

function row(found, keeper) {
  const item = document.getElementById("kept-row").content.cloneNode(true).firstElementChild;
  const link = item.querySelector("a"), note = item.querySelector(".item-note");
  link.href = `/modules/${found.slug}`;
  link.textContent = found.title;
  note.textContent = [found.at ? words.asOf(timeOf(found.at), sizeOf(found.bytes)) : words.waits, found.quiz].filter(Boolean).join(" · ");
  const [update, remove] = item.querySelectorAll("button");
  update.textContent = words.update;
  remove.textContent = words.remove;
  remove.setAttribute("aria-label", words.removeNamed(found.title));
  remove.addEventListener("click", async () => { await keeper.remove(found.slug); await tellKept(keeper); });
  update.addEventListener("click", async () => {
    note.textContent = words.updating;
    try { await keeper.keep(found.slug); await tellKept(keeper); } catch (error) { note.textContent = excuse(error, keeper); }
  });
  return item;
}

async function tellKept(keeper) {
  const found = await keeper.modules();
  list.replaceChildren(...found.map((one) => row(one, keeper)));
  list.hidden = !found.length;
  document.querySelector("[data-kept-none]").hidden = found.length > 0;
  await tellRoom(found.length > 0);
}

async function tellRoom(holds) {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const lasts = await navigator.storage?.persisted?.().catch(() => undefined);
  room.replaceChildren(quota ? words.room(sizeOf(usage), sizeOf(quota)) : "", lasts === undefined || !holds ? "" : ` ${lasts ? words.lasts : words.mayGo} `);
  if (lasts !== false || !holds || !navigator.storage.persist) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words.protect });
  button.addEventListener("click", async () => { await navigator.storage.persist().catch(() => false); await tellRoom(holds); });
  room.append(button);
}

async function begin() {
  if (!tellLacks()) return;
  ({ excuse, sizeOf, timeOf } = await import(own.dataset.keepButtons));
  await tellKept(await import(own.dataset.keepScript));
}
begin();

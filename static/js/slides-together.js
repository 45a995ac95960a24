// The window on the wall and the one on the desk show the same slide, wherever somebody goes on.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { alone: "这个浏览器不能让两个窗口同步，请在投影窗口里翻页。", one: "投影窗口还没有打开。", two: "两个窗口同步。" }
  : { alone: "This browser cannot keep two windows together: turn the slides in the window on the wall.", one: "The window for the wall is not open yet.", two: "Both windows show the same slide." };
const deck = document.querySelector("[data-deck]");
const told = document.querySelector("[data-together]");
const name = `slides:${deck.dataset.deck}`;
const mine = deck.dataset.view;

function openLine() {
  if (typeof BroadcastChannel === "function") {
    const channel = new BroadcastChannel(name);
    channel.onmessage = (event) => hear(event.data);
    return (message) => channel.postMessage(message);
  }
  try {
    localStorage.setItem(name, "");
    addEventListener("storage", (event) => { if (event.key === name && event.newValue) hear(JSON.parse(event.newValue)); });
    // A stamp, since the same words twice are no change.
    return (message) => localStorage.setItem(name, JSON.stringify({ ...message, stamp: Date.now() }));
  } catch {
    return null;
  }
}
function hear(message) {
  if (told && message.from !== mine) told.textContent = message.kind === "left" ? words.one : words.two;
  if (message.kind === "hello") document.dispatchEvent(new CustomEvent("slide-asked"));
  if (message.kind === "slide") document.dispatchEvent(new CustomEvent("slide-to", { detail: message }));
}

const send = openLine();
if (told) told.textContent = send ? words.one : words.alone;
if (send) {
  document.addEventListener("slide", ({ detail }) => {
    const { tells, ...state } = detail;
    if (tells) send({ kind: "slide", from: mine, ...state });
  });
  addEventListener("pagehide", () => send({ kind: "left", from: mine }));
  send({ kind: "hello", from: mine });
}

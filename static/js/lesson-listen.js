// The lesson read aloud by the browser's own voice, paragraph by paragraph. Asked for, never assumed.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { pause: "暂停", go: "继续", next: "下一段", stop: "停止", speed: "语速", none: "这台设备没有这种语言的语音，无法在这里朗读。您可以在系统设置里添加语音，或者用其他设备打开。" }
  : { pause: "Pause", go: "Go on", next: "Next paragraph", stop: "Stop", speed: "Speed", none: "This device has no voice for this language, so the lesson cannot be read aloud here. Add a voice in the system's settings, or open the lesson on another device." };
const speech = window.speechSynthesis && window.SpeechSynthesisUtterance ? window.speechSynthesis : null;
const lang = chinese ? "zh" : "en";
const opener = document.querySelector("[data-listen]"), player = document.querySelector("[data-player]");

/** A voice of this very device, so that nothing is sent anywhere; Cantonese is another language to listen to. */
function voice() {
  const wanted = chinese ? ["zh-cn", "zh-hans", "cmn", "zh"] : ["en-gb", "en-us", "en"];
  const tag = (one) => one.lang.toLowerCase().replaceAll("_", "-");
  const voices = (speech?.getVoices() ?? []).filter((one) => one.localService !== false && !/^(zh-(hk|mo)|yue)/.test(tag(one)));
  return wanted.map((start) => voices.find((one) => tag(one).startsWith(start))).find(Boolean) ?? null;
}

function paragraphs() {
  const found = [...document.querySelectorAll(`.prose [data-text="${lang}"], .prose[data-text="${lang}"]`)]
    .flatMap((root) => [...root.querySelectorAll("h2, h3, p, li, dt, dd, blockquote")]);
  return found.filter((one) => !one.querySelector("p, li, dt, dd") && !one.closest("svg, table") && one.textContent.trim());
}

let lines = [], at = 0, said = null, rate = 1;
const button = (label, onclick) => Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label, onclick });
const toggle = button(words.pause, () => {
  if (said) hush(); else speak();
  toggle.textContent = said ? words.pause : words.go;
});

function hush() {
  const was = said;
  said = null; // before cancel, which ends the utterance: an ending of ours does not go on to the next one
  if (was) speech.cancel();
}
function speak() {
  hush();
  lines.forEach((one, number) => one.classList.toggle("being-read", number === at));
  const line = lines[at];
  if (!line) { stop(); return; }
  const box = line.getBoundingClientRect();
  if (box.top < 80 || box.bottom > innerHeight - 140) line.scrollIntoView({ block: "center" });
  const utterance = new SpeechSynthesisUtterance(line.textContent);
  utterance.voice = voice();
  utterance.lang = utterance.voice?.lang ?? document.documentElement.lang;
  utterance.rate = rate;
  utterance.onend = utterance.onerror = () => { if (said === utterance) { said = null; at += 1; speak(); } };
  said = utterance;
  speech.speak(utterance);
}
function stop() {
  hush();
  lines.forEach((one) => one.classList.remove("being-read"));
  player.hidden = true;
  opener.focus({ preventScroll: true });
}
function start() {
  if (!voice()) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words.none, tone: "warn" } }));
    return;
  }
  lines = paragraphs();
  at = Math.max(0, lines.findIndex((one) => one.getBoundingClientRect().bottom > 100)); // from what is in view
  const speed = document.createElement("select");
  speed.className = "input small";
  speed.setAttribute("aria-label", words.speed);
  [0.75, 1, 1.25, 1.5].forEach((one) => speed.append(new Option(`${one}×`, one, one === 1, one === rate)));
  speed.addEventListener("change", () => { rate = Number(speed.value); if (said) speak(); });
  const next = button(words.next, () => { at += 1; toggle.textContent = words.pause; speak(); });
  player.replaceChildren(toggle, next, speed, button(words.stop, stop));
  toggle.textContent = words.pause;
  player.hidden = false;
  toggle.focus({ preventScroll: true });
  speak();
}
if (opener && player) {
  speech?.getVoices(); // some browsers load them only when first asked
  opener.addEventListener("click", start);
  addEventListener("pagehide", hush);
}

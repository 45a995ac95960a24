// Voices of a talk: the customer's lines read aloud, and one's own line recorded. Every capability is asked for;
// what is missing is not offered. A recording stays on this device until “Keep”.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? {
    read: "朗读", record: "录音", again: "重新录音", stop: "停止", keep: "保留", discard: "丢弃", erase: "删除",
    starting: "正在打开麦克风…", keeping: "正在保留…", seconds: (n) => `${n} 秒`, most: "最长 3 分钟，已自动停止。",
    line: (n) => `第 ${n} 句`, playback: "刚才的录音",
    taken: "只在这台设备上。保留后才会保存；关闭这个标签页就没有了。",
    kept: (n) => `已保留，${n} 天后删除。`, gone: "已丢弃。", erased: "已删除。",
    refused: "麦克风没有获得许可。没关系，打字继续就可以；想录音的话，请在浏览器的网站设置里允许使用麦克风。",
    none: "没有找到麦克风。没关系，打字继续就可以。",
    busy: "麦克风打不开，可能正被别的程序使用。没关系，打字继续就可以。",
    empty: "没有录到声音，请再试一次。",
    offline: "没有连上服务器。录音还在这台设备上，稍后再按“保留”。",
  }
  : {
    read: "Read aloud", record: "Record", again: "Record again", stop: "Stop", keep: "Keep", discard: "Discard", erase: "Delete",
    starting: "Opening the microphone…", keeping: "Keeping…", seconds: (n) => `${n} s`, most: "Stopped at 3 minutes, the longest there is.",
    line: (n) => `Line ${n}`, playback: "What you just recorded",
    taken: "On this device only. It is saved when you keep it, and gone when you close this tab.",
    kept: (n) => `Kept; deleted after ${n} days.`, gone: "Discarded.", erased: "Deleted.",
    refused: "The microphone was not allowed. Never mind, go on by typing; to record, allow the microphone in the browser's settings of this site.",
    none: "No microphone was found. Never mind, go on by typing.",
    busy: "The microphone does not start; another program may be using it. Never mind, go on by typing.",
    empty: "Nothing was recorded. Please try again.",
    offline: "The server cannot be reached. Your recording is still on this device; press “Keep” again later.",
  };
const MOST_SECONDS = 180;
const MIMES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/ogg"];
const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
const button = (label, style, onclick) => element("button", { type: "button", className: `button small ${style}`, textContent: label, onclick });

// ---- reading aloud ------------------------------------------------------------------------------------------
const speech = window.speechSynthesis && window.SpeechSynthesisUtterance ? window.speechSynthesis : null;
let speaking = null; // the button whose words are being read; its utterance is kept, or some browsers forget it

/** A voice of this very device: what is read leaves it no more than what is recorded. */
function voiceFor(lang) {
  const wanted = lang.toLowerCase().startsWith("zh") ? ["zh-cn", "zh-hans", "cmn", "zh"] : ["en-gb", "en-us", "en"];
  const voices = (speech?.getVoices() ?? []).filter((voice) => voice.localService !== false);
  const tag = (voice) => voice.lang.toLowerCase().replaceAll("_", "-");
  const fits = (voice, start) => tag(voice).startsWith(start) && !/^(zh-(hk|mo)|yue)/.test(tag(voice));
  for (const start of wanted) {
    const found = voices.find((voice) => fits(voice, start));
    if (found) return found;
  }
  return null;
}

function hush() {
  speech?.cancel();
  speaking?.button.setAttribute("aria-pressed", "false");
  speaking = null;
}

function read(pressed, text, lang) {
  const again = speaking?.button === pressed;
  hush();
  if (again) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voiceFor(lang);
  utterance.lang = utterance.voice?.lang ?? lang;
  utterance.rate = 1;
  utterance.onend = utterance.onerror = () => { if (speaking?.utterance === utterance) hush(); };
  speaking = { button: pressed, utterance };
  pressed.setAttribute("aria-pressed", "true");
  speech.speak(utterance);
}

function offerReading() {
  all(".chat .bubble.customer").forEach((bubble) => {
    const who = bubble.querySelector(".bubble-who");
    const lang = bubble.closest("[lang]").lang;
    if (!who || who.querySelector("svg") || who.querySelector(".bubble-read") || !voiceFor(lang)) return;
    const text = all("p", bubble).map((each) => each.textContent).join(" ");
    const reader = element("button", { type: "button", className: "bubble-read", textContent: `▸ ${words.read}`, lang: document.documentElement.lang });
    reader.setAttribute("aria-pressed", "false");
    reader.onclick = () => read(reader, text, lang);
    who.append(reader);
  });
  all("[data-read]").forEach((reader) => {
    reader.hidden = !voiceFor(reader.dataset.lang);
    reader.onclick = () => read(reader, reader.dataset.read, reader.dataset.lang);
  });
  const talk = document.querySelector(".chat[lang]");
  all("[data-speech-without]").forEach((line) => { line.hidden = Boolean(talk && voiceFor(talk.lang)); });
}

// ---- what was recorded and not yet kept: in this tab, for as long as it is open ---------------------------------
const taken = {
  key: (address) => `voice:${address}`,
  /** As text: sessionStorage ends with the tab, which is what the consent says. */
  async put(address, take) {
    try {
      const bytes = new Uint8Array(await take.blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      sessionStorage.setItem(this.key(address), JSON.stringify({ type: take.blob.type, seconds: take.seconds, data: btoa(text) }));
    } catch { /* too large, or not allowed: it lasts for this page */ }
  },
  get(address) {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.key(address)));
      if (!found) return null;
      const bytes = Uint8Array.from(atob(found.data), (letter) => letter.charCodeAt(0));
      return { blob: new Blob([bytes], { type: found.type }), seconds: found.seconds };
    } catch { return null; }
  },
  drop(address) { try { sessionStorage.removeItem(this.key(address)); } catch { /* nothing was there */ } },
};

// ---- recording ----------------------------------------------------------------------------------------------
function recordable() {
  if (!window.isSecureContext && !navigator.mediaDevices) return null;
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder?.isTypeSupported) return null;
  return MIMES.find((mime) => MediaRecorder.isTypeSupported(mime)) ?? null;
}
const mime = recordable();

/** Ask once for each wording; whether the learner agrees. */
async function consented() {
  const answer = await fetch("/recordings/consents", { headers: { Accept: "text/html" } });
  if (answer.status === 204) return true;
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = page.querySelector("dialog[data-consent]");
  if (!dialog) throw new Error("no words");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    let agreed = false;
    dialog.addEventListener("close", () => { dialog.remove(); resolve(agreed); });
    dialog.querySelector("[data-agree]").onclick = async () => {
      const body = new URLSearchParams({ words: dialog.dataset.consent });
      const error = dialog.querySelector(".error");
      try {
        const said = await fetch("/recordings/consents", { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
        agreed = said.ok;
        if (agreed) { dialog.close(); return; }
        error.textContent = (await said.json()).error;
      } catch { error.textContent = words.offline; }
      error.hidden = false;
    };
  });
}

class Recorder {
  constructor(place) {
    this.place = place;
    this.fields = Object.entries(place.dataset).filter(([name]) => name.startsWith("field"))
      .map(([name, value]) => [name.slice(5).toLowerCase(), value]);
    this.address = "";
    this.take = null;
    this.kept = false;
    this.status = element("p", { className: "muted small" });
    this.status.setAttribute("role", "status");
    place.querySelector("[data-voice-without]")?.remove();
    this.go(place.dataset.recorder);
  }

  /** Where the next recording belongs; one that waits to be kept stays where it was made. */
  go(address) {
    if (this.recorder || (this.take && this.address) || !address || address === this.address) return;
    this.address = address;
    this.kept = false;
    this.take = taken.get(this.key);
    if (this.take) this.showTake(); else this.showStart("");
  }

  /** Whether there is more to show than a button to begin with. */
  get inUse() { return Boolean(this.take || this.recorder || this.kept); }

  get key() { return [this.address, ...this.fields.map(([, value]) => value)].join(":"); }

  show(sentence, ...parts) {
    const hadFocus = this.place.contains(document.activeElement);
    all("audio", this.place).forEach((sound) => URL.revokeObjectURL(sound.src));
    this.status.textContent = sentence;
    this.place.replaceChildren(...parts, this.status);
    if (hadFocus) this.place.querySelector("button")?.focus();
  }

  showStart(sentence) {
    this.place.classList.remove("recording");
    this.show(sentence, button(words.record, "", () => this.start()));
  }

  async start() {
    hush();
    let stream = null;
    try {
      if (!await consented()) { this.showStart(""); return; }
      this.show(words.starting);
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.record(stream);
    } catch (error) {
      stream?.getTracks().forEach((track) => track.stop());
      this.recorder = null;
      const reasons = { NotAllowedError: words.refused, SecurityError: words.refused, NotFoundError: words.none, TypeError: words.offline };
      this.showStart(reasons[error.name] ?? words.busy);
    }
  }

  record(stream) {
    const parts = [];
    const recorder = new MediaRecorder(stream, { mimeType: mime, audioBitsPerSecond: 32000 });
    const began = performance.now();
    const passed = () => Math.min(MOST_SECONDS, (performance.now() - began) / 1000);
    const clock = element("span", { className: "voice-clock num", textContent: words.seconds(0) });
    this.recorder = recorder;
    recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
    recorder.onstop = () => {
      clearInterval(ticking);
      stream.getTracks().forEach((track) => track.stop());
      this.recorder = null;
      this.taken(new Blob(parts, { type: recorder.mimeType || mime }), seconds);
    };
    let seconds = 0;
    const stop = () => { if (recorder.state === "inactive") return; seconds = Math.round(passed() * 10) / 10; recorder.stop(); };
    const ticking = setInterval(() => {
      clock.textContent = words.seconds(Math.floor(passed()));
      if (passed() >= MOST_SECONDS) stop();
    }, 250);
    stream.getAudioTracks().forEach((track) => { track.onended = stop; }); // unplugged: what was said is not lost
    recorder.start(1000);
    this.stop = stop;
    this.place.classList.add("recording");
    this.show("", button(words.stop, "danger", stop), clock);
    this.place.querySelector("button").focus();
  }

  async taken(blob, seconds) {
    this.place.classList.remove("recording");
    if (!blob.size) { this.showStart(words.empty); return; }
    this.take = { blob, seconds };
    await taken.put(this.key, this.take); // shown only once a reload would bring it back
    this.showTake(seconds >= MOST_SECONDS ? words.most : "");
  }

  showTake(sentence = "") {
    const sound = element("audio", { controls: true, src: URL.createObjectURL(this.take.blob) });
    sound.setAttribute("aria-label", words.playback);
    const number = /turns\/(\d+)/.exec(this.address)?.[1];
    const label = number ? `${words.line(number)} · ` : "";
    this.show(`${label}${words.seconds(Math.round(this.take.seconds))} · ${sentence} ${words.taken}`, sound,
      button(words.keep, "primary", () => this.keep()), button(words.discard, "quiet", () => this.discard(words.gone)),
      button(words.again, "quiet", () => { this.discard(""); this.start(); }));
  }

  discard(sentence) {
    taken.drop(this.key);
    this.take = null;
    this.kept = false;
    this.showStart(sentence);
    this.place.dispatchEvent(new CustomEvent("free", { bubbles: true }));
  }

  /** The first moment at which anything leaves this device. */
  async keep() {
    const body = new FormData();
    body.append("voice", this.take.blob, "recording");
    body.append("seconds", this.take.seconds);
    this.fields.forEach(([name, value]) => body.append(name, value));
    all("button", this.place).forEach((each) => { each.disabled = true; });
    this.status.textContent = words.keeping;
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.error ?? String(answer.status));
      this.showKept(said);
    } catch (error) {
      this.showTake();
      this.status.textContent = error instanceof TypeError || error instanceof SyntaxError ? words.offline : error.message;
    }
  }

  showKept(said) {
    taken.drop(this.key);
    this.take = null;
    this.kept = true;
    const sound = element("audio", { controls: true, preload: "none", src: said.src });
    sound.setAttribute("aria-label", words.playback);
    this.show(words.kept(said.days), sound, button(words.again, "", () => this.start()), button(words.erase, "quiet", () => this.erase(said.id)));
  }

  async erase(id) {
    try {
      const answer = await fetch(`/recordings/${id}/deletions`, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
      if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
      this.discard(words.erased);
    } catch { this.status.textContent = words.offline; }
  }
}

// ---- on the page --------------------------------------------------------------------------------------------
const recorders = new Map();

/** In a talk it is the next line that is recorded, chosen or in one's own words. */
function addressOf(place) {
  const talk = place.closest("[data-voice-talk]");
  if (!talk) return place.dataset.recorder;
  const number = document.querySelector(".replies [name=number]")?.value;
  return number ? `/sessions/${talk.dataset.voiceTalk}/turns/${number}/recordings` : "";
}

function offerRecording() {
  all("[data-recorder]").forEach((place) => {
    const address = addressOf(place);
    if (mime && address) {
      if (recorders.has(place)) recorders.get(place).go(address);
      else {
        place.dataset.recorder = address;
        recorders.set(place, new Recorder(place));
      }
    }
    const inUse = recorders.get(place)?.inUse ?? false;
    place.hidden = !inUse && (!address || "onlyTaken" in place.dataset);
  });
}

function offer() { offerReading(); offerRecording(); }
offer();
speech?.addEventListener?.("voiceschanged", offerReading);
document.addEventListener("free", offerRecording);
const stage = document.querySelector("[data-play]") ?? document.querySelector("main");
let waiting = 0;
new MutationObserver(() => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(offer); })
  .observe(stage, { childList: true, subtree: true });
addEventListener("pagehide", () => { hush(); recorders.forEach((each) => each.recorder && each.stop()); });

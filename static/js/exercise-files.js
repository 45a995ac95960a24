// A file as an answer: sent as soon as it is chosen; what names it is saved with the draft. Without script a button sends it.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
  ? { sending: "正在上传…", failed: "未能上传，请再试一次。", large: "文件超过 10 MB。" }
  : { sending: "Sending…", failed: "The file was not sent. Please try again.", large: "The file is larger than 10 MB." };
const LARGEST = 10 * 1024 * 1024;

class Upload {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    const find = (name) => box.querySelector(`[data-upload-${name}]`);
    [this.value, this.name, this.error, this.remove] = ["value", "name", "error", "remove"].map(find);
    this.input = box.querySelector("input[type=file]");
    find("send").hidden = true;
    this.remove.hidden = !this.value.value;
    this.input.addEventListener("change", () => this.send());
    this.remove.addEventListener("click", () => { this.put(""); this.input.focus(); });
    this.form.addEventListener("restored", () => this.show());
  }

  async send() {
    const [file] = this.input.files;
    if (!file) return;
    if (file.size > LARGEST) { this.tell(words.large); return; }
    this.tell("");
    this.name.textContent = words.sending;
    const body = new FormData();
    body.append("file", file);
    const address = new URL(this.form.dataset.autosave, location.href).pathname.replace(/draft$/, "files");
    const headers = { Accept: "application/json", "X-CSRFToken": this.form.elements.namedItem("csrf_token").value };
    try {
      const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
      const json = await answer.json();
      if (answer.ok) this.put(json.value);
      else { this.show(); this.tell(json.error ?? words.failed); }
    } catch { this.show(); this.tell(words.failed); }
    this.input.value = "";
  }

  put(value) {
    this.value.value = value;
    this.show();
    this.value.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    const [token, ...name] = this.value.value.split(" ");
    const link = Object.assign(document.createElement("a"), { href: `/form-files/${token}`, textContent: name.join(" ") });
    this.name.replaceChildren(...(token ? [link] : []));
    this.remove.hidden = !token;
  }

  tell(text) { this.error.textContent = text; this.error.hidden = !text; }
}

document.querySelectorAll("[data-upload]").forEach((box) => new Upload(box));

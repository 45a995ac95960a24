// The sample of a certificate follows the choices beside it, half a second after the last one.
const form = document.querySelector("[data-look]");
if (form) {
  const frame = document.querySelector(form.dataset.look);
  const link = document.querySelector("#sample-link");
  let timer = 0;

  function show() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrf_token" && !name.endsWith("_removed")) query.set(name, value);
    }
    const address = `/admin/certificates/sample.pdf?${query}`;
    link.href = address;
    // Replaced, so that "back" leaves the page and does not walk through the samples.
    frame.contentWindow.location.replace(`${address}#toolbar=0&navpanes=0&view=Fit`);
  }

  function soon(event) {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(show, event.type === "input" ? 500 : 0);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}

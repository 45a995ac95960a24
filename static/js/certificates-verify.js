// A PDF can be dropped on its form; one that is too large is told before it is sent.
document.querySelectorAll("[data-drop]").forEach((form) => {
  const field = form.querySelector("input[type=file]");

  function judge() {
    const [file] = field.files;
    field.setCustomValidity(file && file.size > Number(field.dataset.most) ? field.dataset.tooLarge : "");
  }

  function over(event, isOver) {
    event.preventDefault();
    form.classList.toggle("is-over", isOver);
  }

  field.addEventListener("change", judge);
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    judge();
    form.requestSubmit();
  });
});

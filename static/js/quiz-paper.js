// Typing a paper in: Enter goes on to the next box as Tab does, and in the last one to the button.
for (const form of document.querySelectorAll("form[data-boxes]")) {
  const boxes = [...form.querySelectorAll("tbody input")];
  form.addEventListener("keydown", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0 || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const next = boxes[place + (event.shiftKey ? -1 : 1)] ?? form.querySelector(".actions button");
    next.focus();
    next.select?.();
  });
  if (!form.querySelector(".error-summary")) boxes[0]?.focus();
}

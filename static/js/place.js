// Tells the server which heading of the lesson is being read, so that any device can go on there.
const lesson = document.querySelector("[data-place]");
if (lesson && "IntersectionObserver" in window) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  let last = "";
  let timer = 0;
  const ask = document.querySelector("[data-ask]");
  const send = (anchor) => {
    if (ask) ask.href = `${ask.href.split("?")[0]}?heading=${encodeURIComponent(anchor)}`; // a question is about what was read last
    if (anchor === last) return;
    last = anchor;
    const body = new URLSearchParams({ anchor });
    fetch(lesson.dataset.place, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, keepalive: true }).catch(() => { last = ""; });
  };
  const watch = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting).pop();
    if (!seen) return;
    clearTimeout(timer);
    timer = setTimeout(send, 3000, seen.target.id); // passing by is not reading
  }, { rootMargin: "0px 0px -60% 0px" });
  lesson.querySelectorAll("h2[id]").forEach((heading) => watch.observe(heading));
}

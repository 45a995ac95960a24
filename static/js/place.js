// How far a lesson is read: shown in the bar and in the outline, and told to the server, so that any device goes on there.
const lesson = document.querySelector("[data-place]");
if (lesson) {
  const chinese = document.documentElement.lang.startsWith("zh");
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const text = lesson.querySelector(".prose");
  const headings = [...lesson.querySelectorAll("h2[id]:not([id$='--2'])")]; // of two languages side by side, the reader's
  const ask = document.querySelector("[data-ask]"), here = document.querySelector("[data-outline-here]");
  const END = 95, PASSING = 2500; // per cent; milliseconds after which a place counts as read, not passed by
  let reached = Number(lesson.dataset.reachedBefore) || 0;
  let sent = { anchor: "", reached }, timer = 0;

  const heading = () => headings.filter((one) => one.getBoundingClientRect().top < innerHeight * 0.4).pop() ?? headings[0];
  function depth() {
    const box = text.getBoundingClientRect();
    return Math.min(100, Math.max(0, Math.round((100 * (innerHeight - 90 - box.top)) / box.height)));
  }
  function show() {
    const shown = document.querySelector("[data-reached]"), end = document.querySelector("[data-at-end]");
    if (shown) shown.textContent = chinese ? `已读 ${reached}%` : `${reached}% read`;
    if (end && reached >= END) {
      end.hidden = false;
      document.querySelector("[data-until-end]").hidden = true;
    }
  }
  function send() {
    const anchor = heading()?.id;
    reached = Math.max(reached, depth());
    show();
    if (!anchor || (anchor === sent.anchor && reached === sent.reached)) return;
    sent = { anchor, reached };
    const body = new URLSearchParams({ anchor, reached });
    fetch(lesson.dataset.place, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, keepalive: true })
      .catch(() => { sent = { anchor: "", reached: 0 }; });
  }
  function look() {
    const now = heading();
    if (here && now) here.textContent = now.textContent;
    if (ask && now) ask.href = `${ask.href.split("?")[0]}?heading=${encodeURIComponent(now.id)}`; // a question is about what was read last
    clearTimeout(timer);
    timer = setTimeout(send, PASSING);
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }, { passive: true });
  addEventListener("online", send);
  look();
  document.querySelector(".outline")?.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.currentTarget.open = false;
  });
}

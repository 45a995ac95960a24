// The colour scheme chosen on this device, set before the first paint; a classic script, so that it blocks.
(() => {
  try {
    const choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch { /* storage may be forbidden: the system's scheme is used */ }
})();

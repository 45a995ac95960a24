// The colour scheme chosen on this device, and that scripts run, set before the first paint; a classic script, so that it blocks.
(() => {
  // What needs a script has its place at once: shown later it would move the rest.
  if ("noModule" in HTMLScriptElement.prototype) document.documentElement.dataset.script = "";
  try {
    const choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch { /* storage may be forbidden: the system's scheme is used */ }
})();

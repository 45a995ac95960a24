// Keeps modules on this device and lets them go again. worker.js serves what lies here; offline.js shows it.
// One cache a reader holds their pages, and under /kept/<slug> what belongs to a module: the only list there is.
const meta = document.querySelector('meta[name="person"]');
const lang = document.documentElement.lang;
const STATIC = "courseware-static", KEPT = `courseware-kept-${meta?.dataset.mark}`, SHARED = "shared";
const DAY = 24 * 60 * 60 * 1000, HOUR = DAY / 24, AT_ONCE = 3;

/** The cache of this reader; on pages that name no reader, the one there is. */
async function shelf() {
  if (meta?.dataset.mark) return caches.open(KEPT);
  const found = (await caches.keys()).find((name) => name.startsWith("courseware-kept-"));
  return found ? caches.open(found) : null;
}

/** Says to the worker whose device this is, and lets go of what was another's; pages do the same that the worker serves. */
export async function settle() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("courseware-kept-") && name !== KEPT).map((name) => caches.delete(name)));
  const said = JSON.stringify({ mark: meta.dataset.mark, lang: meta.dataset.lang });
  await (await caches.open("courseware-reader")).put("/reader", new Response(said));
}

// ---- the list -----------------------------------------------------------------------------------------------
export async function records() {
  const cache = await shelf();
  if (!cache) return [];
  const requests = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/kept/"));
  return Promise.all(requests.map(async (request) => (await cache.match(request)).json()));
}

/** {slug, title, at, lang, bytes, pages, assets, quiz}: the modules kept, the newest last; `at` is null while none of it is here. */
export async function modules() {
  const found = (await records()).filter(({ slug }) => slug !== SHARED);
  return found.sort((one, other) => (one.at ?? "").localeCompare(other.at ?? ""));
}

export async function record(slug) {
  return (await (await shelf())?.match(`/kept/${slug}`))?.json();
}

const write = (cache, found) => cache.put(`/kept/${found.slug}`, new Response(JSON.stringify(found)));

// ---- keeping ------------------------------------------------------------------------------------------------
export class NoRoom extends Error {}
export class SignedOut extends Error {}

/** `begins`: an attempt at the quiz may be begun for it; only when the person has asked for the module. */
export async function keep(slug, { begins = false } = {}) {
  if (begins) await navigator.storage?.persist?.().catch(() => false); // asked once, when there is something to keep
  const cache = await shelf(), before = await record(slug);
  try {
    if (meta?.dataset.mark) await settle();
    const answer = await ask(`/modules/${slug}/keeping`, "application/json");
    const pack = await answer.json();
    const attempt = pack.quiz.open ?? (begins && pack.quiz.start ? await begin(pack.quiz.start) : null);
    // The page of the quiz comes after its attempt: so it leads there.
    const urls = [...pack.pages, attempt, pack.quiz.page].filter(Boolean);
    const found = await collect(cache, { slug, title: pack.title, quiz: attempt ? null : pack.quiz.sentence }, urls);
    if (!found.pages.includes(urls[0])) throw new Error(`${urls[0]} could not be kept`);
    const shared = await record(SHARED);
    if (!isFresh(shared, HOUR)) await collect(cache, { slug: SHARED }, pack.shared);
    if (before) await drop(cache, before.pages.filter((url) => !found.pages.includes(url)));
    return found;
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    if (!before) await remove(slug);
    throw new NoRoom();
  }
}

async function collect(cache, about, urls) {
  const found = { ...about, lang, at: new Date().toISOString(), bytes: 0, pages: [], assets: [] };
  for (const url of urls) {
    const answer = await ask(url, "text/html");
    if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) continue;
    const text = await answer.text();
    const assets = assetsOf(text);
    await keepFiles(assets);
    const stamped = text.replace("<html", `<html data-kept-at="${found.at}"`);
    const headers = new Headers(answer.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    await cache.put(url, new Response(stamped, { headers }));
    found.bytes += new Blob([stamped]).size;
    found.pages.push(url);
    found.assets = [...new Set([...found.assets, ...assets])];
    await write(cache, found);
  }
  return found;
}

async function ask(url, type) {
  const answer = await fetch(url, { headers: { Accept: type }, cache: "no-store", credentials: "same-origin" });
  if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === "/login")) throw new SignedOut();
  return answer;
}

async function begin(url) {
  const body = new URLSearchParams({ csrf_token: document.querySelector('meta[name="csrf-token"]').content });
  const answer = await fetch(url, { method: "POST", body, credentials: "same-origin" });
  const { pathname } = new URL(answer.url);
  return answer.ok && pathname.startsWith("/attempts/") ? pathname : null;
}

/** The files that a page names: all of ours lie in /static/ under a fingerprint. */
const assetsOf = (text) => [...new Set([...text.matchAll(/="(\/static\/[^"#]+)/g)].map(([, url]) => url))];

async function keepFiles(urls) {
  const files = await caches.open(STATIC);
  await Promise.all(urls.map(async (url) => (await files.match(url)) ?? files.add(url)));
}

// ---- letting go ---------------------------------------------------------------------------------------------
export async function remove(slug) {
  const cache = await shelf(), found = await record(slug);
  if (!found) return;
  await cache.delete(`/kept/${slug}`);
  await drop(cache, found.pages);
  const left = await records();
  if (left.every((one) => one.slug === SHARED)) await Promise.all((await cache.keys()).map((request) => cache.delete(request)));
}

/** Pages that no other module needs. */
async function drop(cache, pages) {
  const needed = new Set((await records()).flatMap((one) => one.pages));
  await Promise.all(pages.filter((url) => !needed.has(url)).map((url) => cache.delete(url)));
}

// ---- keeping up ---------------------------------------------------------------------------------------------
const isFresh = (found, age) => Boolean(found?.at) && found.lang === lang && Date.now() - Date.parse(found.at) < age
  && document.querySelector('link[href*="site.css"]')?.getAttribute("href") === found.assets.find((url) => url.includes("site.css"));

/** Old copies, copies in the other language or of an earlier release, and those that went with a session: a few each time. */
export async function freshen() {
  const old = (await modules()).filter((found) => !isFresh(found, DAY));
  for (const { slug } of old.slice(0, AT_ONCE)) await keep(slug);
  return old.length;
}

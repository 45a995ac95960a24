// The service worker. The server puts RELEASE before this text: what the release is made of (courseware/web/offline.py).
// It answers two kinds of requests: files of /static/, and pages, which come from the network while there is one.
// What is kept belongs to the reader whose mark the pages carry; with another reader, or none, it goes.
const STATIC = "courseware-static", SHELL = `courseware-shell-${RELEASE.id}`, WHO = "courseware-reader";
const KEPT = "courseware-kept-";
const PATIENCE = 6000; // milliseconds after which a kept page is better than a slow one
const assets = new Set(RELEASE.assets);
const offlinePage = (lang) => `/offline?lang=${lang}`;

addEventListener("install", (event) => event.waitUntil(prepare().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && address.pathname === "/logout") event.waitUntil(forget(() => true));
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request, address));
  else if (request.mode === "navigate") event.respondWith(page(event, address));
});

// ---- a release ----------------------------------------------------------------------------------------------
async function prepare() {
  const shell = await caches.open(SHELL), files = await caches.open(STATIC);
  const pages = await Promise.all(RELEASE.languages.map(async (lang) => {
    // Without the session: the page is the same for everybody, and a sentence meant for the reader is not used up.
    const answer = await fetch(offlinePage(lang), { credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    await shell.put(offlinePage(lang), answer.clone());
    return answer.text();
  }));
  const urls = new Set(pages.flatMap(filesOf));
  await Promise.all([...urls].map(async (url) => (await files.match(url)) ?? files.add(url)));
}

/** The files that a page names: all of ours lie in /static/ under a fingerprint. As in offline-keep.js. */
const filesOf = (text) => [...text.matchAll(/="(\/static\/[^"#]+)/g)].map(([, url]) => url);

/** Files of earlier releases go, but for those that a kept page still needs: each has its own fingerprint. */
async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("courseware-shell-") && name !== SHELL).map((name) => caches.delete(name)));
  const needed = new Set(RELEASE.assets);
  for (const lang of RELEASE.languages) filesOf(await (await caches.match(offlinePage(lang), { cacheName: SHELL })).text()).forEach((url) => needed.add(url));
  for (const name of names.filter((each) => each.startsWith(KEPT))) {
    for (const record of await recordsOf(await caches.open(name))) record.assets.forEach((url) => needed.add(url));
  }
  const files = await caches.open(STATIC);
  for (const request of await files.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!needed.has(pathname + search)) await files.delete(request);
  }
}

async function recordsOf(cache) {
  const requests = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/kept/"));
  return Promise.all(requests.map(async (request) => (await cache.match(request)).json()));
}

// ---- files --------------------------------------------------------------------------------------------------
async function file(request, { pathname, search }) {
  const kept = await caches.match(pathname + search, { cacheName: STATIC });
  if (kept && assets.has(pathname + search)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200 && assets.has(pathname + search)) await hold(STATIC, pathname + search, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** To keep is a help: a full device must not cost the page. */
async function hold(name, url, answer) {
  try { await (await caches.open(name)).put(url, answer); } catch { /* no room */ }
}

// ---- pages --------------------------------------------------------------------------------------------------
async function page(event, address) {
  const reader = await who();
  const kept = await keptCopy(reader, address);
  try {
    const asked = fetch(event.request);
    const answer = await (kept ? Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE))]) : asked);
    if (answer) event.waitUntil(notice(answer.clone(), reader, kept && address));
    // A proxy that answers for a server which is gone.
    if (answer && !(kept && [502, 503, 504].includes(answer.status))) return answer;
    if (!answer) asked.catch(() => {});
  } catch { /* no line */ }
  return kept ?? (await caches.match(offlinePage(languageOf(address, reader)), { cacheName: SHELL })) ?? Response.error();
}

async function keptCopy(reader, address) {
  if (!reader.mark || !(await caches.has(KEPT + reader.mark))) return undefined;
  const cache = await caches.open(KEPT + reader.mark);
  return cache.match(plain(address));
}

/** The address under which a page is kept: in whichever language it was. */
function plain(address) {
  const found = new URL(address);
  found.searchParams.delete("lang");
  return found.pathname + found.search;
}

const languageOf = (address, reader) => [address.searchParams.get("lang"), reader.lang, navigator.language.slice(0, 2)]
  .find((lang) => RELEASE.languages.includes(lang)) ?? RELEASE.languages[0];

// ---- whose ---------------------------------------------------------------------------------------------------
async function who() {
  const found = await caches.match("/reader", { cacheName: WHO });
  return found ? found.json() : {};
}

/** Every page says who reads it. The copy of a kept page is made new with each visit. */
async function notice(answer, before, address) {
  const said = answer.headers.get("Courseware-Reader");
  if (!said) return;
  const [mark, lang] = said.split(" ");
  // The session has ended: the pages go, the list of what was wanted stays and is fetched again after signing in.
  if (mark === "-") { await forget(() => true, { list: true }); return; }
  if (mark !== before.mark || lang !== before.lang) {
    await forget((name) => name !== KEPT + mark);
    await hold(WHO, "/reader", new Response(JSON.stringify({ mark, lang })));
  }
  if (address && mark === before.mark && answer.status === 200 && !answer.redirected) await renew(mark, address, answer);
}

/** As offline-keep.js does it: the moment is written into the page. */
async function renew(mark, address, answer) {
  const text = (await answer.text()).replace("<html", `<html data-kept-at="${new Date().toISOString()}"`);
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await hold(KEPT + mark, plain(address), new Response(text, { headers }));
}

async function forget(isTheirs, { list = false } = {}) {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT) && isTheirs(name));
  await Promise.all(names.map((name) => (list ? empty(name) : caches.delete(name))));
}

async function empty(name) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    if (!new URL(request.url).pathname.startsWith("/kept/")) { await cache.delete(request); continue; }
    const record = await (await cache.match(request)).json();
    await cache.put(request, new Response(JSON.stringify({ ...record, at: null })));
  }
}

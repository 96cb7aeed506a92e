// The service worker: lets a page begin without a line (B13). What the build made it keeps; a page that does not come in time
// is begun from the shell, which says nothing of anybody. What a page asks and does is none of its business: `offline.js`.
// The build writes before this: the folder of the build, and its files.
/* global FOLDER, FILES */
const CACHE = `tablica ${FOLDER}`, SHELL = 'tablica-shell', STAMP = '/stamp';
// How long a page is waited for, and how long what an older build made stays for pages that are still open.
const PATIENCE = 3_000, WEEK = 7 * 24 * 60 * 60_000;

const install = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => `${FOLDER}/${file}`));
  await cache.put(STAMP, new Response(Date.now()));
  await skipWaiting();
};

const tidy = async () => {
  for (const name of await caches.keys()) {
    if (name === CACHE || name === SHELL) continue;
    const stamp = await (await caches.open(name)).match(STAMP);
    if (!(Date.now() - await stamp?.text() < WEEK)) await caches.delete(name);
  }
  await clients.claim();
};

/** What is named by its content is as good as it was when it was kept. */
const kept = async (request) => {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
};

const page = async (request) => {
  const shell = await caches.match('/shell', { ignoreSearch: true, ignoreVary: true });
  if (!shell) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, shell));
  const come = fetch(request).then((answer) => answer.status >= 502 && answer.status <= 504 ? shell : answer, () => shell);
  return Promise.race([come, late]);
};

// Files to be taken home are not pages.
const isFile = (path) => /^\/(files|calendar|shell)\b|\.\w+$/.test(path);

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(tidy()));
addEventListener('fetch', (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== 'GET') return;
  if (/^\/(pkg|texts)\//.test(pathname)) return event.respondWith(kept(request));
  if (request.mode === 'navigate' && !isFile(pathname)) event.respondWith(page(request));
});

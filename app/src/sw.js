// The service worker: lets a page begin without a line (B13). What the build made it keeps; a page that does not come in time
// is begun from the shell, which says nothing of anybody. What a page asks and does is none of its business: `offline`.
// The build writes before this: the folder of the build, and its files.
/* global FOLDER, FILES */
const CACHE = `tablica ${FOLDER}`, SHELL = 'tablica-shell', REPLACED = '/replaced';
// How long a page is waited for, and how long what an older build made stays for pages that are still open.
const PATIENCE = 3_000, WEEK = 7 * 24 * 60 * 60_000;

const install = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => `${FOLDER}/${file}`));
  await skipWaiting();
};

/** A shell without the files of its build would begin nothing. */
const dropShellOf = async (folder) => {
  const shell = await caches.open(SHELL), keys = await shell.keys();
  if (keys.some(({ url }) => new URL(url).searchParams.get('build') === `${folder}/`)) await caches.delete(SHELL);
};

const tidy = async () => {
  await (await caches.open(CACHE)).delete(REPLACED);
  for (const name of await caches.keys()) {
    if (name === CACHE || name === SHELL) continue;
    const cache = await caches.open(name), replaced = await cache.match(REPLACED);
    if (!replaced) await cache.put(REPLACED, new Response(Date.now()));
    else if (Date.now() - await replaced.text() > WEEK) {
      await caches.delete(name);
      await dropShellOf(name.replace('tablica ', ''));
    }
  }
  await clients.claim();
};

/** What is there, if storage can be read. */
const find = (request, how) => caches.match(request, how).catch(() => undefined);

/** What is named by its content is as good as it was when it was kept. */
const kept = async (event) => {
  const found = await find(event.request);
  if (found) return found;
  const answer = await fetch(event.request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(event.request, copy)).catch(() => {}));
  }
  return answer;
};

const page = async (request) => {
  const shell = await find('/shell', { ignoreSearch: true, ignoreVary: true });
  if (!shell) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, shell));
  const come = fetch(request).then((answer) => answer.status >= 502 && answer.status <= 504 ? shell : answer, () => shell);
  return Promise.race([come, late]);
};

// Files to be taken home are not pages; and who is not signed in is nobody's reader.
const isPage = (path) => !/^\/(files|calendar|shell|sign-in|setup|join|forgot)\b|\.\w+$/.test(path);

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(tidy()));
addEventListener('fetch', (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== 'GET') return;
  if (/^\/(pkg|texts)\//.test(pathname)) return event.respondWith(kept(event));
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(page(request));
});

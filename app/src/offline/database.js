// The browser's own database, one for each user, and how nothing of it stays.
const PREFIX = 'tablica-';
// A database that does not open in time is one that a page which sleeps keeps from being deleted.
const OPENS = 2_000;

/** What comes of a request to the database. */
export const promised = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const open = async (name) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('answers', { keyPath: ['name', 'asked'] });
    request.result.createObjectStore('outbox', { keyPath: 'number', autoIncrement: true });
  };
  const late = new Promise((_, reject) => setTimeout(reject, OPENS, new Error('the database does not open')));
  const database = await Promise.race([promised(request), late]);
  // Whoever deletes it elsewhere does not wait for this page.
  database.onversionchange = () => database.close();
  return database;
};

export const openDatabase = (user) => open(PREFIX + user.id);

/** One of its two stores, to read from or to write into. */
export const storeOf = (database, name, mode = 'readonly') =>
  database.transaction(name, mode, { durability: mode === 'readonly' ? 'default' : 'strict' }).objectStore(name);

const databases = async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(PREFIX));

/** Nothing of anybody stays: no data, no pages, no worker. */
export const wipe = async () => {
  localStorage.removeItem('visitor');
  for (const name of await databases()) indexedDB.deleteDatabase(name);
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
};

/** What others read here goes. Without anybody signed in, what somebody did not send yet waits for them. */
export const forgetOthers = async (user) => {
  if (JSON.parse(localStorage.visitor ?? '{}').user?.id !== user?.id) localStorage.removeItem('visitor');
  for (const name of await databases()) {
    if (user && name === PREFIX + user.id) continue;
    const database = await open(name);
    const waits = !user && await promised(storeOf(database, 'outbox').count());
    if (waits) await promised(storeOf(database, 'answers', 'readwrite').clear());
    database.close();
    if (!waits) indexedDB.deleteDatabase(name);
  }
};

// What is there without a line to the server (B13): what was read lately is kept for its reader, without costs, notes and
// files; moves, checks, tasks and notes wait in an outbox under the names of their gestures, and are sent in their order.
const { dataset, lang } = document.documentElement;
const element = document.getElementById('visitor');
// A page that was begun without a line is for whoever was here last.
if ('shell' in dataset) element.textContent = localStorage.visitor ?? '{}';
const { user } = JSON.parse(element.textContent);
// Of each of these answers so many are kept, the ones that were read last; these commands can wait.
const KEPT = { board: 8, deal: 30, tasks: 4, unread: 1 };
const WAITING = ['move_deal', 'complete_action', 'uncomplete_action', 'check_task', 'add_task', 'add_note'];
// In milliseconds: how long what was read is kept, how long an answer is waited for, and the longest time between attempts.
const LASTS = 72 * 60 * 60_000, PATIENCE = 15_000, LONGEST = 60_000, SETTLED = 3_000;
const PREFIX = 'tablica-', SHELL = 'tablica-shell';

/** What comes of a request to the browser's database. */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = request.onblocked = () => reject(request.error);
});
const named = (name) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('answers', { keyPath: ['name', 'asked'] });
    request.result.createObjectStore('outbox', { keyPath: 'number', autoIncrement: true });
  };
  return done(request).then((database) => {
    // Whoever deletes it elsewhere does not wait for this page.
    database.onversionchange = () => database.close();
    return database;
  });
};
const databases = async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(PREFIX));

/** Nothing of anybody stays: no data, no pages, no worker. */
const wipe = async () => {
  localStorage.removeItem('visitor');
  for (const name of await databases()) indexedDB.deleteDatabase(name);
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
};

/** What others read here goes; what whoever was signed out did not send yet waits for them, and for nobody else. */
const forget = async (mine) => {
  if (JSON.parse(localStorage.visitor ?? '{}').user?.id !== user?.id) localStorage.removeItem('visitor');
  for (const name of await databases()) {
    if (name === mine) continue;
    const database = await named(name);
    const waits = !mine && await done(database.transaction('outbox').objectStore('outbox').count());
    if (waits) await done(database.transaction('answers', 'readwrite').objectStore('answers').clear());
    database.close();
    if (!waits) indexedDB.deleteDatabase(name);
  }
};

const keep = async () => {
  const mine = PREFIX + user.id, database = await named(mine), pages = new BroadcastChannel(`tablica-line-${user.id}`);
  const store = (name, mode = 'readwrite') => database.transaction(name, mode).objectStore(name);
  const deal = ({ fields }) => JSON.parse(fields).deal;
  const outbox = () => done(store('outbox', 'readonly').getAll());
  const clock = (at) => new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
  const time = (at) => Date.now() - at < LASTS / 6 ? clock(at) : `${new Date(at).toLocaleDateString(lang, { day: 'numeric', month: 'short' })}, ${clock(at)}`;
  // Whether there is no line, of when what is shown is, and what was sent just now.
  let off = 'shell' in dataset, asOf = Date.now(), sent = [], attempts = 0, attempt;

  /** Says how things are to the page, which shows it. */
  const tell = async () => {
    const all = await outbox(), waiting = all.map(({ at, ...rest }) => ({ ...rest, at: time(at) }));
    const moves = all.filter(({ name, refused }) => name === 'move_deal' && !refused).map(({ op, fields }) => {
      const { deal, from, to, gap: { after, before } } = JSON.parse(fields);
      return [op, deal, from, to, after, before].join(' ');
    });
    const lines = [off ? 'off' : 'on', all.map(deal).join(' '), sent.splice(0).join(' '), all.length ? JSON.stringify(waiting) : '', ...moves];
    dispatchEvent(new CustomEvent('line', { detail: lines.join('\n') }));
  };
  const tellAll = (news = {}) => { pages.postMessage(news); return tell(); };
  pages.onmessage = ({ data }) => { if (data.sent) sent.push(data.sent); tell(); };

  const reached = () => {
    if (!off) return;
    off = false;
    attempts = 0;
    clearTimeout(attempt);
    tell();
    replay();
  };
  const lost = () => {
    off = true;
    clearTimeout(attempt);
    attempt = setTimeout(probe, Math.min(LONGEST, 1_000 * 2 ** attempts++));
    return tell();
  };
  const probe = async () => {
    try {
      const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      if (await answer.text() !== 'alive\n') throw answer.status;
      off ? reached() : replay();
    } catch { await lost(); }
  };

  /** Asks the server; where a proxy answers for it, it is not there. */
  const ask = async (address, init, patient) => {
    // Somebody else may be signed in by now: nothing is done in their name.
    init.headers?.set('tablica-user', user.id);
    const answer = await fetch(address, patient ? init : { ...init, signal: AbortSignal.timeout(PATIENCE) });
    if ([502, 503, 504].includes(answer.status) && !answer.headers.get('content-type')?.includes('json')) throw answer.status;
    return answer;
  };

  /** The same question, however many of its cards are there already. */
  const asked = (body) => JSON.stringify({ ...JSON.parse(body), loaded: undefined });
  /** What is kept of an answer: nothing of costs, notes and files. */
  const bare = (name, answer) => {
    if (name === 'board') {
      answer.costs = false;
      for (const column of answer.columns) {
        delete column.profit;
        for (const card of column.page.cards) delete card.cost;
      }
    }
    if (name === 'deal') {
      const side = { lines: [], costs: [] };
      Object.assign(answer, { costs: false, ledger: { forecast: side, realised: side }, notes: [], history: { entries: [], older: false } });
    }
    return answer;
  };
  const take = async (name, body, text) => {
    asOf = Date.now();
    await done(store('answers').put({ name, asked: asked(body), at: asOf, text: JSON.stringify(bare(name, JSON.parse(text))) }));
    const all = await done(store('answers', 'readonly').getAll(IDBKeyRange.bound([name], [name, []])));
    const old = all.sort((a, b) => b.at - a.at).slice(KEPT[name]);
    for (const { asked } of old) store('answers').delete([name, asked]);
  };
  const found = async (name, body) => {
    const answer = await done(store('answers', 'readonly').get([name, asked(body)]));
    if (!answer) return;
    if (name !== 'unread') { asOf = answer.at; tell(); }
    return json(200, answer.text);
  };
  const json = (status, text) => new Response(text, { status, headers: { 'content-type': 'application/json' } });

  /** Puts a command into the outbox, once however often it comes. */
  const wait = async (name, body) => {
    const { op, ...fields } = JSON.parse(body), all = await outbox();
    if (!all.some((other) => other.op === op)) await done(store('outbox').add({ op, name, fields: JSON.stringify(fields), at: Date.now() }));
    await tellAll();
    return json(503, '{"kind":"waits"}');
  };
  /** Sends what waits, one after another; of a deal of which something was refused, nothing more until that is settled. */
  const send = async () => {
    for (const passed = new Set(); ;) {
      const held = new Set(), all = await outbox();
      const next = all.find((each) => {
        if (each.refused) held.add(deal(each));
        return !each.refused && !passed.has(each.op) && !(deal(each) && held.has(deal(each)));
      });
      if (!next) return;
      const body = `{"op":"${next.op}",${next.fields.slice(1)}`;
      const answer = await ask(`/api/${next.name}`, { method: 'POST', body, headers: new Headers({ 'content-type': 'application/json' }) });
      const text = await answer.text();
      // Whoever is signed out comes back to it; a server that is busy or full is asked again.
      if (answer.status === 401) return;
      if ([429, 503, 507].includes(answer.status)) return setTimeout(replay, LONGEST);
      // It may have been taken back meanwhile.
      const still = await done(store('outbox', 'readonly').get(next.number));
      if (answer.ok) {
        await done(store('outbox').delete(next.number));
        sent.push(next.op);
      } else if (still) await done(store('outbox').put({ ...next, refused: text }));
      passed.add(next.op);
      await tellAll(answer.ok ? { sent: next.op } : {});
    }
  };
  const replay = async () => {
    if (off || !(await outbox()).some(({ refused }) => !refused)) return;
    try {
      await (navigator.locks ? navigator.locks.request(`tablica-outbox-${user.id}`, send) : send());
    } catch { await lost(); }
  };

  const post = async (address, init) => {
    const name = address.replace('/api/', ''), waits = WAITING.includes(name), kept = KEPT[name];
    // Nothing overtakes what waits.
    if (waits && (off || (await outbox()).some(({ refused }) => !refused))) {
      const said = await wait(name, init.body);
      replay();
      return said;
    }
    if (kept && off) {
      const answer = await found(name, init.body);
      if (answer) return answer;
    }
    try {
      const answer = await ask(address, init, !waits && !kept);
      reached();
      if (name === 'sign_out' && answer.ok) { database.close(); await wipe(); }
      if (kept && answer.ok) await take(name, init.body, await answer.clone().text()).catch(console.warn);
      return answer;
    } catch (error) {
      await lost();
      const instead = waits ? await wait(name, init.body) : kept && await found(name, init.body);
      if (instead) return instead;
      throw error;
    }
  };

  /** Settles what was refused, or takes back what waits: given up, with what was done to the same card after it, or sent anew. */
  const settle = async (op, anew) => {
    const all = await outbox(), at = all.findIndex((each) => each.op === op), it = all[at];
    if (!it) return;
    const after = ({ name, ...rest }) => !anew && name === 'move_deal' && it.name === name && deal(rest) === deal(it);
    for (const each of all.slice(at)) if (each === it || after(each)) await done(store('outbox').delete(each.number));
    if (anew) await done(store('outbox').put({ ...it, ...JSON.parse(anew), refused: undefined }));
    await tellAll();
    replay();
  };

  const describe = async (op, about) => {
    const it = (await outbox()).find((each) => each.op === op);
    if (it) await done(store('outbox').put({ ...it, about }));
    await tell();
  };

  globalThis.line = { post, settle, describe, probe, asOf: () => time(asOf) };
  for (const { name, asked, at } of await done(store('answers', 'readonly').getAll())) {
    if (Date.now() - at > LASTS) store('answers').delete([name, asked]);
  }
  addEventListener('online', probe);
  addEventListener('offline', lost);
  // The stream may only have changed hands, or nobody answers.
  addEventListener('unheard', probe);
  // Before that nobody would hear it.
  const awake = new Promise((resolve) => 'hydrated' in dataset ? resolve() : addEventListener('awake', resolve, { once: true }));
  awake.then(tell).then(off ? probe : replay);
  if (off) return;

  const first = document.getElementById('answer');
  if (first && KEPT[first.dataset.question]) take(first.dataset.question, first.dataset.asked, first.textContent).catch(console.warn);
  first?.remove();
  localStorage.visitor = JSON.stringify({ ...JSON.parse(element.textContent), live: '' });
};

/** Keeps what a page begins with, in this look and language, and lets the worker begin it. */
const prepare = async () => {
  if (!navigator.serviceWorker) return;
  // What is looked at has the line for itself.
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
  const { theme = '', density = '' } = dataset;
  const look = `/shell?${new URLSearchParams({ build: import.meta.url, lang, theme, density })}`;
  if (await caches.match(look)) return;
  const shell = await fetch(look);
  if (!shell.ok || shell.redirected) return;
  const named = [...document.querySelectorAll('link[href], meta[content]')].flatMap(({ href, content }) => (href || content).split(' '));
  const texts = named.filter((file) => file.includes('/texts/')).map((file) => new URL(file, location).href);
  await caches.delete(SHELL);
  const cache = await caches.open(SHELL);
  await cache.addAll([...new Set(texts)]);
  await cache.put(look, shell);
};

// A browser that keeps nothing, or is full, works as it did without.
try {
  if ('unkept' in dataset) await wipe();
  else {
    await forget(user && PREFIX + user.id);
    if (user) await keep();
    if (user && !('shell' in dataset)) prepare().catch(console.warn);
  }
} catch (error) { console.warn(error); }

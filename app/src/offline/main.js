// What is there without a line to the server (B13): the program posts through `line`, which answers from what is kept, and
// keeps what can wait until there is a line again.
import { LASTS, answersIn, isKept } from './answers.js';
import { forgetOthers, openDatabase, wipe } from './database.js';
import { canWait, dealOf, outboxIn } from './outbox.js';

const { dataset, lang } = document.documentElement;
const isShell = 'shell' in dataset;
const element = document.getElementById('visitor');
// A page that was begun without a line is for whoever was here last.
if (isShell) {
  const { at, ...visitor } = JSON.parse(localStorage.visitor ?? '{}');
  element.textContent = JSON.stringify(Date.now() - at < LASTS ? visitor : {});
}
const { user } = JSON.parse(element.textContent);
// In milliseconds: how long an answer is waited for, the longest time between attempts, how long a page has the line for
// itself, and how long after a gesture what is kept is read anew.
const PATIENCE = 15_000, LONGEST = 60_000, SETTLED = 3_000, FRESH = 10_000;
const SHELL = 'tablica-shell', BUILD = new URL('.', import.meta.url).pathname;

const json = (status, text) => new Response(text, { status, headers: { 'content-type': 'application/json' } });
const clock = (at) => new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
const day = (at) => new Date(at).toLocaleDateString(lang, { day: 'numeric', month: 'short' });
const time = (at) => Date.now() - at < LASTS / 6 ? clock(at) : `${day(at)}, ${clock(at)}`;

/** Asks the server. Where something else answers for it, it is not there. */
const ask = async (address, init, patience) => {
  // Somebody else may be signed in by now: nothing is done in their name.
  (init.headers ??= new Headers()).set('tablica-user', user.id);
  const patient = new AbortController(), timer = patience && setTimeout(() => patient.abort(), patience);
  const answer = await fetch(address, { ...init, signal: patient.signal });
  clearTimeout(timer);
  if (answer.redirected || !answer.headers.get('content-type')?.includes('json')) throw new Error(`no answer of ours: ${answer.status}`);
  return answer;
};

const begin = async () => {
  const database = await openDatabase(user), answers = answersIn(database), outbox = outboxIn(database, user);
  const pages = new BroadcastChannel(`tablica-line-${user.id}`);
  // Whether there is no line, of when what is shown is, and what was sent just now.
  let off = isShell, asOf = Date.now(), sent = [];
  let attempts = 0, attempt, freshen, lastBoard;

  /** Says how things are to the page, in lines: `client/line.rs`. */
  const tell = async () => {
    // Somebody else who signed in took it away.
    const all = await outbox.all().catch(() => []), waiting = all.map(({ at, ...rest }) => ({ ...rest, at: time(at) }));
    const moves = all.filter(({ name, refused }) => name === 'move_deal' && refused === undefined).map(({ op, fields }) => {
      const { deal, from, to, gap } = JSON.parse(fields);
      return [op, deal, from, to, gap?.after, gap?.before].join(' ');
    });
    const lines = [off ? 'off' : 'on', all.map(dealOf).join(' '), sent.splice(0).join(' '), all.length ? JSON.stringify(waiting) : '', ...moves];
    dispatchEvent(new CustomEvent('line', { detail: lines.join('\n') }));
  };
  const tellAll = (op) => {
    if (op) sent.push(op);
    pages.postMessage(op);
    return tell();
  };
  pages.onmessage = ({ data }) => { if (data) sent.push(data); tell(); };

  const later = (what, wait) => { clearTimeout(attempt); attempt = setTimeout(what, wait); };
  const lost = () => {
    off = true;
    later(probe, Math.min(LONGEST, 1_000 * 2 ** attempts++));
    return tell();
  };
  const reached = () => {
    clearTimeout(attempt);
    if (!off) return;
    off = false;
    tell();
    flush();
  };
  const probe = async () => {
    try {
      const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      if (await answer.text() !== 'alive\n') throw answer.status;
      off ? reached() : flush();
    } catch { await lost(); }
  };
  const post = (name, body) => ask(`/api/${name}`, { method: 'POST', body, headers: new Headers({ 'content-type': 'application/json' }) }, PATIENCE);
  const flush = async () => {
    try {
      if (off || !await outbox.hasUnsent()) return;
      if (!await outbox.flush(post, tellAll)) later(flush, LONGEST);
    } catch { await lost(); }
  };

  const keep = (name, body, text) => {
    asOf = Date.now();
    if (name === 'board') lastBoard = body;
    answers.keep(name, body, text).catch(console.warn);
  };
  const found = async (name, body) => {
    const answer = await answers.find(name, body);
    if (!answer) return;
    if (name !== 'unread') { asOf = answer.at; tell(); }
    return json(200, answer.text);
  };
  const wait = async (name, body) => {
    await outbox.add(name, body);
    await tellAll();
    flush();
    return json(503, '{"kind":"waits"}');
  };
  /** What was done here changes the board that is kept. */
  const readAnew = async () => {
    if (off || !lastBoard) return;
    const answer = await post('board', lastBoard).catch(() => undefined);
    if (answer?.ok) keep('board', lastBoard, await answer.text());
  };

  const send = async (address, init) => {
    const name = address.replace('/api/', ''), { body } = init;
    const waits = canWait(name), kept = isKept(name), isCommand = typeof body === 'string' && body.startsWith('{"op":');
    // Nothing overtakes what waits.
    if (waits && (off || await outbox.precedes(name, body))) return wait(name, body);
    if (isCommand && await outbox.hasUnsent()) {
      if (off) await probe();
      await flush();
      if (off) throw new Error('what waits goes first');
    }
    const instead = kept && off && await found(name, body);
    if (instead) return instead;
    try {
      const answer = await ask(address, init, (waits || kept) && PATIENCE);
      attempts = 0;
      reached();
      if (kept && answer.ok) keep(name, body, await answer.clone().text());
      if (kept && [403, 404].includes(answer.status)) await answers.forget(name, body);
      if (answer.status === 401) { localStorage.removeItem('visitor'); await answers.clear(); }
      if (isCommand && answer.ok) {
        clearTimeout(freshen);
        freshen = setTimeout(readAnew, FRESH);
      }
      return answer;
    } catch (error) {
      await lost();
      const instead = waits ? await wait(name, body) : kept && await found(name, body);
      if (instead) return instead;
      throw error;
    } finally {
      if (name === 'sign_out') { database.close(); await wipe(); }
    }
  };

  globalThis.line = {
    post: (address, init) => send(address, init),
    describe: (op, about) => outbox.describe(op, about).then(tell),
    again: (op, anew) => outbox.again(op, JSON.parse(anew)).then(tellAll).then(flush),
    giveUp: (op) => outbox.giveUp(op).then(tellAll).then(flush),
    giveUpLast: () => outbox.all().then((all) => line.giveUp(all.findLast(({ refused }) => refused === undefined)?.op)),
    probe,
    asOf: () => time(asOf),
  };
  // A database that is gone under the page is no help.
  for (const gone of ['close', 'versionchange']) database.addEventListener(gone, () => { delete globalThis.line; });
  await answers.forgetOld();
  addEventListener('online', probe);
  addEventListener('offline', lost);
  // The stream may only have changed hands, or nobody answers.
  addEventListener('unheard', () => off || probe());

  // Before that nobody would hear it, and what came with the page is not read.
  const awake = new Promise((resolve) => 'hydrated' in dataset ? resolve() : addEventListener('awake', resolve, { once: true }));
  awake.then(async () => {
    const first = document.getElementById('answer'), { question, asked, refused } = first?.dataset ?? {};
    if (asked && isKept(question) && refused === undefined) keep(question, asked, first.textContent);
    first?.remove();
    await tell();
    off ? probe() : flush();
  });
  if (!isShell) localStorage.visitor = JSON.stringify({ ...JSON.parse(element.textContent), live: '', at: Date.now() });
};

/** Keeps what a page begins with, in this look and language, and lets the worker begin it. */
const prepare = async () => {
  if (!navigator.serviceWorker) return;
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  const { installing, waiting } = await navigator.serviceWorker.register('/sw.js'), coming = installing ?? waiting;
  // The files of this build are there with its worker.
  if (coming) await new Promise((resolve) => coming.addEventListener('statechange', () => coming.state === 'activated' && resolve()));
  await navigator.serviceWorker.ready;
  const { theme = '', density = '' } = dataset;
  const look = `/shell?${new URLSearchParams({ build: BUILD, lang, theme, density })}`;
  if (await caches.match(look)) return;
  const shell = await fetch(look);
  if (!shell.ok || shell.redirected) return;
  const named = [...document.querySelectorAll('link[href], meta[content]')].flatMap(({ href, content }) => (href || content).split(' '));
  const texts = named.filter((file) => file.includes('/texts/')).map((file) => new URL(file, location).href);
  await caches.delete(SHELL);
  const cache = await caches.open(SHELL);
  await cache.addAll([...new Set(texts)]);
  await cache.put(look, shell);
  // A browser that is short of room asks others first.
  await navigator.storage?.persist?.();
};

// A browser that keeps nothing, or is full, works as it did without.
try {
  if ('unkept' in dataset) await wipe();
  else {
    await forgetOthers(user);
    if (user) await begin();
    if (user && !isShell) prepare().catch(console.warn);
  }
} catch (error) { console.warn(error); }

// A fresh demonstration company for every story, and the gestures that stories are told in.
import { test as base, expect, type Browser, type Locator, type Page } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.TABLICA_BIN ?? 'tablica';

export type House = {
  url: string; data: string; code: string;
  run: (...args: string[]) => string;
  /** Ends the program as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again, at the same address. */
  revive: () => Promise<void>;
};

/** Starts the program and waits until it says where it listens. */
async function start(args: string[], data: string, address = '127.0.0.1:0'): Promise<{ server: ChildProcess; said: string }> {
  const server = spawn(program, [...args, '--addr', address, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise<void>((ready, failed) => {
    server.stdout!.on('data', (text) => {
      said += text;
      if (/ready at \S+\n/.test(said)) ready();
    });
    server.on('exit', () => failed(new Error(`the server stopped: ${said}`)));
  });
  return { server, said };
}

async function house(args: string[], use: (house: House) => Promise<void>) {
  const data = mkdtempSync(join(tmpdir(), 'tablica-'));
  let { server, said } = await start(args, data);
  const url = said.match(/ready at (\S+)/)![1];
  const folder = args[0] === 'demo' ? join(data, 'demo') : data;
  const run = (...command: string[]) => execFileSync(program, [...command, '--data', folder], { encoding: 'utf8' });
  const kill = async () => {
    server.removeAllListeners('exit');
    const gone = new Promise((gone) => server.once('exit', gone));
    server.kill('SIGKILL');
    await gone;
  };
  const revive = async () => { ({ server } = await start(['serve'], folder, new URL(url).host)); };
  await use({ url, data, code: said.match(/one-time code\s+(\S+)/)?.[1] ?? '', run, kill, revive });
  server.removeAllListeners('exit');
  server.kill();
  rmSync(data, { recursive: true, force: true });
}

/** How a text of the interface looks in the language made for tests. */
export const marked = (text: string) => `⟦${text}⟧`;

/** A folder with a language in which every text of the interface carries the mark: `qps`, made from the English file. */
function markedLanguage() {
  const folder = mkdtempSync(join(tmpdir(), 'tablica-languages-'));
  let table = '';
  const line = (text: string) => {
    table = text.match(/^\[(\w+)\]$/)?.[1] ?? table;
    return text.startsWith('#') || /^(form|language)$/.test(table) ? text : text.replace(/"([^"]*)"/g, `"${marked('$1')}"`);
  };
  const english = readFileSync(new URL('../../app/words/texts/en.toml', import.meta.url), 'utf8');
  writeFileSync(join(folder, 'qps.toml'), english.split('\n').map(line).join('\n').replace('name = "English"', 'name = "⟦Marked⟧"'));
  return folder;
}

export const test = base.extend<{ demo: House; empty: House; foreign: House }>({
  // eslint-disable-next-line no-empty-pattern
  demo: async ({}, use) => house(['demo'], use),
  // eslint-disable-next-line no-empty-pattern
  empty: async ({}, use) => house(['serve'], use),
  // An empty house that speaks the language made for tests besides its own.
  // eslint-disable-next-line no-empty-pattern
  foreign: async ({}, use) => {
    const folder = markedLanguage();
    await house(['serve', '--languages', folder], use);
    rmSync(folder, { recursive: true });
  },
  // A story in which the browser complains is not a good one.
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      const expected = /the server responded with a status of/.test(message.text());
      if (message.type() === 'error' && !expected) complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Waits until the page answers to the hand: clicks before that are lost. */
export const awake = (page: Page) => page.locator('html[data-hydrated]').waitFor();

export async function open(page: Page, url: string) {
  await page.goto(url);
  await awake(page);
}

export async function signIn(page: Page, house: House, name: string, password = 'demo-tablica') {
  await open(page, `${house.url}/sign-in`);
  await page.locator('input[name=email]').fill(`${name}@demo.test`);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: /Zaloguj|Sign in/ }).click();
  await page.locator('[data-board]').waitFor();
  await awake(page);
}

/** Another window, signed in as somebody. */
export async function window(browser: Browser, house: House, name: string, options = {}) {
  const page = await (await browser.newContext({ locale: 'pl-PL', viewport: { width: 1440, height: 900 }, ...options })).newPage();
  await signIn(page, house, name);
  return page;
}

export const column = (page: Page, index: number): Locator => page.locator('section[data-stage-id]').nth(index);
export const cards = (column: Locator): Locator => column.locator('[data-deal-id]');
export const card = (page: Page, id: string): Locator => page.locator(`[data-deal-id="${id}"]`);
export const ids = (column: Locator): Promise<string[]> =>
  cards(column).evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.dealId!));

/** The number of deals and the totals by currency that a column's header shows. */
export async function header(column: Locator) {
  const count = Number(await column.locator('[data-count]').getAttribute('data-count'));
  const totals = await column.locator('[data-total]').evaluateAll((totals) =>
    Object.fromEntries(totals.map((t) => [(t as HTMLElement).dataset.currency!, Number((t as HTMLElement).dataset.total)])));
  return { count, totals };
}

/** What a card is worth, in minor units, read as people read it. */
export async function value(card: Locator) {
  const text = (await card.locator('.card-value').innerText()).replace(/\s/g, '');
  const currency = text.endsWith('zł') ? 'PLN' : text.endsWith('€') ? 'EUR' : 'USD';
  return { currency, minor: Math.round(parseFloat(text.replace(',', '.')) * 100) };
}

/** The middle of an element. */
export async function middle(target: Locator) {
  const box = (await target.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Lets the browser draw so many frames. */
export const frames = (page: Page, count: number) =>
  page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  }, count);

/** Drags with the mouse from a card's left part to a point, in steps as a hand would. */
export async function drag(page: Page, from: Locator, to: { x: number; y: number }) {
  const box = (await from.boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + 70, box.y + 24, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  // The line stands where the card will land once a frame was drawn there.
  await frames(page, 2);
  await page.mouse.up();
}

/** Waits for the answer to a move, so that what comes next sees it done. */
export const moved = (page: Page) => page.waitForResponse((answer) => answer.url().endsWith('/api/move_deal'));

/** A finger of this page, which touches, moves and lets go as the browser is told. */
export async function finger(page: Page) {
  const browserSide = await page.context().newCDPSession(page);
  return (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    browserSide.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
}

/** Where a finger takes a card. */
export async function grip(card: Locator) {
  const box = (await card.boundingBox())!;
  return { x: box.x + 60, y: box.y + 30 };
}

/** Keeps requests to an address waiting, until they are let through. */
export async function hold(page: Page, address: string) {
  let release!: () => void;
  const free = new Promise<void>((done) => (release = done));
  await page.route(address, async (route) => {
    await free;
    await route.continue();
  });
  return release;
}

/** Waits until the browser keeps this deal for when there is no line. */
export const keepsDeal = (page: Page, id: string) => expect.poll(() => page.evaluate(async (id) => {
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((found) => (request.onsuccess = () => found(request.result)));
  const [{ name }] = await indexedDB.databases();
  const database = await done(indexedDB.open(name!));
  const keys = (await done(database.transaction('answers').objectStore('answers').getAllKeys())) as [string, string][];
  database.close();
  return keys.some(([name, asked]) => name === 'deal' && String(JSON.parse(asked).deal) === id);
}, id)).toBe(true);

/** Lets a page hear nothing of what others do. */
export const deafen = (page: Page) => page.route('**/live?*', () => {});

/** Holds the answer to the next request of an address back: `asked` once the server gave it, until `go`. */
export async function holdAnswer(page: Page, url: string) {
  let [came, go] = [() => undefined as void, () => undefined as void];
  const [asked, going] = [new Promise<void>((on) => (came = on)), new Promise<void>((on) => (go = on))];
  await page.route(url, async (route) => {
    const response = await route.fetch();
    came();
    await going;
    await route.fulfill({ response });
  }, { times: 1 });
  return { asked, go };
}

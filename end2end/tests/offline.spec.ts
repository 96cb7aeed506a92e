// Without a line to the server (B13): what was read lately is there, what is done waits, and is sent once, in order.
import type { BrowserContext, Page } from '@playwright/test';
import { awake, card, cards, column, drag, expect, holdAnswer, ids, middle, moved, open, signIn, test, window } from './house';

test.use({ serviceWorkers: 'allow' });

const strip = (page: Page) => page.locator('[data-pending]');
const off = (page: Page) => page.locator('[data-offline]');
const pending = (page: Page, count: number) => expect(strip(page)).toHaveAttribute('data-pending', String(count));

/** Waits until the browser has what it needs to begin without a line. */
const ready = (page: Page) =>
  expect.poll(() => page.evaluate(async () => !!await caches.match('/shell', { ignoreSearch: true })), { timeout: 30_000 }).toBe(true);

/** What the browser keeps for anybody. */
const kept = (page: Page) => page.evaluate(async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  visitor: localStorage.getItem('visitor'),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
}));

/** What the browser has read of its own accord is written down. */
const wrote = (page: Page, name: string, count = 1) => expect.poll(() => page.evaluate(async ([name]) => {
  const [database] = await indexedDB.databases();
  if (!database) return 0;
  const request = indexedDB.open(database.name!);
  await new Promise((resolve) => (request.onsuccess = resolve));
  const all = request.result.transaction('answers').objectStore('answers').getAll();
  await new Promise((resolve) => (all.onsuccess = resolve));
  request.result.close();
  return all.result.filter((answer) => answer.name === name).length;
}, [name] as const)).toBeGreaterThanOrEqual(count);

const moveBy = async (page: Page, id: string, to: number) => {
  await drag(page, card(page, id), await middle(cards(column(page, to)).first()));
  await expect(column(page, to).locator(`[data-deal-id="${id}"]`)).toBeVisible();
};

const again = async (context: BrowserContext, url: string) => {
  const page = await context.newPage();
  await open(page, url);
  return page;
};

test('what is done without a line waits, also for a browser that was closed, and is sent once', async ({ browser, demo }) => {
  let page = await window(browser, demo, 'zofia');
  await ready(page);
  const [first, second, third] = await ids(column(page, 0));
  // A deal that was opened lately.
  await card(page, third).getByRole('link').first().click();
  await page.locator('.deal').waitFor();
  await wrote(page, 'deal');
  const action = page.locator('.actions input:not(:checked)').first();
  const name = await action.getAttribute('aria-label') ?? await page.locator('.actions label').first().innerText();
  await page.goBack();
  await page.locator('[data-board]').waitFor();
  await wrote(page, 'board');
  await demo.kill();

  // The board is there, and says of when it is.
  await page.goto(demo.url);
  await awake(page);
  await expect(off(page)).toContainText(/Pokazany jest stan z \d\d:\d\d/);
  expect((await ids(column(page, 0))).slice(0, 3)).toEqual([first, second, third]);
  await expect(page.getByRole('button', { name: 'Szansa', exact: true })).toBeDisabled();
  await moveBy(page, first, 1);
  await expect(card(page, first)).toContainText('czeka');
  await moveBy(page, second, 2);
  await moveBy(page, first, 3);
  await pending(page, 3);

  // The deal is there, without its notes.
  await card(page, third).getByRole('link').first().click();
  await page.locator('.deal').waitFor();
  await page.locator('.actions input:not(:checked)').first().click();
  await pending(page, 4);
  await page.locator('.composer textarea').fill('Dzwonił z pociągu');
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await pending(page, 5);
  await expect(page.locator('.waiting-words')).toContainText('Dzwonił z pociągu');
  await expect(page.locator('.composer textarea')).toHaveValue('');

  const context = page.context();
  await page.close();
  page = await again(context, demo.url);
  await pending(page, 5);
  await expect(column(page, 3).locator(`[data-deal-id="${first}"]`)).toContainText('czeka');
  await strip(page).getByText('5 zmian czeka').click();
  await expect(strip(page).locator('li')).toHaveCount(5);
  await expect(strip(page).locator('li').last()).toContainText('Dzwonił z pociągu');

  await demo.revive();
  await expect(strip(page)).not.toBeAttached({ timeout: 30_000 });
  await expect(card(page, first)).not.toContainText('czeka');
  // As everybody sees it, once, by whoever did it.
  const anna = await window(browser, demo, 'anna');
  await expect(column(anna, 3).locator(`[data-deal-id="${first}"]`)).toBeVisible();
  await expect(column(anna, 2).locator(`[data-deal-id="${second}"]`)).toBeVisible();
  await open(anna, `${demo.url}/deals/${third}`);
  await expect(anna.getByText('Dzwonił z pociągu')).toHaveCount(1);
  await expect(anna.locator('.timeline')).toContainText('Zofia Kowalska');
  expect(name).toBeTruthy();
});

test('a move that others made otherwise is asked about', async ({ browser, demo }) => {
  const [zofia, anna] = [await window(browser, demo, 'zofia'), await window(browser, demo, 'anna')];
  await ready(zofia);
  const [id, other] = await ids(column(zofia, 0));
  await zofia.context().setOffline(true);
  await expect(off(zofia)).toBeVisible();
  await moveBy(zofia, id, 1);
  await moveBy(zofia, other, 1);
  await pending(zofia, 2);
  await moveBy(anna, id, 2);
  await zofia.context().setOffline(false);
  await expect(strip(zofia)).toContainText('1 zmiana czeka na Twoją decyzję');
  await expect(column(zofia, 1).locator(`[data-deal-id="${other}"]`)).toBeVisible();
  await expect(column(zofia, 2).locator(`[data-deal-id="${id}"]`)).toBeVisible();
  await zofia.getByRole('button', { name: 'Rozstrzygnij' }).click();
  const dialog = zofia.getByRole('dialog');
  await expect(dialog).toContainText('Anna Wiśniewska');
  await expect(dialog.getByRole('button').nth(1)).toBeFocused();
  await dialog.getByRole('button', { name: 'Zdecyduję później' }).click();
  await pending(zofia, 1);
  await zofia.getByRole('button', { name: 'Rozstrzygnij' }).click();
  await dialog.getByRole('button', { name: /^Przenieś do etapu/ }).click();
  await expect(strip(zofia)).not.toBeAttached();
  await expect(column(zofia, 1).locator(`[data-deal-id="${id}"]`)).toBeVisible();
  const stage = await column(anna, 1).getByRole('heading').innerText();
  await open(anna, `${demo.url}/deals/${id}`);
  await expect(anna.locator('.stage-bar [aria-current=step]')).toContainText(stage);
});

test('what waits can be taken back', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await ready(page);
  const [id] = await ids(column(page, 0));
  await page.context().setOffline(true);
  await expect(off(page)).toBeVisible();
  await moveBy(page, id, 1);
  await moveBy(page, id, 2);
  await strip(page).getByText('2 zmiany czekają').click();
  await strip(page).getByRole('button', { name: /^Cofnij/ }).first().click();
  await expect(column(page, 0).locator(`[data-deal-id="${id}"]`)).toBeVisible();
  await pending(page, 0);
  await page.context().setOffline(false);
  await expect(strip(page)).not.toBeAttached();
});

test('after signing out nothing is kept, and the next one sees nothing of it', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await ready(page);
  await wrote(page, 'board');
  expect((await kept(page)).databases).toHaveLength(1);
  await page.getByRole('button', { name: /menu konta/i }).or(page.locator('summary.avatar')).first().click();
  await page.getByRole('button', { name: 'Wyloguj', exact: true }).click();
  await page.waitForURL(/sign-in/);
  await awake(page);
  await expect.poll(() => kept(page)).toEqual({ databases: [], caches: [], visitor: null, workers: 0 });
  await signIn(page, demo, 'piotr');
  await wrote(page, 'board');
  expect((await kept(page)).databases).toEqual(['tablica-4']);
});

test('somebody else who signs in finds nothing of whoever was there', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await wrote(page, 'board');
  // In another window of the same browser.
  await page.evaluate(() => fetch('/api/sign_in', {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'piotr@demo.test', password: 'demo-tablica' }),
  }));
  await open(page, demo.url);
  await expect.poll(async () => (await kept(page)).databases).toEqual(['tablica-4']);
  expect((await kept(page)).visitor).not.toContain('Zofia');
});

test('what an older build left is shown and never lost in silence', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await wrote(page, 'board');
  await page.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const request = indexedDB.open(name!);
    await new Promise((resolve) => (request.onsuccess = resolve));
    const written = request.result.transaction('outbox', 'readwrite').objectStore('outbox')
      .add({ op: '00000000-0000-4000-8000-000000000001', name: 'move_deal', fields: '{"deal":1,"stage":"Offer"}', at: Date.now() });
    await new Promise((resolve) => (written.onsuccess = resolve));
    request.result.close();
  });
  await open(page, demo.url);
  await expect(strip(page)).toContainText('1 zmiana czeka na Twoją decyzję');
  // It goes by a decision only.
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Rozstrzygnij' }).click();
  await expect(page.getByRole('dialog')).toContainText('Tej zmiany serwer nie przyjął');
  await page.getByRole('dialog').getByRole('button', { name: 'Porzuć zmianę' }).click();
  await expect(strip(page)).not.toBeAttached();
});

for (const what of ['is full', 'keeps nothing'] as const) {
  test(`a browser that ${what} works as it did: what cannot be sent comes back`, async ({ browser, demo }) => {
    const page = await window(browser, demo, 'zofia');
    await page.addInitScript((what) => {
      if (what === 'keeps nothing') Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
      else IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };
    }, what);
    await open(page, demo.url);
    const [id] = await ids(column(page, 0));
    const answer = moved(page);
    await moveBy(page, id, 1);
    expect((await answer).ok()).toBe(true);
    await demo.kill();
    await drag(page, card(page, id), await middle(cards(column(page, 2)).first()));
    await expect(page.locator('[data-toast]').last()).toContainText('Nie można połączyć się z serwerem');
    await expect(column(page, 1).locator(`[data-deal-id="${id}"]`)).toBeVisible();
  });
}

test('a kept board of another day, and a clock that is wrong by one, are said and not trusted', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await ready(page);
  await wrote(page, 'board');
  await demo.kill();
  await page.clock.setSystemTime(Date.now() + 26 * 60 * 60_000);
  await open(page, demo.url);
  await expect(off(page)).toContainText(/Pokazany jest stan z \d+ \S+, \d\d:\d\d/);
  await page.clock.setSystemTime(Date.now() + 100 * 60 * 60_000);
  await page.goto(demo.url);
  await awake(page);
  await expect(page.locator('[data-board]')).toHaveCount(0);
  await expect(page.getByText('Nie można połączyć się z serwerem.')).toBeVisible();
});

test('two pages of one browser show the same, and send it once', async ({ browser, demo }) => {
  const first = await window(browser, demo, 'zofia');
  await ready(first);
  const other = await again(first.context(), demo.url);
  const [id] = await ids(column(first, 0));
  await first.context().setOffline(true);
  for (const page of [first, other]) await expect(off(page)).toBeVisible();
  await moveBy(first, id, 1);
  await pending(other, 1);
  await expect(column(other, 1).locator(`[data-deal-id="${id}"]`)).toContainText('czeka');
  await other.bringToFront();
  await other.keyboard.press('Control+z');
  await pending(first, 0);
  await expect(column(first, 0).locator(`[data-deal-id="${id}"]`)).toBeVisible();
  await moveBy(other, id, 2);
  const sent: string[] = [];
  for (const page of [first, other]) page.on('request', (request) => request.url().endsWith('/api/move_deal') && sent.push(request.postData()!));
  await first.context().setOffline(false);
  for (const page of [first, other]) await expect(strip(page)).not.toBeAttached();
  expect(sent).toHaveLength(1);
  for (const page of [first, other]) await expect(column(page, 2).locator(`[data-deal-id="${id}"]`)).not.toContainText('czeka');
});

test('signing out asks about what is not sent, and clears the browser even without a line', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await ready(page);
  const [id] = await ids(column(page, 0));
  await page.locator('summary.avatar').click();
  await page.getByRole('button', { name: 'Wyloguj', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await expect(off(page)).toBeVisible();
  await moveBy(page, id, 1);
  const leave = async (sure: boolean) => {
    page.once('dialog', (question) => void (sure ? question.accept() : question.dismiss()));
    await page.locator('summary.avatar').click();
    await page.getByRole('button', { name: 'Wyloguj', exact: true }).click();
  };
  await leave(false);
  await pending(page, 1);
  await page.keyboard.press('Escape');
  await leave(true);
  await page.context().setOffline(false);
  // It is on its way to where it cannot get to.
  await expect.poll(() => page.goto(demo.url).then(() => true, () => false)).toBe(true);
  await awake(page);
  // The server was not told: whoever is at this browser may go on, and finds nothing of before.
  await expect(strip(page)).not.toBeAttached();
  await expect(column(page, 0).locator(`[data-deal-id="${id}"]`)).toBeVisible();
});

test('what waits goes before what cannot wait, and what is blank does not wait', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await ready(page);
  const [id] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${id}`);
  await demo.kill();
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await expect(page.locator('.composer .form-refusal, .composer .field-refusal').first()).toBeVisible();
  await page.locator('.composer textarea').fill('Przed usunięciem');
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await pending(page, 1);
  const sent: string[] = [];
  page.on('request', (request) => request.url().includes('/api/') && sent.push(request.url().split('/api/')[1]));
  await demo.revive();
  // While the page does not know yet that there is a line again.
  await page.evaluate(() => (globalThis as unknown as { line: { post: (address: string, init: object) => Promise<Response> } }).line.post('/api/mark_read', {
    method: 'POST', headers: new Headers({ 'content-type': 'application/json' }), body: `{"op":"${crypto.randomUUID()}","notice":null}`,
  }));
  expect(sent.filter((name) => ['add_note', 'mark_read'].includes(name)).slice(-2)).toEqual(['add_note', 'mark_read']);
});

test('what is typed while a note is on its way stays', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  const [id] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${id}`);
  const { asked, go } = await holdAnswer(page, '**/api/add_note');
  await page.locator('.composer textarea').fill('Pierwsza');
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await asked;
  await page.locator('.composer textarea').pressSequentially(' i druga');
  go();
  await expect(page.locator('.composer textarea')).toHaveValue('i druga');
  await expect(page.locator('.timeline')).toContainText('Pierwsza');
  // A task, too.
  await page.locator('.composer').getByRole('button', { name: 'Zadanie', exact: true }).click();
  const title = page.locator('.composer input[name=title]');
  const adding = await holdAnswer(page, '**/api/add_task');
  await title.fill('Zadzwonić');
  await page.getByRole('button', { name: 'Dodaj zadanie' }).click();
  await adding.asked;
  await title.press('End');
  await page.keyboard.type(' Napisać');
  adding.go();
  await expect(page.locator('.deal')).toContainText('Zadzwonić');
  await expect(title).toHaveValue('Napisać');
  // And in one line, with the day that it says.
  await open(page, `${demo.url}/tasks`);
  const line = page.locator('.quick-task input[name=line]');
  const quick = await holdAnswer(page, '**/api/add_task');
  await line.fill('Umówić jutro');
  await line.press('Enter');
  await quick.asked;
  await line.press('End');
  await page.keyboard.type(' Sprawdzić pojutrze');
  quick.go();
  await expect(line).toHaveValue('Sprawdzić pojutrze');
  await expect(page.locator('.quick-task .quick-date input')).not.toHaveValue('');
});

test('a task that was sent when its page was left is no draft there', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia');
  await open(page, `${demo.url}/tasks`);
  const line = page.locator('.quick-task input[name=line]');
  const { asked, go } = await holdAnswer(page, '**/api/add_task');
  await line.fill('Dubel jutro');
  await line.press('Enter');
  await asked;
  await page.getByRole('link', { name: 'Kontakty' }).click();
  await expect(page).toHaveURL(/contacts/);
  go();
  await expect(page.locator('[data-toast]').filter({ hasText: 'Dubel' })).toBeVisible();
  await page.getByRole('link', { name: 'Zadania' }).click();
  await expect(page.locator('.task-title').filter({ hasText: 'Dubel' })).toHaveCount(1);
  await expect(line).toHaveValue('');
});

import { awake, card, cards, column, expect, ids, middle, test, window } from './house';
import type { Page } from '@playwright/test';

/** Opens a page of which the program does not come until it is let through. */
async function asleep(page: Page, url: string, shown = cards(column(page, 0))) {
  let let_through = () => {};
  const waited = new Promise<void>((resolve) => { let_through = resolve; });
  await page.route('**/tablica_bg.wasm', async (route) => { await waited; await route.continue(); });
  await page.goto(url, { waitUntil: 'commit' });
  await shown.first().waitFor();
  expect(await page.locator('html').getAttribute('data-hydrated')).toBeNull();
  return async () => { let_through(); await awake(page); };
}

/** Presses a card and brings it over another stage. */
async function bring(page: Page, deal: string, stage: number) {
  const [from, to] = [await middle(card(page, deal)), await middle(column(page, stage))];
  await page.mouse.move(from.x - 60, from.y - 20);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
}

const holds = (page: Page, stage: number, deal: string) => expect.poll(() => ids(column(page, stage))).toContain(deal);

test('a card that is dragged before the page is awake lands', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  const wake = await asleep(page, demo.url);
  const [deal] = await ids(column(page, 0));
  await bring(page, deal, 1);
  await page.mouse.up();
  const moved = page.waitForResponse(/move_deal/);
  await wake();
  await holds(page, 1, deal);
  expect((await moved).status()).toBe(200);
});

test('a card that is held while the page wakes goes on in the hand', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  const wake = await asleep(page, demo.url);
  const [deal] = await ids(column(page, 0));
  await bring(page, deal, 1);
  await wake();
  await page.locator('[data-drag-ghost]').waitFor();
  const to = await middle(column(page, 2));
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await holds(page, 2, deal);
});

test('keys, letters and clicks from before the page is awake are not lost', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  let wake = await asleep(page, demo.url);
  const [deal] = await ids(column(page, 0));
  await card(page, deal).focus();
  for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key);
  await wake();
  await holds(page, 1, deal);

  wake = await asleep(page, demo.url);
  await page.getByPlaceholder('Szukaj szans i klientów').pressSequentially('lodz');
  await wake();
  await expect(page).toHaveURL(/q=lodz/);
  await expect(page.getByPlaceholder('Szukaj szans i klientów')).toHaveValue('lodz');
  await expect(page.getByPlaceholder('Szukaj szans i klientów')).toBeFocused();

  wake = await asleep(page, demo.url);
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  await wake();
  await page.getByRole('dialog').waitFor();
});

test('what is ticked before the page is awake is ticked', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'marek');
  const tasks = page.locator('.task-row input');
  const wake = await asleep(page, `${demo.url}/tasks`, tasks);
  await tasks.first().check();
  const asked = page.waitForRequest(/check_task/);
  await wake();
  expect((await asked).postDataJSON()).toMatchObject({ done: true });
});

test('every page is drawn in one piece as it wakes', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  await page.addInitScript(() => addEventListener('awake', () => {
    document.documentElement.dataset.drawn = String(document.querySelectorAll('main h1').length);
  }));
  const paths = ['/deals', '/deals/1', '/tasks', '/notices', '/finance', '/review', '/contacts', '/settings/profile', '/deleted'];
  for (const path of paths) {
    await page.goto(demo.url + path);
    await awake(page);
    await expect(page.locator('html'), path).toHaveAttribute('data-drawn', '1');
  }
});

test('a column that is scrolled before the page is awake stays where it is', async ({ browser, demo }) => {
  demo.run('seed', '--deals', '600', '--stages', '3');
  const page = await window(browser, demo, 'marek');
  const wake = await asleep(page, `${demo.url}/board/3`);
  const scroller = column(page, 0).locator('.column-cards');
  await scroller.evaluate((box) => box.scrollTo(0, 150));
  await expect.poll(() => scroller.evaluate((box) => box.scrollTop)).toBe(150);
  await wake();
  await expect.poll(() => scroller.evaluate((box) => box.scrollTop)).toBe(150);
});

const spoiled = {
  'is not there': { status: 404, body: '' },
  'is cut off': { status: 200, contentType: 'application/wasm', body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 9]) },
  'is a page instead': { status: 200, contentType: 'text/html', body: '<!DOCTYPE html><p>Sign in' },
};
const bar = (page: Page) => page.getByRole('alert').filter({ hasText: 'Nie udało się pobrać części programu.' });

for (const [how, answer] of Object.entries(spoiled)) {
  test(`a chunk that ${how} leaves the board as it is, and can be had again`, async ({ browser, demo }) => {
    const page = await window(browser, demo, 'anna');
    await page.route('**/split_deal.wasm', (route) => route.fulfill(answer));
    await page.getByRole('button', { name: 'Szansa', exact: true }).click();
    await expect(bar(page)).toBeVisible();
    const [deal] = await ids(column(page, 0));
    await bring(page, deal, 1);
    await page.mouse.up();
    await holds(page, 1, deal);
    await page.unroute('**/split_deal.wasm');
    await bar(page).getByRole('link').click();
    await awake(page);
    await page.getByRole('button', { name: 'Szansa', exact: true }).click();
    await page.getByRole('dialog').waitFor();
  });
}

test('a page whose chunk or program cannot be had is there to read, and says so', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  for (const file of ['split_deal.wasm', 'tablica_bg.wasm', 'tablica.js', '__wasm_split.js']) {
    await page.route(`**/${file}`, (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${demo.url}/deals/1`);
    await expect(bar(page), file).toBeVisible();
    await expect(page.locator('h1')).toBeVisible();
    await page.unroute(`**/${file}`);
  }
  await bar(page).getByRole('link').click();
  await awake(page);
});

test('a chunk that is slow is waited for', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna');
  let let_through = () => {};
  const waited = new Promise<void>((resolve) => { let_through = resolve; });
  await page.route('**/split_finance.wasm', async (route) => { await waited; await route.continue(); });
  await page.getByRole('link', { name: 'Finanse' }).click();
  await expect(page).toHaveURL(/finance/);
  await page.getByRole('link', { name: 'Tablica' }).last().click();
  await page.locator('[data-board]').waitFor();
  await page.getByRole('link', { name: 'Finanse' }).click();
  let_through();
  await page.locator('.finance').waitFor();
});

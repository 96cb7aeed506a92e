// The board's filter, its processes, and very long columns (B1, B2, B10, B12).
import { cards, column, expect, header, ids, open, signIn, test } from './house';

test('a midnight that comes while the board is open turns the dots, also when the server says nothing', async ({ page, demo }) => {
  // The demo's people live in Warsaw.
  const now = new Date();
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Warsaw', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  const [hour, minute] = clock.format(now).split(':').map(Number);
  // Within the last minutes of a day it would come by itself.
  const left = (24 * 60 - hour * 60 - minute + 2) * 60_000;
  await page.clock.install({ time: now });
  await signIn(page, demo, 'marek');
  const due = page.locator('.card[data-dot=green]').first();
  const id = await due.getAttribute('data-deal-id');
  await page.route('**/api/board', () => {});
  await page.clock.fastForward(left);
  await expect(page.locator(`.card[data-deal-id="${id}"]`)).toHaveAttribute('data-dot', 'red');
  await expect(page.locator(`.card[data-deal-id="${id}"]`)).toContainText('1 po terminie');
});

test('the filter narrows cards and headers, and lives in the address', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const all = (await header(column(page, 0))).count;
  await page.getByPlaceholder('Szukaj szans i klientów').fill('lodz');
  await expect(page).toHaveURL(/q=lodz/);
  await expect.poll(async () => (await header(column(page, 0))).count).toBeLessThan(all);
  for (const card of await cards(column(page, 0)).all()) await expect(card).toContainText('Łódź');
  await open(page, page.url());
  await expect(page.getByPlaceholder('Szukaj szans i klientów')).toHaveValue('lodz');
  expect((await header(column(page, 0))).count).toBeLessThan(all);

  await open(page, demo.url);
  await page.getByText('Opiekun', { exact: true }).click();
  await page.getByLabel('Zofia Kowalska').check();
  await expect(page).toHaveURL(/owner=3/);
  await expect.poll(async () => (await header(column(page, 0))).count).toBeLessThan(all);
  await expect(page.getByText('Opiekun: Zofia')).toBeVisible();
});

test('an unknown parameter is named, never ignored', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const answer = await page.goto(`${demo.url}/?kolor=red`);
  expect(answer!.status()).toBe(400);
  await expect(page.getByText('„kolor”')).toBeVisible();
});

test('another process is another board', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await page.getByLabel('Zmień proces').click();
  await page.getByRole('link', { name: 'Serwis i odnowienia' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Serwis i odnowienia');
  await expect(column(page, 0).getByRole('heading')).toHaveText('Przegląd umowy');
  await expect(page.locator('[data-board="2"]')).toBeVisible();
});

test('a thousand deals: few are mounted, the last is reached, totals are exact', async ({ page, demo }) => {
  demo.run('seed', '--deals', '3000', '--stages', '6');
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/board/3`);
  const first = column(page, 0);
  expect((await header(first)).count).toBe(500);
  const most = async () => page.locator('[data-deal-id]').count();
  expect(await most()).toBeLessThanOrEqual(400);
  const scroller = first.locator('.column-cards');
  const names = new Set<string>();
  await expect.poll(async () => {
    await scroller.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    (await cards(first).locator('.card-name').allInnerTexts()).forEach((name) => names.add(name));
    return [...names].some((name) => name.startsWith('Deal 003000'));
  }).toBe(true);
  expect(await most()).toBeLessThanOrEqual(400);
  const [last] = (await ids(first)).slice(-1);
  await expect(page.locator(`[data-deal-id="${last}"]`)).toBeInViewport();
});

test('arrows walk over the board with one stop for Tab', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  expect(await page.locator('[data-deal-id][tabindex="0"]').count()).toBe(1);
  const [first, second] = await ids(column(page, 0));
  await page.locator(`[data-deal-id="${first}"]`).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(`[data-deal-id="${second}"]`)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const right = (await ids(column(page, 1)))[1];
  await expect(page.locator(`[data-deal-id="${right}"]`)).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/deals/${right}$`));
});

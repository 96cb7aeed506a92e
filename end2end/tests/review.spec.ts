// The review of the week: a bridge that balances, lists that lead to their deals, one screen that prints.
import { column, cards, drag, expect, ids, middle, moved, open, signIn, test } from './house';

const figure = async (page: import('@playwright/test').Page, name: string) =>
  Number(await page.locator(`.bridge [data-${name}]`).getAttribute(`data-${name}`));

test('the review begins with what was, ends with the board, and tells what was just done', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const [deal] = await ids(column(page, 0));
  const answer = moved(page);
  await drag(page, page.locator(`[data-deal-id="${deal}"]`), await middle(cards(column(page, 3)).first()));
  await answer;
  const board = await page.locator('.sums [data-total]').first().getAttribute('data-total');
  await page.getByRole('link', { name: 'Przegląd' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Przegląd tygodnia');
  expect(await figure(page, 'end')).toBe(Number(board));
  const [begin, fresh, changed, won, lost, end] = await Promise.all(
    ['begin', 'new', 'changed', 'won', 'lost', 'end'].map((name) => figure(page, name)));
  expect(begin + fresh + changed - won - lost).toBe(end);
  await expect(page.locator(`[data-list=forward] a[href="/deals/${deal}"], [data-list=new] a[href="/deals/${deal}"]`)).toHaveCount(1);

  const owner = page.getByLabel('Opiekun');
  await owner.selectOption({ label: 'Zofia Kowalska' });
  await expect(page).toHaveURL(/owner=3/);
  await expect.poll(() => figure(page, 'end')).toBeLessThan(end);
  await expect(page.locator('.review tbody tr')).toHaveCount(1);
});

test('a long list is unfolded to its last deal', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/review?since=2026-01-01`);
  const long = page.locator('.moves:has(details)').first();
  const count = Number(await long.locator('h2 small').innerText());
  expect(count).toBeGreaterThan(12);
  await expect(long.locator('li:visible')).toHaveCount(12);
  await long.locator('summary').click();
  await expect(long.locator('li:visible')).toHaveCount(Math.min(count, 100));
});

test('another first day is typed as people say it, and lives in the address', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/review`);
  const before = await figure(page, 'begin');
  await page.getByRole('textbox', { name: 'Od' }).fill('1.10');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/since=20\d\d-10-01/);
  await expect.poll(() => figure(page, 'begin')).not.toBe(before);
  await open(page, page.url());
  await expect(page.getByRole('textbox', { name: 'Od' })).toHaveValue(/^01\.10\.20\d\d$/);
  const answer = await page.goto(`${demo.url}/review?since=2026-02-30`);
  expect(answer!.status()).toBe(400);
});

test('the review is printed without what is around it', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/review`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.top-bar')).toBeHidden();
});

test('the history of each deal of the demo begins when it did, and ends where it stands', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const deals = await ids(column(page, 2));
  for (const deal of deals.slice(0, 6)) {
    const profile = await page.evaluate(async (deal) => {
      const body = JSON.stringify({ deal: Number(deal) });
      return (await fetch('/api/deal', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
    }, deal);
    const told = profile.history.entries.toReversed();
    expect(Object.keys(told[0].event)).toEqual(['added']);
    const moves = told.filter((entry: { event: object }) => 'moved' in entry.event);
    expect(moves.at(-1).event.moved.to).toBe(profile.stage);
    expect(moves.at(-1).at.slice(0, 10)).toBe(profile.since.slice(0, 10));
  }
});

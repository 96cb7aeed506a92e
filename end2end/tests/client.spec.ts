// What the browser keeps while screens come and go: moves that are on their way, and where eye and hand are (B11).
import { card, cards, column, drag, expect, header, hold, ids, middle, moved, open, signIn, test, window } from './house';
import type { Page } from '@playwright/test';

/** Goes to finance by its link, without loading the page anew. */
async function leave(page: Page) {
  await page.locator('header').getByRole('link', { name: 'Finanse' }).click();
  await page.locator('.finance').waitFor();
}

/** Sends a command as this page would, and gives the status of its answer. */
const call = (page: Page, name: string, fields: object) => page.evaluate(async ([name, fields]) => {
  const body = JSON.stringify({ ...(fields as object), op: '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => Math.floor(Math.random() * 16).toString(16)) });
  return (await fetch(`/api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
}, [name, fields] as const);

/** What a browser does when its tab is looked at again: the board is asked for again. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

test('two cards moved on a slow line are moved, though the board was left at once', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [first, second] = await ids(column(page, 0));
  const before = await header(column(page, 2));
  const release = await hold(page, '**/api/move_deal');
  await drag(page, card(page, first), await middle(cards(column(page, 2)).first()));
  await drag(page, card(page, second), await middle(cards(column(page, 2)).first()));
  await leave(page);
  let answers = 0;
  page.on('response', (answer) => (answers += Number(answer.url().endsWith('/api/move_deal'))));
  release();
  await expect.poll(() => answers).toBe(2);
  await open(page, demo.url);
  expect((await header(column(page, 2))).count).toBe(before.count + 2);
  const there = await ids(column(page, 2));
  expect(there).toContain(first);
  expect(there).toContain(second);
});

test('a move that is refused after the board was left is said where the user is', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'marek');
  const other = await window(browser, demo, 'anna');
  const [deal, next] = await ids(column(page, 0));
  const release = await hold(page, '**/api/move_deal');
  await drag(page, card(page, deal), await middle(cards(column(page, 3)).first()));
  await drag(page, card(page, next), await middle(cards(column(page, 3)).first()));
  await leave(page);
  const faster = moved(other);
  await drag(other, card(other, deal), await middle(cards(column(other, 1)).first()));
  await faster;
  release();
  await expect(page.locator('.toast').first()).toContainText('Ktoś w międzyczasie przeniósł tę szansę do etapu Potrzeby');
  await page.goBack();
  await expect(column(page, 1).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
  await expect(column(page, 3).locator(`[data-deal-id="${next}"]`)).toBeVisible();
});

test('newer data leaves the held card, the scrolled column and the focus alone', async ({ page, browser, demo }) => {
  demo.run('seed', '--deals', '2400', '--stages', '6');
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/board/3`);
  const [scrolled, quiet] = [column(page, 0), column(page, 1)];
  const scroller = scrolled.locator('.column-cards');
  const pitch = await scroller.evaluate((box) => parseFloat(getComputedStyle(box).getPropertyValue('--card-pitch')));
  await expect.poll(async () => {
    await scroller.evaluate((box, top) => box.scrollTo(0, top), 300 * pitch);
    return (await ids(scrolled)).length > 0 && scroller.evaluate((box) => box.scrollTop);
  }).toBe(300 * pitch);
  /** The card at the top edge of the scrolled column, and how far below the edge it begins. */
  const top = () => scroller.evaluate((box) => {
    const edge = box.getBoundingClientRect().top;
    const seen = [...box.querySelectorAll<HTMLElement>('[data-deal-id]')].find((card) => card.getBoundingClientRect().bottom > edge + 2);
    return { deal: seen?.dataset.dealId, offset: seen && Math.round(seen.getBoundingClientRect().top - edge) };
  });
  await expect.poll(async () => (await top()).deal).toBeTruthy();
  const seen = await top();
  const node = await scrolled.locator(`[data-deal-id="${seen.deal}"]`).elementHandle();

  // Meanwhile somebody brings two cards to the top of the column, and takes one from far above away.
  const other = await window(browser, demo, 'anna');
  await open(other, `${demo.url}/board/3`);
  const stages = await other.locator('section[data-stage-id]').evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.stageId)));
  const [above, next] = (await ids(column(other, 0))).map(Number);
  const [came, cameToo] = (await ids(column(other, 1))).slice(-2).map(Number);
  for (const [deal, from, to, gap] of [
    [above, 0, 3, { after: null, before: null }],
    [came, 1, 0, { after: null, before: next }],
    [cameToo, 1, 0, { after: null, before: next }],
  ] as const) {
    expect(await call(other, 'move_deal', { deal, from: stages[from], to: stages[to], gap })).toBe(200);
  }
  await other.reload();
  const count = (await header(column(other, 0))).count;

  // The answer to the newer question is kept back until a card is in the hand and another has the focus.
  const release = await hold(page, '**/api/board');
  await lookAgain(page);
  const [, focused, held] = await ids(quiet);
  await card(page, focused).focus();
  const grip = (await card(page, held).boundingBox())!;
  await page.mouse.move(grip.x + 60, grip.y + 14);
  await page.mouse.down();
  await page.mouse.move(grip.x + 90, grip.y + 40, { steps: 4 });
  await expect(page.locator('[data-drag-ghost]')).toBeVisible();
  await card(page, focused).focus();
  release();
  await expect.poll(async () => (await header(scrolled)).count).toBe(count);
  await expect.poll(top).toEqual(seen);
  expect(await node!.evaluate((card) => card.isConnected)).toBe(true);
  await expect(card(page, focused)).toBeFocused();
  await expect(page.locator('[data-drag-ghost]')).toBeVisible();
  await expect(card(page, held)).toHaveAttribute('data-lifted', '');
  const done = moved(page);
  const target = await middle(cards(column(page, 2)).nth(1));
  await page.mouse.move(target.x, target.y, { steps: 6 });
  await page.mouse.up();
  expect((await done).status()).toBe(200);
  await expect(column(page, 2).locator(`[data-deal-id="${held}"]`)).toBeVisible();
});

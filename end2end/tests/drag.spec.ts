// A deal is dragged two stages on, by each of the four ways, and is still there after a reload (B7, B9).
import { card, cards, column, deafen, drag, expect, finger, grip, header, ids, middle, moved, open, signIn, test, value, window } from './house';

test.describe('two stages on', () => {
  let before: Awaited<ReturnType<typeof header>>[];
  let deal: string;
  let worth: { currency: string; minor: number };

  test.beforeEach(async ({ page, demo }) => {
    await signIn(page, demo, 'zofia');
    before = [await header(column(page, 0)), await header(column(page, 2))];
    [deal] = await ids(column(page, 0));
    worth = await value(card(page, deal));
  });

  test.afterEach(async ({ page, demo }) => {
    for (const again of [false, true]) {
      if (again) await open(page, demo.url);
      await expect(column(page, 2).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
      const [from, to] = [await header(column(page, 0)), await header(column(page, 2))];
      expect([from.count, to.count]).toEqual([before[0].count - 1, before[1].count + 1]);
      expect(from.totals[worth.currency] ?? 0).toBe(before[0].totals[worth.currency] - worth.minor);
      expect(to.totals[worth.currency]).toBe((before[1].totals[worth.currency] ?? 0) + worth.minor);
    }
  });

  test('with the mouse', async ({ page }) => {
    const answer = moved(page);
    await drag(page, card(page, deal), await middle(cards(column(page, 2)).nth(1)));
    await expect(page.locator('[data-drag-ghost]')).toHaveCount(0);
    expect((await answer).status()).toBe(200);
  });

  test('by keyboard alone', async ({ page }) => {
    const answer = moved(page);
    await card(page, deal).focus();
    await page.keyboard.press('Space');
    await expect(page.locator('[aria-live]')).toContainText('Podniesiono');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.locator('[aria-live]')).toContainText('Upuszczono: Oferta, 2 z');
    await expect(card(page, deal)).toBeFocused();
    expect((await answer).status()).toBe(200);
  });

  test('by the Move… dialog', async ({ page }) => {
    const answer = moved(page);
    await card(page, deal).hover();
    await card(page, deal).getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Etap').selectOption({ label: 'Oferta' });
    await dialog.getByLabel('Pozycja').selectOption({ index: 1 });
    await dialog.getByRole('button', { name: 'Przenieś', exact: true }).click();
    expect((await answer).status()).toBe(200);
    expect((await ids(column(page, 2)))[1]).toBe(deal);
  });
});

test('a finger that holds drags, one that moves at once scrolls', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia', { hasTouch: true, viewport: { width: 1200, height: 900 } });
  const touch = await finger(page);
  const scrolled = await grip(cards(column(page, 1)).first());
  await touch('touchStart', scrolled);
  await touch('touchMove', { x: scrolled.x, y: scrolled.y - 40 });
  await expect(page.locator('[data-drag-ghost]')).toHaveCount(0);
  await touch('touchEnd');

  const [deal] = await ids(column(page, 0));
  const [start, target] = [await grip(card(page, deal)), await middle(cards(column(page, 2)).nth(1))];
  const answer = moved(page);
  await touch('touchStart', start);
  await page.locator('[data-drag-ghost]').waitFor();
  for (let part = 1; part <= 8; part++) {
    await touch('touchMove', { x: start.x + ((target.x - start.x) * part) / 8, y: start.y + ((target.y - start.y) * part) / 8 });
  }
  await touch('touchEnd');
  expect((await answer).status()).toBe(200);
  await open(page, demo.url);
  await expect(column(page, 2).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
});

test('on a phone a finger swipes a card for what is done and for Move…', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const touch = await finger(page);
  const [deal] = await ids(column(page, 0));
  const name = await card(page, deal).locator('.card-name').innerText();
  const swipe = async (by: number) => {
    const { x, y } = await middle(card(page, deal));
    await touch('touchStart', { x, y });
    for (let part = 1; part <= 6; part++) await touch('touchMove', { x: x + (by * part) / 6, y: y + part });
  };
  // Not far enough is nothing; and no other stage comes under the finger.
  await swipe(60);
  await expect(card(page, deal)).toHaveAttribute('data-swipe', 'Zrobione…');
  await touch('touchEnd');
  await expect(card(page, deal)).not.toHaveAttribute('data-swipe');
  await swipe(-120);
  await expect(card(page, deal)).toHaveAttribute('data-swipe', 'Przenieś…');
  await touch('touchEnd');
  const moving = page.getByRole('dialog', { name: `Przenieś: ${name}` });
  await expect(moving).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(moving).toHaveCount(0);
  await swipe(120);
  await touch('touchEnd');
  const checks = page.getByRole('dialog', { name: `Co zrobione: ${name}` });
  await page.keyboard.press('Escape');
  await expect(checks).toHaveCount(0);
  await expect(card(page, deal)).toBeFocused();
  await swipe(120);
  await touch('touchEnd');
  const action = checks.locator('[data-action-id]:enabled').first();
  const [id, before] = [await action.getAttribute('data-action-id'), await card(page, deal).locator('.card-when').innerText()];
  const checked = page.waitForResponse('**/api/complete_action');
  await action.click();
  expect((await checked).status()).toBe(200);
  // It says so, the card is up to date, and it can be taken back.
  await expect(checks).toHaveCount(0);
  await expect(card(page, deal).locator('.card-when')).not.toHaveText(before);
  await page.locator('[data-toast]').getByRole('button', { name: 'Cofnij' }).click();
  await expect(card(page, deal).locator('.card-when')).toHaveText(before, { useInnerText: true });
  await swipe(120);
  await touch('touchEnd');
  await expect(checks.locator(`[data-action-id="${id}"]`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/(board\/\d+)?$/);
  expect(await page.locator('.board').evaluate((board) => board.scrollLeft)).toBe(0);
});

test('what is refused after the dialog of what is done was closed is said on the board', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const touch = await finger(page);
  const { x, y } = await middle(cards(column(page, 0)).first());
  await touch('touchStart', { x, y });
  for (let part = 1; part <= 6; part++) await touch('touchMove', { x: x + part * 20, y });
  await touch('touchEnd');
  let refuse!: () => void;
  const waited = new Promise<void>((done) => (refuse = done));
  await page.route('**/api/complete_action', async (route) => {
    await waited;
    await route.fulfill({ status: 404, contentType: 'application/json', body: '{"kind":"not_found"}' });
  });
  await page.locator('.step[data-action-id]:enabled').first().click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  refuse();
  await expect(page.locator('[data-toast]').last()).toBeVisible();
});

test('on a phone a finger at the edge brings the next stages', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'zofia', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const touch = await finger(page);
  const [deal] = await ids(column(page, 0));
  const start = await grip(card(page, deal));
  const answer = moved(page);
  await touch('touchStart', start);
  await page.locator('[data-drag-ghost]').waitFor();
  await touch('touchMove', { x: 385, y: start.y });
  await expect.poll(async () => (await column(page, 2).boundingBox())!.x).toBeLessThan(180);
  await touch('touchMove', { x: 195, y: start.y });
  // Away from the edges nothing scrolls: the column that has most of that part, and the middle of what it has.
  const { under, x } = await page.locator('section[data-stage-id]').evaluateAll((columns) => {
    const parts = columns.map((column) => {
      const { left, right } = column.getBoundingClientRect();
      return [Math.max(left, 110), Math.min(right, 280)];
    });
    const widths = parts.map(([left, right]) => right - left);
    const under = widths.indexOf(Math.max(...widths));
    return { under, x: (parts[under][0] + parts[under][1]) / 2 };
  });
  await touch('touchMove', { x, y: start.y });
  expect(under).toBeGreaterThanOrEqual(2);
  await touch('touchEnd');
  expect((await answer).status()).toBe(200);
  await open(page, demo.url);
  await expect(column(page, under).locator(`[data-deal-id="${deal}"]`)).toHaveCount(1);
});

test('Escape puts the card back and sends nothing', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = await ids(column(page, 0));
  let sent = 0;
  page.on('request', (request) => void (sent += Number(request.url().endsWith('/api/move_deal'))));
  const box = (await card(page, before[0]).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 100, { steps: 5 });
  await expect(page.locator('[data-drag-ghost]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-drag-ghost]')).toHaveCount(0);
  await page.mouse.up();
  await card(page, before[0]).focus();
  for (const key of ['Space', 'ArrowRight', 'Escape']) await page.keyboard.press(key);
  await expect(page.locator('[aria-live]')).toContainText('Anulowano');
  expect(await ids(column(page, 0))).toEqual(before);
  expect(sent).toBe(0);
});

test('within a column the order changes and stays', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [first, second, third] = await ids(column(page, 0));
  const answer = moved(page);
  const below = (await card(page, second).boundingBox())!;
  await drag(page, card(page, first), { x: below.x + 100, y: below.y + below.height + 2 });
  await answer;
  expect((await ids(column(page, 0))).slice(0, 3)).toEqual([second, first, third]);
  await open(page, demo.url);
  expect((await ids(column(page, 0))).slice(0, 3)).toEqual([second, first, third]);
});

test('two windows dropping into one gap end in one order', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'marek');
  const other = await window(browser, demo, 'anna');
  // Each drags on the board as it was: what they hear of each other would move the cards under the hand.
  for (const p of [page, other]) {
    await deafen(p);
    await open(p, demo.url);
  }
  const [mine, theirs] = (await ids(column(page, 0))).slice(0, 2);
  const [above] = await ids(column(page, 1));
  const gap = async (p: typeof page) => {
    const box = (await card(p, above).boundingBox())!;
    return { x: box.x + 100, y: box.y + box.height + 4 };
  };
  for (const [p, deal] of [[page, mine], [other, theirs]] as const) {
    const answer = moved(p);
    await drag(p, card(p, deal), await gap(p));
    expect((await answer).status()).toBe(200);
  }
  await Promise.all([open(page, demo.url), open(other, demo.url)]);
  const order = (await ids(column(page, 1))).slice(0, 3);
  expect(order).toEqual([above, theirs, mine]);
  expect((await ids(column(other, 1))).slice(0, 3)).toEqual(order);
});

test('a move that somebody was faster with comes back with a sentence', async ({ page, browser, demo }) => {
  await deafen(page);
  await signIn(page, demo, 'marek');
  const other = await window(browser, demo, 'anna');
  const [deal] = await ids(column(page, 0));
  const faster = moved(other);
  await drag(other, card(other, deal), await middle(cards(column(other, 1)).nth(0)));
  await faster;
  await drag(page, card(page, deal), await middle(cards(column(page, 3)).nth(0)));
  await expect(page.locator('.toast')).toContainText('Ktoś w międzyczasie przeniósł tę szansę do etapu Potrzeby');
  await expect(column(page, 1).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
});

test('a drop that a guard refuses is said last, and leads to what is missing', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/deals/processes/1`);
  await page.getByLabel('Strzeżony').check();
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, demo.url);
  const before = await ids(column(page, 0));
  for (const deal of before) {
    await card(page, deal).focus();
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    if (await page.locator('.toast').count()) break;
  }
  await expect(page.locator('.toast').last()).toContainText('Po drodze trzeba jeszcze wykonać');
  await expect(page.locator('[aria-live]')).toContainText('Po drodze trzeba jeszcze wykonać');
});

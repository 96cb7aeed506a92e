// How the board behaves to those who work on it all day: what needs them, what it comes to, and the way back (B4, B14, H2).
import { awake, card, cards, column, drag, expect, frames, header, ids, middle, moved, open, signIn, test, window } from './house';

const toast = (page: import('@playwright/test').Page) => page.locator('[data-toast]');

test('what needs somebody today is one click away', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const counter = page.getByRole('button', { name: /po terminie/ });
  const count = Number((await counter.locator('b').innerText()).trim());
  expect(count).toBeGreaterThan(0);
  await counter.click();
  await expect(page).toHaveURL(/dot=red/);
  await expect(page.locator('[data-deal-id]')).toHaveCount(count);
  await expect(page.locator('[data-deal-id]:not([data-dot=red])')).toHaveCount(0);
  await expect(counter.locator('b')).toHaveText(String(count));
  await open(page, page.url());
  await expect(counter).toHaveAttribute('aria-pressed', 'true');
  await counter.click();
  await expect(page).not.toHaveURL(/dot=/);
});

test('a full board has no invitation over it, and a filter that finds nothing leads back', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await expect(page.locator('[data-deal-id]').first()).toBeVisible();
  await expect(page.locator('.empty-board')).toBeHidden();
  for (const column of await page.locator('.empty-column').all()) await expect(column).toBeHidden();
  await open(page, new URL('/?q=zzzz', page.url()).href);
  await page.locator('.empty-board').getByRole('button', { name: 'Wyczyść filtr' }).click();
  await expect(page.locator('.empty-board')).toBeHidden();
  await expect(page.locator('[data-deal-id]').first()).toBeVisible();
});

test('a gesture is answered, and taken back by its button or by Ctrl+Z, the last first', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  // As many as stay in view, wherever the window on them is.
  const top = async () => (await ids(column(page, 0))).slice(0, 6);
  const before = (await ids(column(page, 0))).slice(0, 7);
  const [first, second] = before;
  const [name, last] = await Promise.all([first, second].map((deal) => card(page, deal).locator('.card-name').innerText()));
  for (const deal of [first, second]) {
    const answer = moved(page);
    await drag(page, card(page, deal), await middle(cards(column(page, 2)).first()));
    await answer;
  }
  await expect(toast(page)).toHaveCount(1);
  await expect(toast(page)).toContainText(`${last}” do etapu Oferta`);
  await toast(page).getByRole('button', { name: 'Cofnij' }).click();
  await expect.poll(top).toEqual(before.filter((id) => id !== first));
  await page.keyboard.press('Control+z');
  await expect.poll(top).toEqual(before.slice(0, 6));
  await expect(column(page, 0)).toContainText(name);
  await expect(toast(page).getByRole('button', { name: 'Cofnij' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect.poll(top).toEqual(before.slice(0, 6));
  // Done again, in the order in which it was done; and taken back once more.
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(top).toEqual(before.filter((id) => id !== first));
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => (await top())[0]).toBe(before[2]);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+z');
  await expect.poll(top).toEqual(before.filter((id) => id !== first));
});

test('keys that come faster than answers take back one after the other, and do it again', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = (await ids(column(page, 0))).slice(0, 8);
  const moves = before.slice(0, 3);
  for (const deal of moves) {
    const answer = moved(page);
    await drag(page, card(page, deal), await middle(cards(column(page, 2)).first()));
    await answer;
  }
  const top = async () => (await ids(column(page, 0))).slice(0, 5);
  const gone = before.filter((id) => !moves.includes(id)).slice(0, 5);
  for (let round = 0; round < 3; round += 1) {
    for (let time = 0; time < 3; time += 1) await page.keyboard.press('Control+z');
    await expect.poll(top).toEqual(before.slice(0, 5));
    for (let time = 0; time < 3; time += 1) await page.keyboard.press('Control+Shift+z');
    await expect.poll(top).toEqual(gone);
  }
  // Back and forth in one go ends where it began, and says nothing twice.
  for (const keys of ['Control+z', 'Control+z', 'Control+Shift+z', 'Control+Shift+z']) await page.keyboard.press(keys);
  await expect(toast(page).filter({ hasText: 'Ponowiono.' })).toHaveCount(1);
  await expect(toast(page).filter({ hasText: 'Cofnięto.' })).toHaveCount(1);
  await expect.poll(top).toEqual(gone);
});

test('what somebody else changed since is not taken back, and who did it is said', async ({ page, demo, browser }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  let answer = moved(page);
  await drag(page, card(page, deal), await middle(cards(column(page, 2)).first()));
  await answer;
  const other = await window(browser, demo, 'marek');
  answer = moved(other);
  await drag(other, card(other, deal), await middle(cards(column(other, 1)).first()));
  await answer;
  await page.bringToFront();
  await page.keyboard.press('Control+z');
  await expect(toast(page).filter({ hasText: 'Marek Nowicki' })).toBeVisible();
  await expect(column(page, 1).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
});

test('Ctrl+Z belongs to a field while somebody types', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  const answer = moved(page);
  await drag(page, card(page, deal), await middle(cards(column(page, 2)).first()));
  await answer;
  await page.getByPlaceholder('Szukaj szans i klientów').fill('x');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByPlaceholder('Szukaj szans i klientów').press('Control+z');
  await page.getByPlaceholder('Szukaj szans i klientów').fill('');
  await expect(column(page, 2).locator(`[data-deal-id="${deal}"]`)).toBeVisible();
  expect(asked.filter((url) => url.endsWith('/undo'))).toEqual([]);
});

test('figure, density and folded columns are there again at the next visit, also elsewhere', async ({ page, demo, browser }) => {
  await signIn(page, demo, 'zofia');
  await page.getByRole('button', { name: 'Ważona' }).click();
  await page.getByLabel('Gęstość kart').click();
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/choose_look') && answer.request().postData()!.includes('"folded":[2]'));
  await page.getByLabel('Zwarta').check();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Zwarta')).toBeHidden();
  await column(page, 1).hover();
  await column(page, 1).getByRole('button', { name: 'Zwiń kolumnę' }).click();
  await kept;
  const elsewhere = await window(browser, demo, 'zofia');
  await expect(elsewhere.getByRole('button', { name: 'Ważona' })).toHaveAttribute('aria-pressed', 'true');
  await expect(elsewhere.locator('html')).toHaveAttribute('data-density', 'compact');
  expect((await column(elsewhere, 1).boundingBox())!.width).toBeLessThan(60);
  expect((await cards(column(elsewhere, 0)).first().boundingBox())!.height).toBeLessThan(60);
});

test('amounts of headers and cards end on one edge, in two lines, whatever currencies there are', async ({ page, demo }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await signIn(page, demo, 'marek');
  const right = async (selector: string, index: number) => {
    const box = (await column(page, index).locator(selector).first().boundingBox())!;
    return Math.round(box.x + box.width);
  };
  for (const index of [0, 1, 2, 3, 4]) {
    expect(Math.abs((await right('.figure strong', index)) - (await right('.card-value', index)))).toBeLessThanOrEqual(2);
    expect((await column(page, index).locator('.column-head').boundingBox())!.height).toBeLessThanOrEqual(60);
  }
  const last = (await column(page, 4).boundingBox())!;
  expect(last.x + last.width, 'five stages fit').toBeLessThanOrEqual(1366);
  expect((await cards(column(page, 0)).first().boundingBox())!.y).toBeLessThanOrEqual(170);
  expect(Object.keys((await header(column(page, 2))).totals).length).toBeGreaterThan(1);
});

test('on a phone the first card is near, and the stage in view is named', async ({ page, demo }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, demo, 'marek');
  expect((await cards(column(page, 0)).first().boundingBox())!.y).toBeLessThanOrEqual(200);
  const chips = page.getByRole('navigation', { name: 'Etapy' }).getByRole('button');
  await expect(chips.first()).toHaveAttribute('aria-current', 'true');
  await chips.nth(2).click();
  await expect(chips.nth(2)).toHaveAttribute('aria-current', 'true');
  await expect(column(page, 2)).toBeInViewport({ ratio: 0.9 });
});

test('a deal is added to a stage by the plus of its column, and has the focus then', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await column(page, 3).hover();
  await column(page, 3).getByRole('button', { name: 'Dodaj szansę do etapu Negocjacje' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Firma')).toBeFocused();
  await page.keyboard.type('Nowa Firma');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.locator('.card:focus .card-name')).toHaveText('Nowa Firma');
  await expect(column(page, 3).locator('.card:focus')).toBeVisible();
});

test('a filled dialog asks before it throws away, whichever way it is closed', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const questions: string[] = [];
  let answer = false;
  page.on('dialog', (question) => {
    questions.push(question.message());
    void (answer ? question.accept() : question.dismiss());
  });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  await dialog.getByLabel('Firma').fill('Nowa');
  for (const leave of [
    () => dialog.getByRole('button', { name: 'Zamknij' }).click(),
    () => dialog.getByRole('button', { name: 'Anuluj' }).click(),
    () => page.mouse.click(5, 400),
    () => page.keyboard.press('Escape'),
  ]) {
    const asked = questions.length;
    await leave();
    await expect.poll(() => questions.length).toBe(asked + 1);
    await expect(dialog.getByLabel('Firma')).toHaveValue('Nowa');
  }
  answer = true;
  await dialog.getByRole('button', { name: 'Anuluj' }).click();
  await expect(dialog).toBeHidden();
  const asked = questions.length;
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  await expect(dialog.getByLabel('Firma')).toBeFocused();
  await page.mouse.click(5, 400);
  await expect(dialog).toBeHidden();
  expect(questions.length, 'an empty one closes at once').toBe(asked);
});

test('a board is there again as it was left, with the focus on the card that was opened', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const scroller = column(page, 0).locator('.column-cards');
  const top = () => scroller.evaluate((cards) => cards.scrollTop);
  await scroller.evaluate((cards) => (cards.scrollTop = 500));
  // The sixth is the first that is wholly in view.
  const deal = (await ids(column(page, 0))).at(6)!;
  await expect.poll(top).toBe(500);
  await card(page, deal).locator('.card-name').click();
  await page.waitForURL('**/deals/*');
  await page.locator('.deal-head').waitFor();
  await page.goBack();
  await expect(card(page, deal)).toBeFocused();
  expect(await top()).toBe(500);
  // Another question begins at its beginning, and the way back from a deal leads to it.
  await page.getByRole('button', { name: /po terminie/ }).click();
  await expect(page).toHaveURL(/dot=red/);
  await expect.poll(top).toBe(0);
  await cards(column(page, 1)).first().locator('.card-name').click();
  await page.locator('.crumbs a').click();
  await expect(page).toHaveURL(/dot=red/);
  await expect(page.locator('.card:focus')).toBeVisible();
});

test('single keys work everywhere but where somebody types, and can be switched off', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const dialog = page.getByRole('dialog');
  const all = await ids(column(page, 0));
  await card(page, all[2]).focus();
  await page.keyboard.press('End');
  await expect(column(page, 0).locator('.card:focus')).not.toHaveAttribute('data-deal-id', all[2]);
  await page.keyboard.press('Home');
  await expect(card(page, all[0])).toBeFocused();
  // Neither scrolls away what is held.
  for (const key of ['Space', 'End', 'PageDown', 'n']) await page.keyboard.press(key);
  await expect(card(page, all[0])).toBeFocused();
  // Two keys within one frame: the card, put down, does not take the focus back from the field.
  await page.evaluate(async () => {
    for (const key of ['Escape', 'f']) {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await Promise.resolve();
    }
  });
  await frames(page, 3);
  await expect(page.locator('[data-lifted]')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('n?');
  await expect(page.getByRole('searchbox')).toHaveValue('n?');
  await expect(dialog).toBeHidden();
  await open(page, demo.url);
  await page.keyboard.press('n');
  await expect(dialog.getByLabel('Firma')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('?');
  await expect(dialog).toContainText('przechodzi do filtra strony');
  await dialog.getByLabel('Litery bez Ctrl działają').uncheck();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  for (const key of ['n', '/', 'f']) await page.keyboard.press(key);
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  await expect(dialog).toBeHidden();
  // What switched them off leads back.
  await page.getByLabel('Menu konta').click();
  await page.getByRole('button', { name: 'Klawisze' }).click();
  await dialog.getByLabel('Litery bez Ctrl działają').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(dialog.getByLabel('Firma')).toBeFocused();
});

test('a deal with its client and task is added by keys alone', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog').getByLabel('Firma')).toBeFocused();
  for (const field of ['Nowa Firma', 'Jan Nowak', 'Wdrożenie', '12 500']) {
    await page.keyboard.type(field);
    await page.keyboard.press('Tab');
  }
  // The caret is in the list of currencies now, which keeps Enter for itself.
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.card:focus')).toContainText('Wdrożenie');
  await expect(page.locator('.card:focus')).toContainText(/12.500/);
  // And its first task: eight keys in all, besides what is typed.
  await page.keyboard.press('Enter');
  await expect(page.locator('.composer')).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByLabel('Co trzeba zrobić?')).toBeFocused();
  await page.keyboard.type('Zadzwonić');
  await page.keyboard.press('Enter');
  await expect(page.locator('.tasks').getByRole('checkbox', { name: 'Zadzwonić' })).toBeVisible();
});

test('half a new deal is there again after the page was loaded again, and Back asks', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const questions: string[] = [];
  let answer = false;
  page.on('dialog', (question) => {
    questions.push(question.type());
    void (answer ? question.accept() : question.dismiss());
  });
  const dialog = page.getByRole('dialog');
  const [deal] = await ids(column(page, 0));
  await card(page, deal).locator('.card-name').click();
  await page.waitForURL('**/deals/*');
  const add = async () => {
    await page.getByRole('button', { name: 'Szansa', exact: true }).click();
    await dialog.getByLabel('Firma').waitFor();
  };
  await add();
  await dialog.getByLabel('Firma').fill('Pół firmy');
  await page.goBack();
  await expect.poll(() => questions).toEqual(['confirm']);
  await expect(page).toHaveURL(`${demo.url}/deals/${deal}`);
  await expect(dialog.getByLabel('Firma')).toHaveValue('Pół firmy');
  answer = true;
  await page.reload();
  expect(questions.at(-1)).toBe('beforeunload');
  await awake(page);
  await add();
  await expect(dialog.getByLabel('Firma')).toHaveValue('Pół firmy');
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await expect(page.locator('h1')).toHaveText('Pół firmy');
  expect(questions.length, 'what was sent is not lost').toBe(2);
  await add();
  await expect(dialog.getByLabel('Firma')).toHaveValue('');
  await dialog.getByLabel('Firma').fill('Qqq');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await add();
  await expect(dialog.getByLabel('Firma')).toHaveValue('');
});

test('menus close on Escape, which gives the focus back, and on a press elsewhere', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const menu = page.getByLabel('Menu konta');
  await menu.click();
  await expect(page.getByRole('button', { name: 'Wyloguj' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Wyloguj' })).toBeHidden();
  await expect(menu).toBeFocused();
  await menu.click();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('button', { name: 'Wyloguj' })).toBeHidden();
});

test('a lost deal is dropped on its zone, a stale one on its own, and what a won one lacks is said before', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  const box = (await card(page, deal).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 40, { steps: 4 });
  await expect(page.locator('[data-zone=won]')).toContainText(/brakuje \d obowiązkowych: .*Umowa podpisana/);
  const stale = await middle(page.locator('[data-zone=stale]'));
  await page.mouse.move(stale.x, stale.y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('dialog')).toContainText('nieaktualną');
});

test('nothing covers the amount of a card, and what is in the hand is above the line where it would land', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const first = cards(column(page, 0)).first();
  await first.hover();
  const [more, value] = await Promise.all(['.card-more', '.card-value'].map(async (part) => (await first.locator(part).boundingBox())!));
  expect(more.x >= value.x + value.width || more.y >= value.y + value.height, JSON.stringify([more, value])).toBe(true);
  const from = (await first.boundingBox())!;
  const to = await middle(cards(column(page, 1)).first());
  await page.mouse.move(from.x + 60, from.y + 14);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y - 40, { steps: 6 });
  const layer = (of: string) => page.locator(of).evaluate((element) => Number(getComputedStyle(element).zIndex));
  expect(await layer('[data-drag-ghost]')).toBeGreaterThan(await layer('.drop-line'));
  // The zones come with a movement, and without one for who wants none.
  const moves = () => page.locator('.zones').evaluate((zones) => parseFloat(getComputedStyle(zones).animationDuration));
  expect(await moves()).toBeGreaterThan(0.05);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moves()).toBeLessThan(0.05);
  await page.keyboard.press('Escape');
});

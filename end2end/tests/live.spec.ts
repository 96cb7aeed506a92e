// What others do is seen without a reload, and never takes away what is looked at or held (B11).
import type { Page } from '@playwright/test';
import { card, cards, column, drag, expect, finger, frames, grip, header, holdAnswer, ids, middle, moved, open, signIn, test, window } from './house';

const live = (page: Page) => page.locator('html[data-live=on]').waitFor();

/** A window that hears, and the board that it shows. */
async function listening(...opening: Parameters<typeof window>) {
  const page = await window(...opening);
  await live(page);
  return page;
}

/** Moves a card by its dialog's command, as its own page would, without its hand. */
const send = (page: Page, name: string, fields: object) =>
  page.evaluate(async ([name, fields]) => {
    const op = crypto.randomUUID();
    const body = JSON.stringify({ op, ...(fields as object) });
    const answer = await fetch(`/api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return { ok: answer.ok, body: await answer.json() };
  }, [name, fields] as const);

const stage = (page: Page, index: number) => column(page, index).getAttribute('data-stage-id').then(Number);

/** What a board says: the cards of each column in order, and its headers. */
const said = async (page: Page) => ({
  cards: await Promise.all([0, 1, 2, 3, 4].map((index) => ids(column(page, index)))),
  headers: await Promise.all([0, 1, 2, 3, 4].map((index) => header(column(page, index)))),
});

test('a move is seen by another within a second, with who made it', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [id] = await ids(column(anna, 0));
  const seen = cards(column(marek, 1)).filter({ has: marek.locator(`a[href="/deals/${id}"]`) });
  const answered = moved(anna);
  await drag(anna, card(anna, id), await middle(cards(column(anna, 1)).first()));
  await answered;
  await expect(seen).toBeVisible({ timeout: 1_000 });
  await expect(seen).toHaveAttribute('data-changed', 'Anna Wiśniewska');
  await expect(seen).not.toHaveAttribute('data-changed', /./);
  expect(await said(marek)).toEqual(await said(anna));
});

test('whoever may not see a deal receives no byte of it', async ({ browser, demo }) => {
  const [anna, piotr] = [await listening(browser, demo, 'anna'), await window(browser, demo, 'piotr')];
  await live(piotr);
  const requests: string[] = [];
  piotr.on('request', (request) => requests.push(request.url()));
  const theirs = await ids(column(piotr, 0));
  const foreign = (await ids(column(anna, 0))).filter((id) => !theirs.includes(id));
  const [from, to] = [await stage(anna, 0), await stage(anna, 1)];
  for (const deal of foreign.slice(0, 3)) {
    expect((await send(anna, 'move_deal', { deal: Number(deal), from, to, gap: { after: null, before: null } })).ok).toBe(true);
  }
  // What everybody sees comes after it.
  const asked = piotr.waitForRequest(/\/api\/board$/);
  expect((await send(anna, 'save_company', { form: { name: 'Nowa firma' } })).ok).toBe(true);
  await asked;
  expect(requests.filter((url) => /\/api\/board$/.test(url))).toHaveLength(1);
});

test('scroll and focus stay where they are', async ({ browser, demo }) => {
  const options = { viewport: { width: 1440, height: 420 } };
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek', options)];
  const list = column(marek, 0).locator('.column-cards');
  const all = await ids(column(anna, 0));
  const held = all[4];
  await card(marek, held).focus();
  await list.evaluate((list) => { list.scrollTop = 3 * 84; });
  await frames(marek, 2);
  const before = (await card(marek, held).boundingBox())!.y;
  const [from, to] = [await stage(anna, 0), await stage(anna, 1)];
  await send(anna, 'move_deal', { deal: Number(all[0]), from, to, gap: { after: null, before: null } });
  await expect(card(marek, all[0])).not.toBeAttached();
  await frames(marek, 3);
  await expect(card(marek, held)).toBeFocused();
  expect((await card(marek, held).boundingBox())!.y).toBeCloseTo(before, 0);
});

test('while a card is held others wait, and fields change', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [first, second, third] = await ids(column(marek, 0));
  const before = await said(marek);
  const box = (await card(marek, first).boundingBox())!;
  await marek.mouse.move(box.x + 60, box.y + 14);
  await marek.mouse.down();
  await marek.mouse.move(box.x + 90, box.y + 60, { steps: 4 });
  await expect(marek.locator('[data-drag-ghost]')).toBeVisible();
  const [from, to, top] = [await stage(anna, 0), await stage(anna, 1), Number((await ids(column(anna, 1)))[0])];
  const read = marek.waitForResponse(/\/api\/board$/);
  await send(anna, 'move_deal', { deal: Number(second), from, to, gap: { after: null, before: top } });
  await read;
  const changed = marek.waitForResponse(/\/api\/board$/);
  expect((await send(anna, 'change_deals', { deals: [Number(third)], change: { value: '7' } })).ok).toBe(true);
  await changed;
  await expect(card(marek, third).locator('.card-value')).toHaveText(/^7\s/);
  expect((await said(marek)).cards).toEqual(before.cards);
  const answered = moved(marek);
  const goal = (await cards(column(marek, 2)).first().boundingBox())!;
  await marek.mouse.move(goal.x + 80, goal.y + 4, { steps: 6 });
  await frames(marek, 2);
  await marek.mouse.up();
  await answered;
  await expect(cards(column(marek, 2)).first()).toHaveAttribute('data-deal-id', first);
  await expect(cards(column(marek, 1)).filter({ has: marek.locator(`a[href="/deals/${second}"]`) })).toBeVisible();
  await expect.poll(() => said(anna)).toEqual(await said(marek));
});

test('a card that others take out of the hand is put down, with who did it', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  for (const [how, change] of [
    ['moved', async (deal: number) => send(anna, 'move_deal', { deal, from: await stage(anna, 0), to: await stage(anna, 2), gap: { after: null, before: null } })],
    ['deleted', async (deal: number) => send(anna, 'delete_deal', { deal })],
  ] as const) {
    const [id] = await ids(column(marek, 0));
    const name = await card(marek, id).locator('.card-name').innerText();
    const box = (await card(marek, id).boundingBox())!;
    await marek.mouse.move(box.x + 60, box.y + 14);
    await marek.mouse.down();
    await marek.mouse.move(box.x + 200, box.y + 90, { steps: 4 });
    await expect(marek.locator('[data-drag-ghost]')).toBeVisible();
    const sent: string[] = [];
    marek.on('request', (request) => sent.push(request.url()));
    await change(Number(id));
    await expect(marek.locator('[data-drag-ghost]'), how).toHaveCount(0);
    await expect(marek.locator('[data-toast]').last(), how).toContainText(`Anna Wiśniewska zmienia „${name}”`);
    await marek.mouse.up();
    await frames(marek, 2);
    expect(sent.filter((url) => /move_deal/.test(url))).toEqual([]);
    await expect(cards(column(marek, 0)).filter({ has: marek.locator(`a[href="/deals/${id}"]`) })).toHaveCount(0);
  }
});

test('eight pages of one browser share a stream, and another page takes it over', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const streams = new Set<string>();
  const context = marek.context();
  context.on('request', (request) => { if (/\/live\?/.test(request.url())) streams.add(request.url()); });
  const pages = [marek];
  while (pages.length < 8) {
    const page = await context.newPage();
    await open(page, demo.url);
    await live(page);
    pages.push(page);
  }
  expect(streams.size).toBe(0);
  const [from, to] = [await stage(anna, 0), await stage(anna, 1)];
  const gone = async (id: string) => {
    await send(anna, 'move_deal', { deal: Number(id), from, to, gap: { after: null, before: null } });
    for (const page of pages) await expect(cards(column(page, 0)).locator(`a[href="/deals/${id}"]`)).toHaveCount(0);
  };
  const [first, second, third] = await ids(column(anna, 0));
  await gone(first);
  // The page that holds the stream goes, and something happens before another has it.
  await pages.shift()!.close();
  await gone(second);
  await live(pages[6]);
  expect(streams.size).toBe(1);
  await gone(third);
});

test('a change between the reading of a page and its listening is not missed', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [id] = await ids(column(anna, 0));
  const [from, to] = [await stage(anna, 0), await stage(anna, 1)];
  await marek.close();
  const late = await marek.context().newPage();
  const stream = await holdAnswer(late, '**/live.js');
  await late.goto(demo.url);
  await stream.asked;
  await send(anna, 'move_deal', { deal: Number(id), from, to, gap: { after: null, before: null } });
  await expect(cards(column(late, 0)).locator(`a[href="/deals/${id}"]`)).toBeVisible();
  stream.go();
  await expect(cards(column(late, 0)).locator(`a[href="/deals/${id}"]`)).toHaveCount(0);
});

test('a server that is killed and comes back loses and doubles nothing', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [first, second] = await ids(column(anna, 0));
  const top = async (index: number) => middle(cards(column(anna, index)).first());
  const answered = moved(anna);
  await drag(anna, card(anna, first), await top(1));
  expect((await answered).ok()).toBe(true);
  await demo.kill();
  for (const page of [anna, marek]) await page.locator('html[data-live=off]').waitFor();
  // What cannot be said waits, and is said when it can be.
  await drag(anna, card(anna, second), await top(1));
  await expect(cards(column(anna, 1)).locator(`a[href="/deals/${second}"]`)).toBeVisible();
  await expect(card(anna, second)).toContainText('czeka');
  await expect(anna.locator('[data-toast]').last()).toBeVisible();
  await demo.revive();
  await Promise.all([anna, marek].map(live));
  await expect.poll(async () => (await said(marek)).cards).toEqual((await said(anna)).cards);
  expect((await said(anna)).cards[1]).toContain(first);
  await expect(cards(column(marek, 1)).locator(`a[href="/deals/${second}"]`)).toBeVisible();
  await expect.poll(() => said(marek)).toEqual(await said(anna));
});

test('where one signs out, nothing stays on the other pages', async ({ browser, demo }) => {
  const marek = await listening(browser, demo, 'marek');
  const other = await marek.context().newPage();
  await open(other, `${demo.url}/deals`);
  await live(other);
  await marek.getByLabel('Menu konta').click();
  await marek.getByRole('button', { name: 'Wyloguj' }).click();
  await marek.waitForURL(/sign-in/);
  await other.waitForURL(/sign-in/);
});

test('the page of a deal, tasks, notices, contacts and figures follow', async ({ browser, demo }) => {
  const anna = await listening(browser, demo, 'anna');
  const marek = await listening(browser, demo, 'marek');
  const [id] = await ids(column(anna, 0));
  await open(marek, `${demo.url}/deals/${id}`);
  await live(marek);
  await marek.getByRole('textbox', { name: 'Notatka' }).fill('Jeszcze piszę');
  await send(anna, 'add_note', { deal: Number(id), text: 'Zadzwonili do nas', files: [] });
  await expect(marek.getByText('Zadzwonili do nas')).toBeVisible();
  await expect(marek.getByRole('textbox', { name: 'Notatka' })).toHaveValue('Jeszcze piszę');
  await marek.getByRole('textbox', { name: 'Notatka' }).fill('');
  await open(marek, `${demo.url}/finance`);
  await live(marek);
  const figures = marek.locator('main');
  const before = await figures.innerText();
  const third = (await ids(column(anna, 0)))[2];
  await send(anna, 'change_deals', { deals: [Number(third)], change: { value: '123456' } });
  await expect.poll(() => figures.innerText()).not.toBe(before);
});

test('what is typed goes not over what others did under it, and the page catches up', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [, , id] = await ids(column(anna, 0));
  for (const page of [anna, marek]) {
    await open(page, `${demo.url}/deals/${id}`);
    await live(page);
  }
  const fact = (page: Page, name: string) => page.locator(`[data-fact=${name}]`);
  const write = async (page: Page, name: string, text: string) => {
    await fact(page, name).click();
    await page.locator('.fact-form :is(input, textarea)').first().fill(text);
  };
  const save = (page: Page) => page.locator('.fact-form').getByRole('button', { name: 'Zapisz' }).click();
  await write(marek, 'description', 'Od Marka');
  await write(anna, 'description', 'Od Anny');
  await save(anna);
  await expect(fact(anna, 'description')).toContainText('Od Anny');
  await write(anna, 'expected_close', '18.12.2030');
  await save(anna);
  await expect(fact(anna, 'expected_close')).toContainText('18 gru 2030');
  await expect(marek.locator('.fact-form textarea')).toHaveValue('Od Marka');
  await save(marek);
  await expect(marek.locator('.fact-form')).toContainText('Ktoś zapisał to w międzyczasie');
  await expect(marek.locator('.fact-form textarea')).toHaveValue('Od Marka');
  await marek.keyboard.press('Escape');
  await expect(fact(marek, 'description')).toContainText('Od Anny');
  // Left alone, a field shows what came under it.
  await write(marek, 'description', 'Jeszcze raz');
  await write(anna, 'expected_close', '19.12.2030');
  await save(anna);
  await expect(fact(anna, 'expected_close')).toContainText('19 gru 2030');
  await marek.keyboard.press('Escape');
  await expect(fact(marek, 'expected_close')).toContainText('19 gru 2030');
});

test('whoever edits a process learns what somebody else saved', async ({ browser, demo }) => {
  const path = `${demo.url}/settings/deals/processes/1`;
  const name = (page: Page, index: number) => page.locator('.stage-draft').nth(index).getByLabel('Nazwa etapu');
  const [saving, idle, typing] = [await window(browser, demo, 'anna'), await window(browser, demo, 'anna'), await window(browser, demo, 'anna')];
  for (const page of [saving, idle, typing]) {
    await open(page, path);
    await live(page);
  }
  await name(typing, 1).fill('Moja nazwa');
  await name(saving, 0).fill('Pierwsza rozmowa');
  await saving.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await saving.waitForURL('**/processes');
  // Where nothing was changed the new version is simply there.
  await expect(name(idle, 0)).toHaveValue('Pierwsza rozmowa');
  const alert = typing.getByRole('alert').filter({ hasText: 'W międzyczasie' });
  await expect(alert).toContainText('W międzyczasie zmienia Anna Wiśniewska');
  await expect(name(typing, 1)).toHaveValue('Moja nazwa');
  await alert.getByRole('button', { name: 'Pokaż ich wersję' }).click();
  await expect(name(typing, 0)).toHaveValue('Pierwsza rozmowa');
  await expect(alert).toHaveCount(0);
});

test('whoever looks at the same deal is shown, until they leave it', async ({ browser, demo }) => {
  const [anna, marek] = [await listening(browser, demo, 'anna'), await listening(browser, demo, 'marek')];
  const [id] = await ids(column(anna, 0));
  for (const page of [anna, marek]) await open(page, `${demo.url}/deals/${id}`);
  await expect(anna.locator('[data-looks]')).toHaveText('MN');
  await expect(marek.locator('[data-looks]')).toHaveText('AW');
  await marek.getByRole('link', { name: 'Tablica', exact: true }).last().click();
  await marek.locator('[data-board]').waitFor();
  await expect(anna.locator('[data-looks]')).toHaveCount(0);
});

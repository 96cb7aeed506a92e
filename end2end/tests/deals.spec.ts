// The list of deals (L1, L2): the board's deals in rows, one filter for both.
import type { Page } from '@playwright/test';
import { awake, card, cards, column, expect, frames, holdAnswer, open, signIn, test, window } from './house';

const rows = (page: Page) => page.locator('.deals-table tbody tr');
const count = async (page: Page) => Number(await page.locator('.deals-foot [data-count]').getAttribute('data-count'));
const chip = (page: Page, asked: string) => page.locator(`details[data-filter=${asked}]`);

test('the list holds the deals of the board, and the filter goes along both ways', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await page.getByPlaceholder('Szukaj szans i klientów').fill('wdro');
  await expect(page).toHaveURL(/q=wdro/);
  await expect(page.locator('.sums')).not.toContainText('88 szans');
  const onBoard = await page.locator('.sums').innerText();
  const first = await cards(column(page, 0)).first().getAttribute('data-deal-id');
  await page.getByRole('link', { name: 'Lista', exact: true }).click();
  await expect(page).toHaveURL(/\/deals\?process=1&q=wdro$/);
  await expect(rows(page).first()).toContainText('Wdrożenie');
  expect(onBoard).toContain(`${await count(page)} szans`);
  await expect(rows(page)).toHaveCount(await count(page));
  await expect(page.locator(`.deals-table tr[data-deal-id="${first}"]`)).toBeVisible();
  await page.getByRole('navigation', { name: 'Widok' }).getByRole('link', { name: 'Tablica' }).click();
  await expect(page).toHaveURL(/\/board\/1\?q=wdro$/);
  await expect(card(page, first!)).toBeVisible();
});

test('questions are taken up, answered and dropped, and the address says them', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals?process=1`);
  const all = await count(page);
  await page.locator('.add-filter').click();
  await page.locator('.filter-bar .links').getByRole('button', { name: 'Etap' }).click();
  await expect(chip(page, 'stage').getByLabel('Rozmowa')).toBeFocused();
  await chip(page, 'stage').getByLabel('Oferta').check();
  await expect(page).toHaveURL(/stage=3/);
  await expect(chip(page, 'stage').locator('summary')).toHaveText('Etap: Oferta');
  await expect(rows(page).first().locator('.stage')).toHaveText('Oferta');
  const offers = await count(page);
  expect(offers).toBeLessThan(all);
  await chip(page, 'stage').getByLabel('Negocjacje').check();
  await expect(chip(page, 'stage').locator('summary')).toHaveText('Etap: Oferta, Negocjacje');
  await expect.poll(() => count(page)).toBeGreaterThan(offers);

  await page.getByRole('button', { name: 'Wyczyść: Etap' }).click();
  await expect(page).not.toHaveURL(/stage=/);
  await expect(chip(page, 'stage')).toHaveCount(0);
  await chip(page, 'status').locator('summary').click();
  // Deals of no status are none: one stays.
  await chip(page, 'status').getByLabel('otwarta').click();
  await expect(chip(page, 'status').getByLabel('otwarta')).toBeChecked();
  await chip(page, 'status').getByLabel('wygrana').check();
  await chip(page, 'status').getByLabel('otwarta').uncheck();
  await expect(page).toHaveURL(/status=won/);
  await expect(rows(page).first().locator('.status')).toHaveText('wygrana');

  await page.reload();
  await expect(chip(page, 'status').locator('summary')).toHaveText('Status: wygrana');
  await page.getByRole('button', { name: 'Wyczyść filtr' }).click();
  await expect(page).toHaveURL(`${demo.url}/deals`);
});

test('days and values are asked for, and what cannot be is said', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals`);
  const takeUp = async (name: string) => {
    await page.locator('.add-filter').click();
    await page.locator('.filter-bar .links').getByRole('button', { name, exact: true }).click();
  };
  const all = await count(page);
  await takeUp('Zamknięcie');
  await chip(page, 'close').getByRole('combobox').selectOption('next_30');
  await expect(page).toHaveURL(/close=next_30/);
  await expect(chip(page, 'close').locator('summary')).toHaveText('Zamknięcie: Następne 30 dni');
  await expect.poll(() => count(page)).toBeLessThan(all);
  await chip(page, 'close').getByRole('textbox', { name: 'Do' }).fill('2020-01-01');
  await chip(page, 'close').getByRole('textbox', { name: 'Do' }).press('Tab');
  // The later day is the end, whichever was typed where.
  await expect(page).toHaveURL(/close_from=2020-01-01&close_to=20/);
  await page.getByRole('button', { name: 'Wyczyść: Zamknięcie' }).click();
  await expect.poll(() => count(page)).toBe(all);

  await takeUp('Wartość');
  await chip(page, 'value').getByLabel('Od').fill('100 000');
  await chip(page, 'value').getByLabel('Od').press('Tab');
  await expect(page).toHaveURL(/value_from=100000/);
  await expect(chip(page, 'value').locator('summary')).toContainText('Wartość: od 100');
  await chip(page, 'value').getByLabel('Do').fill('dużo');
  await chip(page, 'value').getByLabel('Do').press('Tab');
  await expect(page.locator('[data-toast]')).toContainText('Nie da się tego odczytać');
  await expect(page).toHaveURL(/value_from=100000$/);
});

test('rows are sorted, walked and opened by keys alone', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/deals`);
  const head = page.getByRole('columnheader', { name: 'Wartość' });
  await head.getByRole('button').press('Enter');
  await expect(page).toHaveURL(/sort=value/);
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  // The heading says it at once; the rows come with the answer.
  await expect(page.locator('.deals-table')).toHaveAttribute('aria-busy', 'false');
  await page.locator('h1').click();
  for (const [key, at] of [['j', 0], ['j', 1], ['ArrowDown', 2], ['k', 1]] as const) {
    await page.keyboard.press(key);
    await expect(rows(page).nth(at).getByRole('link')).toBeFocused();
  }
  const deal = await rows(page).nth(1).getAttribute('data-deal-id');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${demo.url}/deals/${deal}`);
  await page.goBack();
  await expect(page).toHaveURL(/sort=-value/);
});

test('deals are picked by keys and by boxes, changed together, and taken back as one', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/deals`);
  const bar = page.getByRole('toolbar', { name: 'Zaznaczone szanse' });
  const box = (at: number) => rows(page).nth(at).getByRole('checkbox');
  await page.locator('h1').click();
  for (const key of ['j', 'x', 'j', 'j', 'x']) await page.keyboard.press(key);
  await expect(box(0)).toBeChecked();
  await expect(box(1)).not.toBeChecked();
  await expect(box(2)).toBeChecked();
  await expect(bar.getByRole('status')).toHaveText('Zaznaczono 2');
  await page.keyboard.press('x');
  await box(3).check();
  const picked = await Promise.all([0, 3].map((at) => rows(page).nth(at).getAttribute('data-deal-id')));
  const owner = (deal: string | null) => page.locator(`tr[data-deal-id="${deal}"] .user-name > span`);
  const before = await Promise.all(picked.map((deal) => owner(deal).innerText()));
  await bar.getByText('Opiekun').click();
  await bar.getByRole('button', { name: 'Anna Wiśniewska' }).click();
  await expect(page.locator('[data-toast]')).toContainText('Zmieniono 2 szanse');
  for (const deal of picked) await expect(owner(deal)).toHaveText('Anna Wiśniewska');
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(owner(picked[0])).toHaveText(before[0]);
  await expect(owner(picked[1])).toHaveText(before[1]);

  await page.getByRole('checkbox', { name: 'Zaznacz całą stronę' }).check();
  await bar.getByRole('button', { name: /^Zaznacz wszystkie/ }).click();
  const count = Number(await page.locator('[data-count]').getAttribute('data-count'));
  await expect(bar.getByRole('status')).toHaveText(`Zaznaczono ${count}`);
  await bar.getByText('Status').click();
  await bar.getByRole('button', { name: 'wygrana' }).click();
  // Whatever has mandatory actions left stays as it was, stays picked, and says why.
  const refused = page.getByRole('dialog');
  await expect(refused.getByRole('listitem').first()).toContainText('Do wygranej');
  const left = await refused.getByRole('listitem').count();
  await refused.getByRole('button', { name: 'Zamknij' }).click();
  await expect(bar.getByRole('status')).toHaveText(`Zaznaczono ${left}`);
  await bar.getByRole('button', { name: 'Usuń' }).click();
  await expect(page.locator('[data-count]')).toHaveAttribute('data-count', '0');
});

test('what is picked is dropped when the filter changes, also by Back', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/deals`);
  const bar = page.getByRole('toolbar', { name: 'Zaznaczone szanse' });
  await page.getByPlaceholder('Szukaj szans i klientów').fill('wdro');
  await expect(page).toHaveURL(/q=wdro/);
  await expect(rows(page).first()).toContainText('Wdrożenie');
  await rows(page).first().getByRole('checkbox').check();
  await page.getByRole('columnheader', { name: 'Wartość' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=value/);
  await expect(bar.getByRole('status')).toHaveText('Zaznaczono 1');
  await page.goBack();
  await expect(bar.getByRole('status')).toHaveText('Zaznaczono 1');
  await page.goBack();
  await expect(page).not.toHaveURL(/q=/);
  await expect(bar).toHaveCount(0);
});

test('a filter is kept under a name, begins the list, and is there for others; columns are chosen', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/deals?close=month&sort=-value`);
  const saved = (page: Page) => page.locator('details', { hasText: 'Zapisz ten filtr' });
  await saved(page).locator('summary').click();
  await expect(saved(page)).toContainText('Zapisz pod nazwą');
  await saved(page).getByLabel('Nazwa filtra').fill('W tym miesiącu');
  await saved(page).getByLabel('dla wszystkich').check();
  await saved(page).getByLabel('Nazwa filtra').press('Enter');
  await expect(saved(page).getByRole('link', { name: 'W tym miesiącu' })).toHaveAttribute('aria-current', 'page');
  const kept = page.waitForResponse(/choose_look/);
  await saved(page).getByRole('button', { name: 'Otwieraj listę z „W tym miesiącu”' }).click();
  await kept;
  await page.goto(demo.url);
  await awake(page);
  await page.getByRole('navigation', { name: 'Widok' }).getByRole('link', { name: 'Lista' }).click();
  await expect(page).toHaveURL(/\/deals\?close=month&sort=-value$/);

  await page.getByText('Kolumny').click();
  const hidden = page.waitForResponse(/choose_look/);
  await page.getByRole('group', { name: 'Kolumny' }).getByLabel('Klient').uncheck();
  await hidden;
  await expect(page.getByRole('columnheader', { name: 'Klient' })).toBeHidden();
  await page.reload();
  await awake(page);
  await expect(page.getByRole('columnheader', { name: 'Klient' })).toBeHidden();
  const csv = await page.request.get(`${demo.url}/deals/export.csv`);
  expect((await csv.text()).split('\n')[0]).not.toContain('Firma');

  const zofia = await window(browser, demo, 'zofia');
  await open(zofia, `${demo.url}/deals`);
  await expect(zofia.getByRole('columnheader', { name: 'Klient' })).toBeVisible();
  await saved(zofia).locator('summary').click();
  await expect(saved(zofia).getByRole('button', { name: /^Usuń filtr/ })).toHaveCount(0);
  await saved(zofia).getByRole('link', { name: 'W tym miesiącu' }).click();
  await expect(zofia).toHaveURL(/close=month/);
});

test('what was asked in the list holds on the board, and is dropped there', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals?process=1&close=none&status=won`);
  await page.getByRole('navigation', { name: 'Widok' }).getByRole('link', { name: 'Tablica' }).click();
  await expect(page).toHaveURL(`${demo.url}/board/1?close=none`);
  const from = page.locator('.from-list');
  await expect(from).toContainText('Filtr: 1');
  await expect(page.getByText('Żadna szansa nie pasuje do filtra')).toBeVisible();
  await from.getByRole('button', { name: 'Wyczyść filtr' }).click();
  await expect(page).toHaveURL(`${demo.url}/board/1`);
  await expect(page.locator('.sums')).toContainText('88 szans');
  await expect(from).toBeEmpty();
});

test('a cell is edited in its place by keys alone, and taken back', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals?process=1`);
  const deal = await rows(page).filter({ has: page.locator('td[data-column=value][data-edit]') }).first().getAttribute('data-deal-id');
  const row = page.locator(`.deals-table tr[data-deal-id="${deal}"]`);
  const cell = (name: string) => row.locator(`td[data-column=${name}]`);
  const before = Object.fromEntries(
    await Promise.all(['stage', 'owner', 'value', 'close'].map(async (name) => [name, await cell(name).innerText()])),
  );
  const height = (await row.boundingBox())!.height;
  // Without a rest: the field is there for the next key.
  await row.getByRole('link').focus();
  for (const key of ['e', 'Tab', 'Shift+Tab', 'Tab', 'Tab']) await page.keyboard.press(key);
  const value = page.getByRole('textbox', { name: 'Wartość' });
  await expect(value).toBeFocused();
  expect((await row.boundingBox())!.height).toBe(height);
  // What cannot be meant is said and stays typed; what is nothing changes nothing.
  await value.fill('dużo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Nie da się tego odczytać' })).toBeVisible();
  await expect(value).toHaveValue('dużo');
  await expect(value).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(value).toHaveCount(0);
  await expect(cell('value')).toHaveText(before.value);
  await expect(row.getByRole('link')).toBeFocused();
  // Saved by going on to the next cell, and by Enter.
  for (const key of ['e', 'Tab', 'Tab']) await page.keyboard.press(key);
  await page.keyboard.type('1234,5');
  await page.keyboard.press('Tab');
  await expect(cell('value')).toContainText(/^1.234,50/);
  await expect(page.getByRole('textbox', { name: 'Zamknięcie' })).toBeFocused();
  await page.keyboard.type('24.12.2030');
  await page.keyboard.press('Enter');
  await expect(cell('close')).toHaveText('24 gru 2030');
  await expect(row.getByRole('link')).toBeFocused();
  await page.keyboard.press('e');
  await expect(page.getByRole('combobox', { name: 'Etap' })).toBeFocused();
  // Keys choose from the list, and only Enter means it.
  await page.keyboard.press('N');
  await expect(page.getByRole('combobox', { name: 'Etap' }).getByRole('option', { selected: true })).toHaveText('Negocjacje');
  const saved = page.waitForResponse('**/api/change_deals');
  await page.keyboard.press('Enter');
  await expect(cell('stage')).toHaveText('Negocjacje');
  await saved;
  await expect(row.getByRole('link')).toBeFocused();
  await page.reload();
  await expect(cell('value')).toContainText(/^1.234,50/);
  await expect(cell('close')).toHaveText('24 gru 2030');
  await expect(cell('stage')).toHaveText('Negocjacje');
});

test('a cell is edited by a click, and not over what somebody else made of it', async ({ page, demo, browser }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals?process=1`);
  const deal = await rows(page).filter({ has: page.locator('td[data-column=value][data-edit]') }).first().getAttribute('data-deal-id');
  const cell = (at: Page, name: string) => at.locator(`.deals-table tr[data-deal-id="${deal}"] td[data-column=${name}]`);
  const owner = await cell(page, 'owner').locator('.user-name > span').innerText();
  const to = owner === 'Piotr Wójcik' ? 'Marek Nowicki' : 'Piotr Wójcik';
  await cell(page, 'owner').click();
  await page.getByRole('combobox', { name: 'Opiekun' }).selectOption(to);
  await expect(cell(page, 'owner')).toContainText(to);
  await expect(page.locator('[data-toast]')).toContainText('Zapisano');
  await page.keyboard.press('Control+z');
  await expect(cell(page, 'owner')).toContainText(owner);
  // Somebody else types a value while one is about to.
  await cell(page, 'value').click();
  const value = page.getByRole('textbox', { name: 'Wartość' });
  const other = await window(browser, demo, 'anna');
  await open(other, `${demo.url}/deals?process=1`);
  await cell(other, 'value').click();
  await other.keyboard.type('777');
  await other.keyboard.press('Enter');
  await expect(cell(other, 'value')).toContainText('777');
  await expect(other.locator('[data-toast]')).toContainText('Zapisano');
  await value.fill('888');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Ktoś zapisał to w międzyczasie' })).toBeVisible();
  await expect(value).toHaveValue('888');
  await expect(cell(page, 'value')).toContainText('777');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'value')).toContainText('888');
  // A deal that is closed is in no stage.
  await open(page, `${demo.url}/deals?status=won`);
  await rows(page).first().locator('td[data-column=stage]').click();
  await expect(page.locator('.cell-editor')).toHaveCount(0);
});

test('rows that were asked for before come late and do not take the place of later ones', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/deals?process=1`);
  const deal = await rows(page).filter({ has: page.locator('td[data-column=value][data-edit]') }).first().getAttribute('data-deal-id');
  const value = page.locator(`.deals-table tr[data-deal-id="${deal}"] td[data-column=value]`);
  const { asked, go } = await holdAnswer(page, '**/api/deal_list');
  const edit = async (typed: string) => {
    await value.click();
    await page.getByRole('textbox', { name: 'Wartość' }).fill(typed);
    await page.keyboard.press('Enter');
  };
  await edit('111');
  await asked;
  const read = page.waitForResponse('**/api/deal_list');
  await edit('222');
  await read;
  await expect(value).toContainText('222');
  const late = page.waitForResponse('**/api/deal_list');
  go();
  await (await late).finished();
  await frames(page, 5);
  await expect(value).toContainText('222');
});

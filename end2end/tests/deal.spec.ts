// Adding a deal, changing it, and what its tasks do to its dot (D1, D4, T1, B6).
import { card, column, expect, header, ids, open, signIn, test } from './house';

test('a deal is added with a suggested client and stands on top', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = await header(column(page, 0));
  await page.getByRole('button', { name: 'Szansa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog.getByText('Podaj firmę lub osobę.')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('lodz');
  await dialog.getByRole('option', { name: 'Łódź Logistyka' }).click();
  await dialog.getByLabel('Wartość').fill('12x');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog.getByText('Nie da się tego odczytać jako kwotę, np. 1234,50.')).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Firma' })).toHaveValue('Łódź Logistyka');
  await dialog.getByLabel('Wartość').fill('1 234,50');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await header(column(page, 0))).count).toBe(before.count + 1);
  const after = await header(column(page, 0));
  expect(after.totals.PLN).toBe((before.totals.PLN ?? 0) + 123_450);
  const [first] = await ids(column(page, 0));
  await expect(card(page, first)).toContainText('Łódź Logistyka');
  await expect(card(page, first)).toHaveAttribute('data-dot', 'white');
});

test('no two elements share an id when a deal is added over the page of another', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  await page.locator('[data-fact=company]').click();
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  const twice = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[id]')].map((one) => one.id);
    return all.filter((id, index) => all.indexOf(id) !== index);
  });
  expect(twice).toEqual([]);
});

test('tasks turn the dot, on the page and on the board', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const white = page.locator('[data-deal-id][data-dot=white]').first();
  const deal = (await white.getAttribute('data-deal-id'))!;
  await white.click();
  await expect(page).toHaveURL(new RegExp(`/deals/${deal}$`));
  const dot = page.locator('.deal-title .dot');
  await expect(dot).toHaveAttribute('data-dot', 'white');
  const day = (days: number) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
  await page.getByRole('button', { name: 'Zadanie', exact: true }).click();
  const add = async (title: string, date: string) => {
    await page.getByLabel('Co trzeba zrobić?').fill(title);
    await page.getByRole('textbox', { name: 'Termin' }).fill(date);
    await page.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
    await expect(page.locator('.tasks').getByRole('checkbox', { name: title })).toBeVisible();
  };
  await add('Kiedyś', day(30));
  await expect(dot).toHaveAttribute('data-dot', 'grey');
  await add('Dawno', day(-3));
  await expect(dot).toHaveAttribute('data-dot', 'red');
  await open(page, demo.url);
  await expect(card(page, deal)).toHaveAttribute('data-dot', 'red');
  await expect(card(page, deal)).toContainText('1 po terminie');
  await open(page, `${demo.url}/deals/${deal}`);
  await page.locator('.tasks').getByRole('checkbox', { name: 'Dawno' }).click();
  await expect(dot).toHaveAttribute('data-dot', 'grey');
  await page.getByRole('button', { name: 'Usuń zadanie „Kiedyś”' }).click();
  await expect(dot).toHaveAttribute('data-dot', 'white');
});

test('what is being typed survives a checked task, and saves', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  await page.getByPlaceholder('Co ustalono?').fill('Pół notatki');
  await page.locator('.action').first().getByRole('checkbox').click();
  await expect(page.locator('[data-toast]')).toBeVisible();
  await expect(page.getByPlaceholder('Co ustalono?')).toHaveValue('Pół notatki');
  await page.locator('[data-fact=name]').click();
  await page.getByLabel('Nazwa').fill('Nowa nazwa');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nowa nazwa');
  await open(page, demo.url);
  await expect(card(page, deal)).toContainText('Nowa nazwa');
});

test('a foreign deal and one that is not there are one and the same page', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'zofia');
  const own = new Set<string>();
  for (let index = 0; index < 5; index++) (await ids(column(page, index))).forEach((id) => own.add(id));
  const foreign = Array.from({ length: 80 }, (_, n) => String(n + 1)).find((id) => !own.has(id))!;
  const texts = [];
  for (const id of [foreign, '99999']) {
    const answer = await page.goto(`${demo.url}/deals/${id}`);
    expect(answer!.status()).toBe(404);
    texts.push(await page.locator('main').innerText());
  }
  expect(texts[0]).toBe(texts[1]);
});

test('a deal that was lost before it is entered asks for the reason where one is required', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/deals/reasons`);
  await page.getByLabel('Powód jest wymagany').check();
  await page.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.getByText('Zapisano')).toBeVisible();
  await open(page, demo.url);
  await page.getByRole('button', { name: 'Szansa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('Dawna Firma');
  await expect(dialog.getByLabel('Powód')).toHaveCount(0);
  await dialog.getByText('Więcej').click();
  await dialog.getByLabel('Już zamknięta').selectOption('lost');
  await dialog.getByRole('textbox', { name: 'Data zamknięcia' }).fill('15.01.2026');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog).toBeVisible();
  const reason = dialog.getByLabel('Powód');
  await reason.selectOption({ index: 1 });
  const chosen = await reason.locator('option:checked').textContent();
  const added = page.waitForResponse((answer) => answer.url().endsWith('/api/add_deal'));
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await open(page, `${demo.url}/deals/${await (await added).json()}`);
  await expect(page.getByText(chosen!).first()).toBeVisible();
});

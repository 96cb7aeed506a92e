// Products, costs, profit, and what finance says of them (M2 to M6, W1).
import type { Page } from '@playwright/test';
import { expect, open, signIn, test, type House, window } from './house';

/** Adds a deal by hand, with these lines, and opens its page. */
async function dealWith(page: Page, demo: House, name: string, lines: string[][]) {
  await open(page, `${demo.url}/board/2`);
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Firma' }).fill(`Firma ${name}`);
  await dialog.getByLabel('Nazwa').fill(name);
  await dialog.getByText('Więcej', { exact: false }).first().click();
  await dialog.getByRole('button', { name: 'Produkty zamiast wartości' }).click();
  for (const [index, line] of lines.entries()) {
    if (index > 0) await dialog.getByRole('button', { name: 'Dodaj produkt' }).click();
    for (const [place, text] of line.entries()) {
      await dialog.getByLabel(['Produkt', 'Ilość', 'Cena', 'Rabat %'][place], { exact: true }).nth(index).fill(text);
    }
  }
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByText(name, { exact: true }).click();
  await page.waitForURL(/deals/);
}

const spaced = (text: string) => new RegExp(text.replaceAll(' ', '\\s'));
const money = (page: Page) => page.locator('.money');
const profit = (page: Page, what: string, kind: string) =>
  money(page).locator(`[data-what=${what}] [data-kind=${kind}]`);

test('lines, costs and profit to the cent, before and after the deal is won', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await dealWith(page, demo, 'Flota próbna', [['Wózek próbny', '3', '1 234,50', '10'], ['Ładowarka', '1', '99,99']]);
  await expect(money(page).locator('tfoot')).toContainText(spaced('3 433,14 zł'));
  await money(page).getByRole('button', { name: 'Koszty' }).click();
  await money(page).getByRole('button', { name: 'Edytuj: Prognoza' }).click();
  await money(page).getByRole('button', { name: 'Dodaj koszt' }).click();
  await money(page).getByLabel('Kategoria').selectOption({ label: 'Dostawa' });
  await money(page).getByLabel('Kwota').fill('500');
  await money(page).getByRole('button', { name: 'Zapisz' }).click();
  await money(page).getByRole('button', { name: 'Zysk' }).click();
  for (const [what, minor] of [['products', '343314'], ['costs', '50000'], ['profit', '293314']]) {
    await expect(profit(page, what, 'forecast')).toHaveAttribute('data-minor', minor);
  }
  await expect(profit(page, 'profit', 'realised')).toHaveAttribute('data-minor', '0');
  await expect(page.locator('.deal-value')).toContainText(spaced('3 433,14 zł'));

  await open(page, `${demo.url}/board/2?q=Flota+próbna`);
  await page.getByRole('button', { name: 'Zysk' }).click();
  const card = page.locator('[data-deal-id]');
  await expect(card).toContainText(spaced('3 433,14 zł'));
  await expect(card).toContainText(spaced('Zysk 2 933,14 zł'));
  await expect(page.locator('section[data-stage-id]').first().locator('[data-profit]')).toHaveAttribute('data-profit', '293314');

  await card.locator('a').first().click();
  const signed = page.getByRole('checkbox', { name: /Podpisany aneks/ });
  await signed.click();
  await expect(signed).toBeChecked();
  await page.getByRole('button', { name: /^Wygrana/ }).click();
  await money(page).getByRole('button', { name: 'Produkty' }).click();
  await money(page).getByRole('button', { name: 'Edytuj: Zrealizowane' }).click();
  await money(page).getByLabel('Ilość').first().fill('2');
  await money(page).getByLabel('Rabat %').first().fill('');
  await money(page).getByRole('button', { name: 'Zapisz' }).click();
  await expect(money(page).locator('[data-kind=realised] tfoot')).toContainText(spaced('2 568,99 zł'));
  await money(page).getByRole('button', { name: 'Zysk' }).click();
  await expect(profit(page, 'profit', 'forecast')).toHaveAttribute('data-minor', '293314');
  await expect(profit(page, 'profit', 'realised')).toHaveAttribute('data-minor', '206899');

  await open(page, `${demo.url}/finance?period=all&client=Firma+Flota+próbna`);
  const sum = (name: string) => page.locator(`.sums-table [data-sum=${name}]`);
  for (const [name, minor] of [['forecast', '343314'], ['realised', '256899'], ['forecast_cost', '50000'], ['realised_profit', '206899']]) {
    await expect(sum(name)).toHaveAttribute('data-minor', minor);
  }
  await expect(page.locator('.amounts-list tbody tr')).toHaveCount(6);
});

test('what cannot be read is said at its field and nothing is stored', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await dealWith(page, demo, 'Zła liczba', [['Coś', '1', '10']]);
  await money(page).getByRole('button', { name: 'Edytuj: Prognoza' }).click();
  await money(page).getByLabel('Cena').fill('1,234.50');
  await money(page).getByRole('button', { name: 'Zapisz' }).click();
  await expect(money(page).locator('.field', { hasText: 'Cena' })).toContainText('Nie da się tego odczytać jako kwotę');
  await money(page).getByLabel('Cena').fill('1 234,50');
  await money(page).getByLabel('Rabat %').fill('101');
  await money(page).getByRole('button', { name: 'Zapisz' }).click();
  await expect(money(page).locator('.field', { hasText: 'Rabat' })).toContainText('Rabat wynosi najwyżej 100 %.');
  await expect(money(page).getByLabel('Cena')).toHaveValue('1 234,50');
  await money(page).getByLabel('Rabat %').fill('');
  await money(page).getByRole('button', { name: 'Zapisz' }).click();
  await expect(money(page).locator('tfoot')).toContainText(spaced('1 234,50 zł'));
});

test('costs are switched off and on again', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const choose = async (on: boolean) => {
    await open(page, `${demo.url}/settings/deals/costs`);
    await page.getByRole('switch').setChecked(on);
    await page.getByRole('button', { name: 'Zapisz' }).click();
    await expect(page.getByText('Zapisano')).toBeVisible();
  };
  const seen = async () => {
    const texts = [];
    for (const path of ['/', '/finance?period=all']) {
      await open(page, demo.url + path);
      texts.push(await page.locator('main').innerText());
    }
    return texts.join();
  };
  const before = await seen();
  expect(before).toMatch(/Zysk/);
  await choose(false);
  expect(await seen()).not.toMatch(/Zysk|Koszt/);
  await choose(true);
  expect(await seen()).toBe(before);
});

test('a product is added to the catalogue and brings its price to a deal', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/deals/products`);
  await page.getByRole('button', { name: 'Dodaj produkt' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nazwa').fill('Przyczepa');
  await dialog.getByLabel('Cena domyślna').fill('777,70');
  await expect(dialog.getByLabel('Waluta')).toHaveValue('PLN');
  await dialog.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.getByRole('button', { name: 'Przyczepa' })).toBeVisible();
  await dealWith(page, demo, 'Z katalogu', [['Przyczepa', '2']]);
  await expect(money(page).locator('tfoot')).toContainText(spaced('1 555,40 zł'));
});

test('finance filters, sorts, turns its pages and gives the same sums as a file', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await page.getByRole('link', { name: 'Finanse' }).click();
  const sums = page.locator('.sums-table tbody tr');
  // It opens on this quarter; another time is chosen by its name, or typed.
  const chip = (name: string) => page.locator(`details[data-filter=${name}]`);
  await expect(chip('date').locator('summary')).toHaveText('Data: Ten kwartał');
  await chip('date').locator('summary').click();
  const from = page.getByRole('textbox', { name: 'Od' });
  await expect(from).toHaveValue(/^01\.(01|04|07|10)\.20\d\d$/);
  await from.fill('1.1.2026');
  await from.press('Enter');
  await expect(page).toHaveURL(/from=2026-01-01/);
  await chip('date').locator('select').selectOption({ label: 'Cały okres' });
  await expect(page).toHaveURL(/period=all/);
  await expect(sums).toHaveCount(3);
  const choose = async (name: string, title: string, answer: string) => {
    await page.locator('.add-filter').click();
    await page.locator('.filter-bar .links').getByRole('button', { name: title, exact: true }).click();
    await chip(name).getByRole('radio', { name: answer, exact: true }).check();
  };
  await choose('kind', 'Rodzaj', 'Zrealizowane');
  await expect(page).toHaveURL(/kind=realised/);
  await choose('of', 'Produkt lub kategoria', 'Produkty');
  await expect(page).toHaveURL(/of=products/);
  // Each choice is a step: Back takes the last one away.
  await page.goBack();
  await expect(page).not.toHaveURL(/of=products/);
  await expect(chip('of').locator('summary')).not.toHaveText(/Produkty/);
  await page.goForward();
  await expect(chip('of').locator('summary')).toHaveText('Produkt lub kategoria: Produkty');
  await page.getByRole('columnheader', { name: 'Kwota' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=amount/);
  await page.getByRole('button', { name: 'Następna' }).click();
  await expect(page.getByText(/Strona 2 z/)).toBeVisible();
  const shown: Record<string, string> = {};
  for (const row of await sums.all()) {
    shown[(await row.getAttribute('data-currency'))!] = (await row.locator('[data-sum=realised]').getAttribute('data-minor'))!;
  }
  const file = await page.request.get((await page.getByRole('link', { name: 'CSV' }).getAttribute('href'))!.replace(/^/, demo.url));
  const added: Record<string, number> = {};
  for (const line of (await file.text()).trim().split('\n').slice(1)) {
    const [amount, currency] = line.match(/;([\d,]+);(PLN|EUR|USD);/)!.slice(1);
    added[currency] = (added[currency] ?? 0) + Math.round(Number(amount.replace(',', '.')) * 100);
  }
  for (const currency of Object.keys(added)) expect(String(added[currency])).toBe(shown[currency]);
  expect(Object.keys(added).length).toBeGreaterThan(1);
});

test('a month of the chart says what it comes to when it has the focus', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/finance`);
  const months = page.locator('.chart').first().locator('.month');
  expect(await months.count()).toBeLessThanOrEqual(3);
  const said = months.first().locator('.month-said').first();
  await expect(said).toHaveCSS('opacity', '0');
  await page.locator('.chart .scrolled').first().focus();
  await page.keyboard.press('Tab');
  await expect(months.first()).toBeFocused();
  await expect(said).toHaveCSS('opacity', '1');
  await expect(said).toContainText(/Prognoza/i);
  await expect(page.locator('.chart .now').first()).toBeAttached();
});

test('what is no day changes nothing in finance and the review, and is said', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const toast = page.locator('[data-toast]').last();
  await open(page, `${demo.url}/finance`);
  await page.locator('details[data-filter=date] summary').click();
  const from = page.getByRole('textbox', { name: 'Od' });
  await from.fill('30.02.2027');
  await page.keyboard.press('Tab');
  await expect(toast).toContainText('Nie da się tego odczytać');
  await expect(page).toHaveURL(`${demo.url}/finance`);
  await from.fill('1.1.2031');
  await page.keyboard.press('Tab');
  await expect(page).toHaveURL(/to=2031-01-01/);
  await open(page, `${demo.url}/review`);
  await from.fill('1.1.2031');
  await page.keyboard.press('Tab');
  await expect(toast).toContainText('jeszcze nie nadszedł');
  await expect(page).toHaveURL(`${demo.url}/review`);
});

test('a choice in finance whose answer is lost while a day is being typed leaves the page alive', async ({ browser, demo }) => {
  // The browser itself complains of an answer that is lost.
  const page = await window(browser, demo, 'marek');
  await open(page, `${demo.url}/finance`);
  await page.route('**/api/finance', (route) => route.abort());
  await page.locator('details[data-filter=date] summary').click();
  await page.getByRole('textbox', { name: 'Od' }).fill('15.06.2026');
  await page.locator('details[data-filter=date] select').selectOption({ label: 'Ten rok' });
  await expect(page.getByRole('heading', { name: 'To się nie udało' })).toBeVisible();
  await expect(page.locator('.reload-bar')).toHaveCount(0);
  await page.unroute('**/api/finance');
  await page.getByRole('link', { name: 'Zadania' }).click();
  await expect(page.locator('.quick-task')).toBeVisible();
});

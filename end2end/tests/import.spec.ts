// Bringing in files (I1–I4): guessed, looked at, corrected in its place, approved once, and taken back.
import { expect, holdAnswer, open, signIn, test } from './house';
import type { Page } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';

// „Łódź” and „Śliwa” as Windows-1250 writes them.
const windows1250 = (text: string) =>
  Buffer.from([...text].map((letter) => ({ Ł: 0xa3, ó: 0xf3, ź: 0x9f, Ś: 0x8c, ą: 0xb9 })[letter] ?? letter.charCodeAt(0)));

const DEALS = windows1250(`Nr;Temat;Kontrahent;Kwota netto;Etap;Data zamkn.;Handlowiec
P-1;Terminale;Huta Bazalt;48 200,00;Rozmowa;12.12.2026;zofia
P-2;Serwis bram;Transport Śliwa;7 450,50;Lead;31.04.2027;zofia
P-3;Etykiety;Łódź Nowa;900;Lead;;marek
`);

const row = (page: Page, line: number) => page.locator(`.import-table tr[data-line="${line}"]`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function send(page: Page, url: string, kind: string, name: string, buffer: Buffer) {
  await open(page, `${url}/import`);
  await page.getByRole('radio', { name: kind }).check();
  await page.getByLabel('Wybierz plik').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await expect(page).toHaveURL(/\/import\/\d+$/);
}

test('a file of deals is understood, corrected, brought in and taken back', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await send(page, demo.url, 'Szanse', 'szanse.csv', DEALS);
  // What was guessed is shown, with its proof.
  await expect(page.getByLabel('Kodowanie')).toHaveValue('Windows1250');
  await expect(page.getByLabel('Separator')).toHaveValue('Semicolon');
  await expect(page.locator('.import-fit')).toContainText('12.12.2026 = ');
  await expect(page.locator('.import-fit')).toContainText('„Transport Śliwa” czytelne');
  await expect(page.getByLabel('Kwota netto: w Tablicy')).toHaveValue('Value');
  await expect(row(page, 2)).toHaveAttribute('data-fate', 'create');
  await expect(row(page, 3)).toHaveAttribute('data-fate', 'error');
  await expect(button(page, /^Błędy/)).toHaveText('Błędy 2');
  await expect(button(page, 'Importuj 1 wiersz')).toBeDisabled();
  // By keys alone: the next error, and what stands for its value wherever it stands.
  await page.keyboard.press('F8');
  await expect(page.getByRole('alert').filter({ hasText: 'Wiersz 3, kolumna „Etap”' })).toBeVisible();
  await page.getByLabel('Etap', { exact: true }).last().selectOption('Potrzeby');
  await expect(row(page, 4)).toHaveAttribute('data-fate', 'create');
  await page.keyboard.press('F8');
  await expect(page.getByRole('alert').filter({ hasText: 'Wiersz 3, kolumna „Data zamkn.”' })).toBeVisible();
  await expect(button(page, /^30\.04\.2027/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(row(page, 3)).toHaveAttribute('data-fate', 'create');
  await button(page, 'Importuj 3 wiersze').click();
  await expect(page.getByText('Utworzono: 3, zmieniono: 0.')).toBeVisible();
  await page.getByRole('link', { name: 'Pokaż' }).click();
  await page.getByRole('searchbox').first().fill('Serwis bram');
  await expect(page.locator('.deals-table tbody tr')).toHaveCount(1);
  await expect(page.locator('.deals-table tbody tr')).toContainText('Transport Śliwa');
  // The same file again: there is nothing new in it, and it is read as it was the last time.
  await send(page, demo.url, 'Szanse', 'szanse.csv', DEALS);
  await expect(page.locator('.import-table thead')).toContainText('jak ostatnio');
  await expect(button(page, /^Pomiń [0-9]/)).toHaveText('Pomiń 2');
  await button(page, 'Porzuć').click();
  await expect(page).toHaveURL(/\/import$/);
  // And back.
  await button(page, 'Cofnij import').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cofnij import' }).click();
  // Three deals, and the two companies that came with them.
  await expect(page.getByText('Cofnięto: 5')).toBeVisible();
  await open(page, `${demo.url}/import`);
  await expect(page.locator('.import-before li').first()).toContainText('cofnięty');
  await open(page, `${demo.url}/deals?q=Serwis+bram`);
  await expect(page.locator('.deals-table')).toHaveCount(0);
});

test('columns are chosen, cells written into, rows left out, and errors taken along', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const file = Buffer.from('Co;Gdzie;Poczta\nHuta Bazalt;Katowice;biuro@huta.test\n;Łódź;\nMłyn;Gród;nikt\n');
  await send(page, demo.url, 'Firmy', 'firmy.csv', file);
  await expect(page.getByLabel('Poczta: w Tablicy')).toHaveValue('');
  await expect(page.getByText('Żadna kolumna nie mówi: Nazwa')).toBeVisible();
  await page.getByLabel('Co: w Tablicy').selectOption('Name');
  await page.getByLabel('Gdzie: w Tablicy').selectOption('City');
  await page.getByLabel('Poczta: w Tablicy').selectOption('Email');
  await expect(button(page, /^Błędy/)).toHaveText('Błędy 2');
  const errors = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Lista błędów' }).click();
  expect((await errors).suggestedFilename()).toBe('errors.csv');
  await row(page, 3).getByRole('cell').first().click();
  await button(page, 'Pomiń wiersz').click();
  await expect(row(page, 3)).toHaveAttribute('data-fate', 'skip');
  await page.getByRole('checkbox').check();
  await expect(button(page, 'Importuj 1 wiersz')).toBeEnabled();
  await row(page, 4).getByRole('cell').last().click();
  await page.getByRole('textbox', { name: 'Poczta' }).fill('biuro@mlyn.test');
  // What was typed is not lost when another cell is pressed, nor what is typed there before the answer comes.
  const { asked, go } = await holdAnswer(page, '**/api/correct_import');
  await row(page, 2).getByRole('cell').nth(1).click();
  await asked;
  await page.getByRole('textbox', { name: 'Gdzie' }).fill('Nigdzie');
  go();
  await expect(row(page, 4)).toHaveAttribute('data-fate', 'create');
  await expect(page.getByRole('textbox', { name: 'Gdzie' })).toHaveValue('Nigdzie');
  await page.keyboard.press('Escape');
  await expect(row(page, 2).getByRole('cell').nth(1)).toHaveText('Katowice');
  // One that does not arrive stays typed.
  await page.route('**/api/correct_import', (route) => route.fulfill({ status: 500, body: '' }));
  await row(page, 2).getByRole('cell').nth(1).click();
  await page.getByRole('textbox', { name: 'Gdzie' }).fill('Gliwice');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-toast]')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Gdzie' })).toHaveValue('Gliwice');
  await page.unroute('**/api/correct_import');
  // And belongs to what is approved then.
  await button(page, 'Importuj 2 wiersze').click();
  await expect(page.getByText('Utworzono: 2, zmieniono: 0.')).toBeVisible();
});

test('what is no table is refused in words', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/import`);
  const choose = (buffer: Buffer) =>
    page.getByLabel('Wybierz plik').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer });
  await choose(Buffer.from('a;b\n1;"2\n'));
  await expect(page.getByRole('alert')).toHaveText('Wiersz 2: cudzysłów, który nigdzie się nie kończy.');
  await choose(Buffer.from('a;b\n'));
  await expect(page.getByRole('alert')).toHaveText('W tym pliku nie ma wierszy albo to nie jest tabela.');
});

test('nobody but administrators imports', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.goto(`${demo.url}/import`);
  await expect(page.getByText('Może to zrobić tylko administrator.')).toBeVisible();
});

test('colleagues are invited by a file, and what it leaves empty is said once', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const people = Buffer.from('Imię i nazwisko;E-mail;Rola\nIda Kos;ida@kos.test;handlowiec\nJan Lis;jan@lis.test;szef\n');
  await send(page, demo.url, 'Użytkownicy', 'ludzie.csv', people);
  await expect(row(page, 2)).toHaveAttribute('data-fate', 'create');
  await page.keyboard.press('F8');
  await page.getByLabel('Rola', { exact: true }).last().selectOption('manager');
  await expect(row(page, 3)).toHaveAttribute('data-fate', 'create');
  await button(page, 'Importuj 2 wiersze').click();
  await expect(page.getByText('Utworzono: 2, zmieniono: 0.')).toBeVisible();
  await page.getByRole('link', { name: 'Pokaż' }).click();
  await expect(page).toHaveURL(/\/settings\/account\/users$/);
  const invited = page.getByRole('row').filter({ hasText: 'jan@lis.test' });
  await expect(invited.getByRole('combobox')).toHaveValue('manager');
  // Their deals, some of no client and all in another currency.
  const deals = Buffer.from('Temat;Kontrahent;Kwota;Handlowiec\nSklep A;;100;Ida Kos\nSklep B;Huta Kos;200;Ida Kos\nSklep C;;300;jan\n');
  await send(page, demo.url, 'Szanse', 'sklepy.csv', deals);
  await expect(button(page, /^Błędy/)).toHaveText('Błędy 2');
  await page.getByLabel('Waluta').fill('eur');
  await page.getByLabel('Waluta').press('Enter');
  // The field is there for the next key, before a frame is drawn.
  const focused = await page.evaluate(async () => {
    const drawn = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = () => 0;
    dispatchEvent(new KeyboardEvent('keydown', { key: 'F8' }));
    await new Promise((rest) => setTimeout(rest));
    globalThis.requestAnimationFrame = drawn;
    return document.activeElement?.className;
  });
  expect(focused).toBe('import-input');
  await page.keyboard.type('Z ulicy');
  await page.getByRole('checkbox', { name: 'Wszędzie, gdzie jest pusto' }).check();
  await page.keyboard.press('Enter');
  await expect(button(page, /^Błędy/)).toHaveText('Błędy 0');
  await expect(page.getByLabel('Waluta')).toHaveValue('EUR');
  await button(page, 'Importuj 3 wiersze').click();
  await expect(page.getByText('Utworzono: 3, zmieniono: 0.')).toBeVisible();
  await open(page, `${demo.url}/deals?q=sklep`);
  await expect(page.locator('.deals-table tbody tr').filter({ hasText: 'Sklep A' })).toContainText('100 €');
  await expect(page.locator('.deals-table tbody tr').filter({ hasText: 'Sklep C' })).toContainText('Z ulicy');
});

// A real data set, where it is at hand.
const B2B = new URL('../../../shared/data/b2b/', import.meta.url);
const b2b = (file: string) => readFileSync(new URL(file, B2B));

test('a real set of 8,800 deals comes in with its people and products, and goes again', async ({ page, demo }) => {
  test.skip(!existsSync(B2B));
  test.setTimeout(180_000);
  await signIn(page, demo, 'anna');
  const approve = async (rows: RegExp) => {
    await button(page, rows).click();
    await expect(page.locator('.import-foot').getByText('Zaimportowano')).toBeVisible({ timeout: 120_000 });
  };
  const agents = b2b('sales_teams.csv').toString().trim().split('\n').slice(1).map((line) => line.split(',')[0]);
  const people = agents.map((name) => `${name},${name.toLowerCase().replace(' ', '.')}@b2b.test\n`).join('');
  await send(page, demo.url, 'Użytkownicy', 'people.csv', Buffer.from(`name,email\n${people}`));
  await approve(/^Importuj 35 wierszy/);
  await send(page, demo.url, 'Produkty', 'products.csv', b2b('products.csv'));
  await page.getByLabel('Waluta').fill('USD');
  await page.getByLabel('Waluta').press('Enter');
  await approve(/^Importuj 7 wierszy/);
  await send(page, demo.url, 'Szanse', 'sales_pipeline.csv', b2b('sales_pipeline.csv'));
  const judged = async () => {
    await expect(page.getByRole('progressbar')).toBeVisible();
    await expect(page.getByRole('progressbar')).toBeHidden({ timeout: 60_000 });
  };
  await page.getByLabel('close_date: w Tablicy').selectOption('ClosedOn');
  await judged();
  await page.getByLabel('Waluta').fill('USD');
  await page.getByLabel('Waluta').press('Enter');
  await judged();
  // What each stage is here, and whose the deals without an account are.
  const stages: Record<string, string> = { Prospecting: 'Rozmowa', Engaging: 'Potrzeby' };
  for (let answers = 0; answers < 3; answers++) {
    await button(page, /^Błędy/).click();
    const wrong = page.locator('.import-table td[data-wrong=true]').first();
    const word = (await wrong.innerText()).trim();
    await wrong.click();
    if (word) {
      await page.getByLabel('Etap', { exact: true }).last().selectOption(stages[word]);
    } else {
      await page.keyboard.type('No account');
      await page.getByRole('checkbox', { name: 'Wszędzie, gdzie jest pusto' }).check();
      await page.keyboard.press('Enter');
    }
    await judged();
  }
  await expect(button(page, /^Błędy/)).toHaveText('Błędy 0');
  await approve(/^Importuj 8.800 wierszy/);
  await open(page, `${demo.url}/finance?from=2017-03-01&to=2017-03-31&kind=realised`);
  await expect(page.locator('main')).toContainText(/1.134.672/);
  const walkIns = page.getByRole('link', { name: 'No account' });
  await open(page, `${demo.url}/contacts?q=no+account`);
  await expect(walkIns).toHaveCount(1);
  // And back.
  await open(page, `${demo.url}/import`);
  await button(page, 'Cofnij import').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cofnij import' }).click();
  await expect(page.getByText(/Cofnięto: 8.8\d\d/)).toBeVisible({ timeout: 120_000 });
  await open(page, `${demo.url}/contacts?q=no+account`);
  await expect(walkIns).toHaveCount(0);
});

// The address book: companies and persons, what is known of them, and two that turn out to be one (K1–K3).
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, open, signIn, test, window } from './house';

test('a salesperson adds a company, a person, a note and a deal', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.getByRole('link', { name: 'Kontakty' }).click();
  await expect(page.getByRole('heading', { name: 'Kontakty' })).toBeVisible();
  await page.getByRole('button', { name: 'Firma', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Nazwa')).toBeFocused();
  await dialog.getByLabel('Nazwa').fill('Żółw i Spółka');
  await dialog.getByLabel('NIP').fill('725-18-03-505');
  await dialog.getByLabel('Strona').fill('javascript:alert(1)');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog.locator('.field-refusal:not(:empty)')).toHaveCount(2);
  await expect(dialog).toContainText('Cyfry kontrolne NIP się nie zgadzają');
  await dialog.getByLabel('Strona').fill('zolw.example/o-nas');
  await dialog.getByLabel('Numer jest dobry').check();
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(page.getByRole('heading', { name: 'Żółw i Spółka' })).toBeVisible();
  await expect(page).toHaveURL(/companies/);
  await expect(page.locator('.contact-facts')).toContainText('sprawdź');
  await expect(page.locator('.contact-facts a[target]')).toHaveAttribute('href', 'https://zolw.example/o-nas');

  await page.getByRole('button', { name: 'Osoba' }).click();
  await expect(dialog.getByLabel('Firma')).toHaveValue('Żółw i Spółka');
  await dialog.getByLabel('Imię').fill('Łucja');
  await dialog.getByLabel('Nazwisko').fill('Żak');
  await dialog.getByLabel('Telefony').fill('601 220 418');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(page.locator('.contact-persons a').first()).toHaveText('Łucja Żak');
  await expect(page.locator('.contact-persons a[href^=tel]')).toHaveAttribute('href', 'tel:601220418');

  await page.getByRole('textbox', { name: 'Notatka' }).fill('Decyzje w marcu');
  await page.getByRole('textbox', { name: 'Notatka' }).press('Control+Enter');
  await expect(page.locator('.contact-notes .note-text')).toHaveText('Decyzje w marcu');
  await expect(page.getByRole('textbox', { name: 'Notatka' })).toHaveValue('');

  await page.getByRole('button', { name: 'Szansa z tą firmą' }).click();
  await expect(dialog.getByRole('combobox', { name: 'Firma' })).toHaveValue('Żółw i Spółka');
  await dialog.getByLabel('Wartość').fill('1000');
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await expect(page).toHaveURL(/deals/);
  await page.goBack();
  await expect(page.locator('.contact-deals')).toContainText('1, do których masz dostęp');
  await expect(page.locator('.contact-deals')).toContainText(/Otwarte\s1\s000\szł/);
});

test('contacts are found as one types, and the address keeps what is asked for', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/contacts`);
  await page.getByRole('searchbox').fill('lodz');
  const rows = page.locator('.contact-list tbody tr');
  await expect(page).toHaveURL(/q=lodz/);
  await expect(rows.filter({ hasText: 'Łódź Logistyka' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Apteki' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Osoby/ }).click();
  await expect(page).toHaveURL(/show=persons&q=lodz/);
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('lodz');
  await rows.first().getByRole('link').first().click();
  await expect(page).toHaveURL(/persons/);
  await page.goBack();
  await page.getByRole('searchbox').fill('nikogo takiego');
  await expect(page.getByText('Nie ma tu nic takiego.')).toBeVisible();
});

test('a manager merges two companies, and takes it back', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/contacts?q=borealis`);
  await page.getByRole('button', { name: 'Firma', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nazwa').fill('BOREALIS S.A.');
  await dialog.getByLabel('Miasto').fill('Gdańsk');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  const twins = page.locator('.contact-twins');
  await expect(twins.getByRole('link', { name: 'Borealis S.A.' })).toBeVisible();
  await twins.getByRole('link', { name: 'Borealis S.A.' }).click();
  await expect(page.getByRole('heading', { name: 'Borealis S.A.', exact: true })).toBeVisible();
  const deals = await page.locator('.contact-deals tbody tr').count();
  await twins.getByRole('button').click();
  await expect(dialog.getByRole('group', { name: 'Miasto' }).getByRole('radio')).toHaveCount(2);
  await dialog.getByRole('radio', { name: 'Gdańsk' }).check();
  await dialog.getByRole('button', { name: 'Scal' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(twins).toHaveCount(0);
  await expect(page.locator('.contact-facts')).toContainText('Gdańsk');
  await expect(page.locator('.contact-deals tbody tr')).toHaveCount(deals);
  await page.locator('[data-toast]').getByRole('button', { name: 'Cofnij' }).click();
  await expect(page.locator('[data-toast]').last()).toContainText('Cofnięto');
  await page.reload();
  await expect(page.locator('.contact-facts')).toContainText('Gdynia');
  await expect(twins).toHaveCount(1);
});

test('two companies are merged by keys alone, and the page keeps the focus', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/companies/2`);
  const name = await page.locator('.contact-head h1').innerText();
  await page.getByRole('button', { name: 'Scal…', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('combobox');
  // Neither itself nor what is not there can be chosen.
  await field.fill(name);
  await expect(dialog.getByRole('option')).toHaveCount(0);
  await field.press('Enter');
  await expect(dialog).toContainText('Tego nie ma na liście');
  await field.fill('lodz');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await field.press('ArrowDown');
  await field.press('Enter');
  await expect(field).toHaveValue(/Łódź/);
  await field.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Scal', exact: true })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.contact-head h1')).toBeFocused();
});

test('a salesperson sees of a company the deals that are theirs', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/companies/1`);
  const all = await page.locator('.contact-deals tbody tr').count();
  await page.context().clearCookies();
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/companies/1`);
  const own = await page.locator('.contact-deals tbody tr').count();
  expect(own).toBeLessThan(all);
  await expect(page.locator('.contact-deals')).toContainText(`${own}, do których masz dostęp`);
  await expect(page.getByRole('button', { name: 'Scal…' })).toHaveCount(0);
});

test('two people edit one company: the later one takes up what the other saved', async ({ page, browser, demo }) => {
  const marek = await window(browser, demo, 'marek');
  await signIn(page, demo, 'zofia');
  const edit = async (at: Page) => {
    await open(at, `${demo.url}/companies/3`);
    await at.getByRole('button', { name: 'Edytuj' }).click();
    return at.getByRole('dialog');
  };
  const [hers, his] = [await edit(page), await edit(marek)];
  await his.getByLabel('Miasto').fill('Sopot');
  await his.getByRole('button', { name: 'Zapisz' }).click();
  await expect(his).toHaveCount(0);
  await hers.getByLabel('Telefon').fill('1');
  await hers.getByRole('button', { name: 'Zapisz' }).click();
  await expect(hers).toContainText('Marek Nowicki');
  await hers.getByRole('button', { name: 'Pokaż ich wersję' }).click();
  await expect(hers.getByLabel('Miasto')).toHaveValue('Sopot');
  await hers.getByLabel('Telefon').fill('58 1');
  await hers.getByRole('button', { name: 'Zapisz' }).click();
  await expect(hers).toHaveCount(0);
  await expect(page.locator('.contact-facts')).toContainText('Sopot');
  await expect(page.locator('.contact-facts')).toContainText('58 1');
});

test('a note that is being typed outlives what is taken back beside it', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/companies/4`);
  await page.getByRole('button', { name: 'Edytuj' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Miasto').fill('Radom');
  await dialog.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('.contact-facts')).toContainText('Radom');
  await page.getByRole('textbox', { name: 'Notatka' }).fill('W połowie zdania');
  await page.locator('[data-toast]').getByRole('button', { name: 'Cofnij' }).click();
  await expect(page.locator('.contact-facts')).not.toContainText('Radom');
  await expect(page.getByRole('textbox', { name: 'Notatka' })).toHaveValue('W połowie zdania');
});

test('the list that is shown and the whole account are taken out as files', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const taken = async (link: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
  };
  await open(page, `${demo.url}/contacts?q=lodz+logi`);
  const list = await taken('CSV');
  expect(list.name).toBe('companies.csv');
  expect(list.content.toString().trim().split('\n')).toHaveLength(2);
  expect(list.content.toString()).toContain('Łódź Logistyka');
  await open(page, `${demo.url}/settings/account/general`);
  const archive = await taken('Pobierz archiwum');
  expect(archive.name).toBe('tablica.tar');
  expect(archive.content.subarray(257, 262).toString()).toBe('ustar');
});

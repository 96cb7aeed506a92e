// Users: invited by a link, given a role, kept out at once.
import type { Browser } from '@playwright/test';
import { cards, column, expect, open, signIn, test } from './house';

/** A browser in which nobody is signed in. */
const stranger = async (browser: Browser) => (await browser.newContext({ locale: 'pl-PL' })).newPage();

test('somebody is invited, chooses a password by the link, and works', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'anna');
  await page.getByRole('link', { name: 'Ustawienia' }).click();
  await page.getByRole('link', { name: 'Użytkownicy' }).click();
  const form = page.locator('.invite');
  await form.getByRole('button', { name: 'Zaproś' }).click();
  await expect(form.locator('.field-refusal:not(:empty)')).toHaveCount(2);
  await expect(form.getByLabel('Imię i nazwisko')).toBeFocused();
  await form.getByLabel('Imię i nazwisko').fill('Ewa Lis');
  await form.getByLabel('E-mail').fill('ewa@demo.test');
  await form.getByRole('combobox', { name: 'Rola' }).selectOption({ label: 'manager' });
  // What is typed is asked about before the page goes.
  page.once('dialog', (dialog) => dialog.dismiss());
  await page.getByRole('link', { name: 'Finanse' }).click();
  await expect(form.getByLabel('E-mail')).toHaveValue('ewa@demo.test');
  await form.getByRole('button', { name: 'Zaproś' }).click();
  await expect(form.locator('.link-address')).toBeFocused();
  const link = await form.locator('.link-address').inputValue();
  expect(link).toMatch(new RegExp(`^${demo.url}/join#[0-9a-f]{64}$`));
  const row = page.locator('tr', { hasText: 'ewa@demo.test' });
  await expect(row).toContainText('jeszcze bez hasła');

  const ewa = await stranger(browser);
  await open(ewa, link);
  await ewa.getByLabel('Hasło').fill('krótkie');
  await ewa.getByRole('button', { name: 'Ustal i zaloguj' }).click();
  await expect(ewa.locator('.field-refusal')).toContainText('8');
  await ewa.getByLabel('Hasło').fill('długie-hasło-8');
  await ewa.getByRole('button', { name: 'Ustal i zaloguj' }).click();
  await expect(ewa.locator('[data-board]')).toBeVisible();
  expect(await cards(column(ewa, 0)).count()).toBeGreaterThan(1);

  // The link was for once.
  const other = await stranger(browser);
  await open(other, link);
  await other.getByLabel('Hasło').fill('inne-długie-hasło');
  await other.getByRole('button', { name: 'Ustal i zaloguj' }).click();
  await expect(other.locator('.form-refusal')).toContainText('nigdzie nie prowadzi');

  // A role holds from the next click on, and whoever is switched off is out at once.
  await page.reload();
  await row.getByRole('combobox').selectOption({ label: 'handlowiec' });
  await row.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('[data-toast]')).toContainText('Zapisano');
  await expect(row).not.toContainText('jeszcze bez hasła');
  await ewa.reload();
  await expect(ewa.getByText('Nie ma tu jeszcze szans')).toBeVisible();
  await row.getByRole('button', { name: 'Wyłącz: Ewa Lis' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Wyłącz', exact: true }).click();
  await expect(row).toContainText('wyłączon');
  await ewa.goto(`${demo.url}/finance`);
  await expect(ewa).toHaveURL(/sign-in/);
});

test('the last administrator stays one, and it is said why', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/account/users`);
  const row = page.locator('tr', { hasText: 'anna@demo.test' });
  await expect(row).toContainText('to Ty');
  await row.getByRole('combobox').selectOption({ label: 'manager' });
  await row.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('[data-toast]')).toContainText('ostatni administrator');
  await expect(row.getByRole('combobox')).toHaveValue('administrator');
});

test('whoever leaves hands over what they have open', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/account/users`);
  const row = (email: string) => page.locator('tr', { hasText: email });
  const deals = async (email: string) => Number(await row(email).locator('.number').innerText());
  const [zofia, piotr] = [await deals('zofia@demo.test'), await deals('piotr@demo.test')];
  expect(zofia).toBeGreaterThan(0);
  await row('zofia@demo.test').getByRole('button', { name: /^Wyłącz/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Kto przejmie .* szans/).selectOption({ label: 'Piotr Wójcik' });
  await dialog.getByRole('button', { name: 'Wyłącz', exact: true }).click();
  await expect(row('zofia@demo.test')).toContainText('wyłączon');
  await expect.poll(() => deals('piotr@demo.test')).toBe(zofia + piotr);
  expect(await deals('zofia@demo.test')).toBe(0);
});

test('the audit tells who did what, and the board is seen as another sees it', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/account/users`);
  await page.locator('tr', { hasText: 'Zofia' }).getByRole('link', { name: 'Widok osoby' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Tak tablicę widzi Zofia Kowalska' })).toBeVisible();
  const shown = await page.locator('.show-as li').count();
  expect(shown).toBeGreaterThan(0);
  await expect(page.locator('.show-as button')).toHaveCount(0);

  await page.getByRole('link', { name: 'Dziennik' }).click();
  const rows = page.locator('tbody tr');
  await expect(rows.first()).toContainText('ogląda tablicę jako Zofia Kowalska');
  await expect(rows.filter({ hasText: 'loguje się' }).first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Osoba' }).selectOption({ label: 'Piotr Wójcik' });
  await expect(rows.filter({ hasText: 'Zofia' })).toHaveCount(0);
  await page.getByLabel('Data').fill('2020-01-01');
  await page.getByLabel('Data').blur();
  await expect(page.getByText('Nic nie zapisano.')).toBeVisible();
  // What is asked stands in the address: Back takes the last choice away.
  await expect(page).toHaveURL(/audit\?person=4&day=2020-01-01$/);
  await page.goBack();
  await expect(page.getByLabel('Data')).toHaveValue('');
  await expect(page.getByRole('combobox', { name: 'Osoba' })).toHaveValue('4');
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Osoba' })).toHaveValue('');
  await expect(rows.filter({ hasText: 'Zofia' }).first()).toBeVisible();
});

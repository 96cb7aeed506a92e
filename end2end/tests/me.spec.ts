// My profile: name and notices, another password, where one is signed in, and the second factor (A2).
import { createHmac } from 'node:crypto';
import { expect, open, signIn, test, window } from './house';

/** What an app shows now, by RFC 6238. */
function totp(secret: string) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a salesperson keeps their profile, and signs out elsewhere', async ({ page, browser, demo }) => {
  const elsewhere = await window(browser, demo, 'zofia');
  await signIn(page, demo, 'zofia');
  await page.locator('.top-bar summary').last().click();
  await page.getByRole('link', { name: 'Mój profil' }).click();
  await expect(page.getByRole('link', { name: 'Użytkownicy' })).toHaveCount(0);
  await page.getByLabel('Imię i nazwisko').fill('');
  await page.getByLabel('Strefa czasowa').fill('Mars/Olympus');
  await page.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('.field-refusal:not(:empty)')).toHaveCount(2);
  await page.getByLabel('Imię i nazwisko').fill('Zofia Lis');
  await page.getByLabel('Strefa czasowa').fill('Europe/London');
  await page.getByLabel('ktoś wygra moją szansę').uncheck();
  await page.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('[data-toast]')).toContainText('Zapisano');
  await page.reload();
  await expect(page.getByLabel('Imię i nazwisko')).toHaveValue('Zofia Lis');
  await expect(page.getByLabel('ktoś wygra moją szansę')).not.toBeChecked();

  await expect(page.locator('.sessions li')).toHaveCount(2);
  await page.getByLabel('Obecne hasło').fill('nie-to');
  await page.getByLabel('Nowe hasło').fill('nowe-dobre-hasło');
  await page.getByRole('button', { name: 'Zmień hasło' }).click();
  await expect(page.locator('.field-refusal:not(:empty)')).toContainText('To nie jest Twoje hasło');
  await page.getByLabel('Obecne hasło').fill('demo-tablica');
  await page.getByRole('button', { name: 'Zmień hasło' }).click();
  await expect(page.locator('[data-toast]').last()).toContainText('Hasło jest zmienione');
  await expect(page.locator('.sessions li')).toHaveCount(1);
  await elsewhere.goto(`${demo.url}/tasks`);
  await expect(elsewhere).toHaveURL(/sign-in/);
});

test('a second factor is turned on, asked for, and turned off', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'piotr');
  await open(page, `${demo.url}/settings/profile`);
  await page.getByRole('button', { name: 'Włącz' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.picture svg')).toBeVisible();
  const secret = (await dialog.locator('.second-factor code').innerText()).replaceAll(' ', '');
  const [recovery] = await dialog.locator('.recovery-codes code').allInnerTexts();
  await dialog.getByLabel('Kod z aplikacji').fill('000000');
  await dialog.getByRole('button', { name: 'Włącz' }).click();
  await expect(dialog.locator('.field-refusal')).toContainText('Ten kod jest błędny');
  await dialog.getByLabel('Kod z aplikacji').fill(totp(secret));
  await dialog.getByRole('button', { name: 'Włącz' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Zostało 8 kodów zapasowych')).toBeVisible();

  const other = await (await browser.newContext({ locale: 'pl-PL' })).newPage();
  await open(other, `${demo.url}/sign-in`);
  await other.getByLabel('E-mail').fill('piotr@demo.test');
  await other.getByLabel('Hasło').fill('demo-tablica');
  await other.getByRole('button', { name: 'Zaloguj' }).click();
  await expect(other.getByLabel('Kod z aplikacji')).toBeFocused();
  await other.getByLabel('Kod z aplikacji').fill(recovery);
  await other.keyboard.press('Enter');
  await expect(other.locator('[data-board]')).toBeVisible();

  await page.getByRole('button', { name: 'Wyłącz drugi składnik' }).click();
  await dialog.getByLabel('Obecne hasło').fill('demo-tablica');
  await dialog.getByRole('button', { name: 'Wyłącz drugi składnik' }).click();
  await expect(page.getByRole('button', { name: 'Włącz' })).toBeVisible();
});

// Who gets in, and what they see (V1, A1, A2).
import { awake, column, expect, header, open, signIn, test, window } from './house';

test('a salesperson sees their deals, a manager all', async ({ page, demo }) => {
  const sum = async () => {
    let count = 0;
    for (let index = 0; index < 5; index++) count += (await header(column(page, index))).count;
    return count;
  };
  await signIn(page, demo, 'zofia');
  const hers = await sum();
  await page.locator('.top-bar summary.avatar').click();
  await page.getByRole('button', { name: 'Wyloguj' }).click();
  await page.waitForURL('**/sign-in');
  await signIn(page, demo, 'marek');
  const all = await sum();
  expect(hers).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(hers);
});

test('a wrong password is refused in words and what was typed stays', async ({ page, demo }) => {
  await open(page, `${demo.url}/sign-in`);
  await page.getByLabel('E-mail').fill('zofia@demo.test');
  await page.getByLabel('Hasło').fill('wrong');
  await page.getByRole('button', { name: 'Zaloguj się' }).click();
  await expect(page.getByText('Błędny e-mail lub hasło.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue('zofia@demo.test');
});

test('who forgot their password is told how to get another', async ({ page, demo }) => {
  await open(page, `${demo.url}/sign-in`);
  await page.getByRole('link', { name: 'Nie pamiętasz hasła?' }).click();
  await expect(page.getByRole('heading', { name: 'Nie pamiętasz hasła?' })).toBeVisible();
  await page.getByLabel('E-mail').fill('zofia');
  await page.getByRole('button', { name: 'Wyślij link' }).click();
  await expect(page.locator('.field-refusal:not(:empty)')).toHaveCount(1);
  await page.getByLabel('E-mail').fill('zofia@demo.test');
  await page.getByRole('button', { name: 'Wyślij link' }).click();
  await expect(page.getByText('Administrator może utworzyć dla Ciebie link.')).toBeVisible();
  await page.getByRole('link', { name: 'Wróć do logowania' }).click();
  await expect(page.getByRole('button', { name: 'Zaloguj się' })).toBeVisible();
});

test('signed out, every page leads to the door', async ({ page, demo }) => {
  for (const path of ['/', '/board/1', '/deals/1', '/?q=x']) {
    await page.goto(demo.url + path);
    await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  }
});

test('who signs in comes to the page they wanted, and to no other house', async ({ page, demo }) => {
  const door = async (name: string) => {
    await awake(page);
    await page.locator('input[name=email]').fill(`${name}@demo.test`);
    await page.locator('input[name=password]').fill('demo-tablica');
    await page.getByRole('button', { name: 'Zaloguj' }).click();
  };
  await page.goto(`${demo.url}/finance?kind=forecast`);
  await door('marek');
  await expect(page).toHaveURL(`${demo.url}/finance?kind=forecast`);
  await page.context().clearCookies();
  await page.goto(`${demo.url}/sign-in?next=${encodeURIComponent('//evil.test/')}`);
  await door('marek');
  await expect(page).toHaveURL(`${demo.url}/`);
});

test('the first administrator sets the company up with the printed code', async ({ page, empty }) => {
  await open(page, `${empty.url}/setup`);
  const fill = (name: string, text: string) => page.locator(`input[name=${name}]`).fill(text);
  await fill('code', 'guess');
  await fill('email', 'ada');
  await fill('password', 'krótkie');
  const submit = page.getByRole('button', { name: 'Utwórz i zaloguj' });
  await submit.click();
  // Everything that is wrong is said at once, and the first field of it has the caret.
  await expect(page.getByText('To nie jest kod, który wypisał serwer.')).toBeVisible();
  await expect(page.locator('.field[data-refused] input')).toHaveCount(4);
  await expect(page.locator('input[name=code]')).toBeFocused();
  await fill('name', 'Ada Nowak');
  await fill('email', 'ada@firma.test');
  await fill('password', 'długie-hasło-8');
  await submit.click();
  await expect(page.locator('.field[data-refused] input')).toHaveCount(1);
  await fill('code', empty.code);
  await submit.click();
  await expect(page.locator('[data-board]')).toBeVisible();
  await expect(page.getByText('Nie ma tu jeszcze szans')).toBeVisible();
  await expect(column(page, 0).getByRole('heading')).toHaveText('Rozmowa');
  // What comes before the first deal is led to.
  await page.getByRole('link', { name: 'Dopasuj proces' }).click();
  await expect(page).toHaveURL(/processes/);
  await page.goBack();
  await page.getByRole('link', { name: 'Zaproś współpracowników' }).click();
  await expect(page).toHaveURL(/users/);
  // It is done once.
  await open(page, `${empty.url}/setup#${empty.code}`);
  await expect(page).toHaveURL(new RegExp(`^${empty.url}/(#.*)?$`));
});

test('an account begins with examples when that is wanted, and is rid of them later', async ({ page, empty }) => {
  await open(page, `${empty.url}/setup#${empty.code}`);
  for (const [name, text] of [['name', 'Ada Nowak'], ['email', 'ada@firma.test'], ['password', 'długie-hasło-8']]) {
    await page.locator(`input[name=${name}]`).fill(text);
  }
  await page.getByLabel('Zacznij z przykładowymi szansami').check();
  await page.getByRole('button', { name: 'Utwórz i zaloguj' }).click();
  await expect(page.locator('[data-deal-id]')).toHaveCount(9);
  await open(page, `${empty.url}/settings/account/general`);
  await page.getByRole('button', { name: 'Usuń przykłady…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Usuń przykłady' }).click();
  await expect(page.getByText('Usunięto przykłady.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Usuń przykłady…' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Tablica', exact: true }).first().click();
  await expect(page.getByText('Nie ma tu jeszcze szans')).toBeVisible();
});

test('the printed link brings the code, and zones and currencies are offered', async ({ page, empty }) => {
  await open(page, `${empty.url}/setup#${empty.code}`);
  await expect(page.locator('input[name=code]')).toHaveValue(empty.code);
  await expect(page.locator('input[name=zone]')).not.toHaveValue('');
  await expect(page.locator('#zones option[value="Europe/Warsaw"]')).toBeAttached();
  await expect(page.locator('#currencies option[value=PLN]')).toBeAttached();
});

test('language and appearance are chosen in the menu and stay', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.locator('.top-bar summary.avatar').click();
  const chosen = page.waitForResponse('**/api/choose_theme');
  await page.getByLabel('Wygląd').selectOption('dark');
  await chosen;
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByLabel('Język').selectOption('en');
  await expect(page.getByPlaceholder('Search deals and clients')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await open(page, demo.url);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // Wherever one signs in; and it is taken back as it was given.
  const other = await window(browser, demo, 'zofia', { locale: 'en-GB' });
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.locator('.top-bar summary.avatar').click();
  await expect(other.getByLabel('Appearance')).toHaveValue('dark');
  const remembered = other.waitForResponse('**/api/choose_theme');
  await other.getByLabel('Appearance').selectOption('');
  await expect(other.locator('html')).toHaveAttribute('data-theme', '');
  await remembered;
  await open(page, demo.url);
  await expect(page.locator('html')).toHaveAttribute('data-theme', '');
});

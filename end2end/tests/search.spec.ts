// Searching everywhere (L6): by keys alone, from any page, and what can be done from there.
import { card, column, expect, holdAnswer, open, signIn, test } from './house';
import type { Page } from '@playwright/test';

const field = (page: Page) => page.getByRole('combobox', { name: 'Szukaj wszędzie' });
const rows = (page: Page, group: string) =>
  page.getByRole('group', { name: group }).getByRole('option');
const active = (page: Page) => page.locator('.found-row[aria-selected=true]');

/** A deal of a name of its own in the first stage: those of the demo have others every day. */
async function add(page: Page, name: string): Promise<string> {
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog').getByLabel('Firma')).toBeFocused();
  for (const text of ['Kolej', 'Jan Nowak', name, '12 500']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.card:focus')).toContainText(name);
  return (await page.locator('.card:focus').getAttribute('data-deal-id'))!;
}

test('deals, contacts, tasks and notes are found by keys alone and opened', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('lodz');
  await expect(page.getByRole('status').filter({ hasText: 'wyników' })).toBeVisible();
  await expect(rows(page, 'Szanse').first().locator('mark').first()).toHaveText('Łódź');
  await expect(rows(page, 'Kontakty').first()).toContainText('Łódź Logistyka');
  // The first row is chosen; Tab goes from group to group, arrows from row to row, round the ends.
  await expect(rows(page, 'Szanse').first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Tab');
  await expect(active(page)).toContainText('Łódź Logistyka');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await expect(active(page)).toContainText('Nowa szansa dla: Łódź Logistyka');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Łódź Logistyka' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  // Words in any order, one letter wrong where nothing is right.
  await page.keyboard.press('Control+k');
  await field(page).fill('logistka');
  await expect(page.getByText('Nic się tak nie nazywa. Podobne:')).toBeVisible();
  await expect(rows(page, 'Kontakty').filter({ hasText: 'Łódź Logistyka' }).first()).toBeVisible();
  await field(page).fill('qqqqqq');
  await expect(page.getByText('Nie ma tu nic takiego.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a deal that was found is moved, won and lost from there, and all of it taken back', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const name = 'Zorza Wschodnia';
  const chosen = await add(page, name);
  // So few that every card is drawn.
  await open(page, `${demo.url}/?q=zorza`);
  const found = async () => {
    await page.keyboard.press('/');
    await field(page).fill(name);
    await expect(active(page)).toContainText(name);
  };
  await found();
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('group', { name: `Przenieś „${name}” do etapu` })).toBeVisible();
  await page.keyboard.type('nego');
  await expect(active(page)).toHaveText('Negocjacje');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-toast]')).toContainText('do etapu Negocjacje');
  await expect(column(page, 3).locator(`[data-deal-id="${chosen}"]`)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(column(page, 3).locator(`[data-deal-id="${chosen}"]`)).toHaveCount(0);
  // Lost needs its reason first; Escape leads back one step at a time.
  await found();
  await page.keyboard.press('Alt+l');
  const losing = page.getByRole('dialog', { name: `Zamknij jako przegraną: ${name}` });
  await expect(losing).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(losing).toBeHidden();
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('group', { name: `Przenieś „${name}” do etapu` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue(name);
  await page.keyboard.press('Alt+l');
  await losing.getByLabel('Powód').selectOption({ index: 1 });
  await losing.getByRole('button', { name: 'Zamknij szansę' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(card(page, chosen)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(card(page, chosen)).toBeVisible();
});

test('pages and a new deal are a few letters away, also while one types elsewhere', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zrod');
  await expect(active(page)).toHaveText('Źródła');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Źródła' })).toBeVisible();
  await page.getByRole('button', { name: 'Szukaj wszędzie' }).click();
  await field(page).fill('orzel');
  await rows(page, 'Czynności').filter({ hasText: 'Nowa szansa dla' }).click();
  await expect(page.getByRole('dialog').getByLabel('Firma')).toHaveValue('Orzeł Foods');
});


test('no key acts on rows of another text, and what is late does nothing elsewhere', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.keyboard.press('/');
  await field(page).fill('granit');
  await expect(rows(page, 'Szanse').first()).toBeVisible();
  const held: Array<() => void> = [];
  await page.route('**/api/search', async (route) => {
    await new Promise<void>((go) => held.push(go));
    await route.continue();
  });
  await field(page).fill('orzel foods');
  await expect.poll(() => held.length).toBe(1);
  // Neither is a deal of the old text won, nor one of its rows opened; Enter waits for the answer.
  await page.keyboard.press('Alt+w');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${demo.url}/`);
  held[0]();
  await expect(page).toHaveURL(/\/deals\/\d+/);
  await expect(page.locator('main')).toContainText('Orzeł Foods');
  await page.unroute('**/api/search');
  // An answer that comes when the dialog was left is told, and closes no other.
  await page.keyboard.press('/');
  await field(page).fill('lodz');
  await expect(rows(page, 'Szanse').first()).toBeVisible();
  const { asked, go } = await holdAnswer(page, '**/api/win_deal');
  await page.keyboard.press('Alt+w');
  await asked;
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await field(page).fill('abc');
  go();
  await expect(page.locator('[data-toast]')).toBeVisible();
  await expect(field(page)).toHaveValue('abc');
});

test('letters are not lost while the dialog or the stages are on their way', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  for (const name of ['Zorza Wschodnia', 'Zorza Zachodnia']) await add(page, name);
  await open(page, `${demo.url}/?q=zorza`);
  const { asked, go } = await holdAnswer(page, '**/api/deal');
  // Without a rest between them: the dialog is a chunk that was never fetched.
  for (const key of ['/', 'z', 'o', 'x', 'Backspace', 'r', 'z']) await page.keyboard.press(key);
  await expect(field(page)).toHaveValue('zorz');
  // Said of all letters only: rows are there for the first two already, and keys do nothing with those.
  await expect(page.getByRole('status').filter({ hasText: /wynik/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const chosen = await active(page).innerText();
  await page.keyboard.press('Alt+m');
  await page.keyboard.type('nego');
  await asked;
  go();
  await expect(active(page)).toHaveText('Negocjacje');
  await page.keyboard.type('x');
  await expect(page.getByText('Nie ma tu nic takiego.')).toBeVisible();
  await expect(field(page)).not.toHaveAttribute('aria-activedescendant');
  // Back where it was, on the same row; what was typed just before asks for nothing any more.
  let searches = 0;
  page.on('request', (request) => request.url().endsWith('/api/search') && searches++);
  await page.keyboard.press('y');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('zorz');
  await page.evaluate(() => new Promise((later) => setTimeout(later, 100)));
  expect(searches).toBe(0);
  await expect.poll(() => active(page).innerText()).toBe(chosen);
  // Where Alt writes letters they are letters.
  await field(page).dispatchEvent('keydown', { key: 'ł', code: 'KeyL', altKey: true, bubbles: true, cancelable: true });
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

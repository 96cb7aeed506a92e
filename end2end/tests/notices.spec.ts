// Notices: told once, read, answered with one click; and access that was asked for (T3, V2).
import type { Page } from '@playwright/test';
import { column, expect, ids, open, signIn, test, window } from './house';

const bell = (page: Page) => page.locator('.bell > summary');
const count = (page: Page) => page.locator('.bell b');

test('access is asked for, given with one click, and told', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  const piotr = await window(browser, demo, 'piotr');
  await open(piotr, `${demo.url}/deals/${deal}`);
  await expect(piotr.getByRole('heading', { level: 1 })).toBeVisible();
  await piotr.locator('.ask-access textarea').fill('Znam ich magazyn');
  await piotr.getByRole('button', { name: 'Poproś o dostęp' }).click();
  await expect(piotr.getByRole('status').filter({ hasText: 'Prośba jest w drodze' })).toBeVisible();

  await page.reload();
  await expect(count(page)).toHaveText('1');
  await bell(page).click();
  const notice = page.locator('.bell li').first();
  await expect(notice).toContainText('prosi o dostęp do szansy');
  await expect(notice).toContainText('Znam ich magazyn');
  await notice.getByRole('button', { name: 'Daj dostęp' }).click();
  await expect(notice).toContainText('Przyznano dostęp');

  await piotr.reload();
  await expect(piotr.locator('.deal-title')).toBeVisible();
  await expect(count(piotr)).toHaveText('1');
  await bell(piotr).click();
  await piotr.locator('.bell li a').first().click();
  await expect(piotr).toHaveURL(new RegExp(`/deals/${deal}$`));
  await expect(count(piotr)).toBeEmpty();
  await expect(piotr.locator('.bell')).not.toHaveAttribute('open');
});

test('an absent deal and a foreign one are asked for alike', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  const piotr = await window(browser, demo, 'piotr');
  const seen = async (id: string) => {
    await open(piotr, `${demo.url}/deals/${id}`);
    const before = await piotr.locator('main').innerText();
    await piotr.getByRole('button', { name: 'Poproś o dostęp' }).click();
    await expect(piotr.locator('.ask-access [role=status]')).toBeVisible();
    return [before, await piotr.locator('main').innerText()];
  };
  expect(await seen(deal)).toEqual(await seen('99999'));
});

test('a task and a participation are told; all are read at once, on the page too', async ({ page, browser, demo }) => {
  const marek = await window(browser, demo, 'marek');
  const [deal] = await ids(column(marek, 0));
  await open(marek, `${demo.url}/deals/${deal}`);
  await marek.getByRole('button', { name: 'Zadanie', exact: true }).click();
  await marek.getByLabel('Co trzeba zrobić?').fill('Zapytać o rabat');
  await marek.locator('.composer').getByLabel('Wykonawca').selectOption({ label: 'Anna Wiśniewska' });
  await marek.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
  await expect(marek.locator('[data-toast]')).toBeVisible();
  await marek.locator('.deal-side select').last().selectOption({ label: 'Anna Wiśniewska' });
  await signIn(page, demo, 'anna');
  const told = Number(await count(page).innerText());
  expect(told).toBeGreaterThan(0);
  await bell(page).click();
  await page.getByRole('link', { name: 'Wszystkie powiadomienia' }).click();
  await expect(page).toHaveURL(/\/notices$/);
  const list = page.locator('.notices.page');
  await expect(list).toContainText('przydziela Ci zadanie „Zapytać o rabat”');
  await list.getByRole('button', { name: 'Wszystkie przeczytane' }).click();
  await expect(count(page)).toBeEmpty();
  await expect(list.locator('[data-unread]')).toHaveCount(0);
});

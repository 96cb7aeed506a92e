// Deals that everybody sees, where the account lets them (V3).
import { expect, open, signIn, test, window } from './house';

test('a public deal is seen by everybody until the administrator ends that', async ({ page, browser, demo }) => {
  const piotr = await window(browser, demo, 'piotr');
  const zofia = await window(browser, demo, 'zofia');
  await piotr.getByRole('button', { name: 'Szansa', exact: true }).first().click();
  const dialog = piotr.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('Jawna Firma');
  await dialog.getByLabel('Wartość').fill('987654');
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await piotr.locator('.card', { hasText: 'Jawna Firma' }).click();
  const address = piotr.url();
  await expect(piotr.locator('.deal')).toBeVisible();
  await expect(piotr.getByLabel('Publiczna')).toHaveCount(0);

  await signIn(page, demo, 'anna');
  const choose = async (name: string) => {
    await open(page, `${demo.url}/settings/account/general`);
    await page.getByLabel(name, { exact: true }).check();
    await page.getByRole('button', { name: 'Zapisz' }).click();
    await expect(page.locator('[data-toast]')).toContainText('Zapisano');
  };
  await choose('Szansę można oznaczyć jako publiczną: wszyscy ją widzą');
  await piotr.reload();
  await piotr.getByLabel('Publiczna').check();
  await expect(piotr.locator('[data-toast]').last()).toContainText('jest teraz publiczna');

  await zofia.goto(`${demo.url}/?q=jawna`);
  await expect(zofia.locator('.card', { hasText: 'Jawna Firma' })).toBeVisible();
  await zofia.goto(address);
  await expect(zofia.getByText('Ta szansa jest publiczna. Możesz ją oglądać.')).toBeVisible();
  await expect(zofia.locator('.composer')).toBeHidden();

  await choose('Szansę można oznaczyć jako publiczną: wszyscy ją widzą i mogą przy niej pracować');
  await zofia.reload();
  await expect(zofia.locator('.composer')).toBeVisible();

  await choose('Nie ma ich');
  await zofia.reload();
  await expect(zofia.locator('.composer')).toHaveCount(0);
  await expect(zofia.getByText('Jawna Firma')).toHaveCount(0);
});

// The lists that administrators keep: edited in one way, by pointer and keyboard, never over somebody else's save.
import AxeBuilder from '@axe-core/playwright';
import { test, expect, frames, open, signIn, window, middle } from './house';
import type { Page } from '@playwright/test';

const rows = (page: Page) => page.locator('.list-editor li:not([data-drag-ghost])');
const names = (page: Page) => rows(page).locator('input:not([type=checkbox])').evaluateAll((inputs) =>
  inputs.map((input) => (input as HTMLInputElement).value));
const saved = async (page: Page) => {
  await page.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('.toast').last()).toHaveText('Zapisano');
};

for (const [what, row, add] of [['reasons', 'Powód', 'Dodaj powód'], ['costs', 'Kategoria', 'Dodaj kategorię']]) {
  test(`${what} are renamed, sorted, added and taken away`, async ({ page, demo }) => {
    await signIn(page, demo, 'anna');
    await open(page, `${demo.url}/settings/deals/${what}`);
    await rows(page).first().waitFor();
    const before = await names(page);

    // By keyboard: the grip lifts, arrows walk, Space drops; the focus goes along.
    await rows(page).first().locator('.grip').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    const swapped = [before[1], before[0], ...before.slice(2)];
    expect(await names(page)).toEqual(swapped);
    await expect(rows(page).nth(1).locator('.grip')).toBeFocused();
    // By a click.
    await rows(page).nth(1).hover();
    await rows(page).nth(1).getByRole('button', { name: 'W górę' }).click();
    expect(await names(page)).toEqual(before);
    // By mouse.
    const from = await middle(rows(page).first().locator('.grip'));
    const to = (await rows(page).nth(1).boundingBox())!;
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 8, { steps: 3 });
    await page.mouse.move(from.x, to.y + to.height + 2, { steps: 8 });
    await frames(page, 2);
    await page.mouse.up();
    expect(await names(page)).toEqual(swapped);

    await rows(page).first().getByLabel(row, { exact: true }).fill('Nowa nazwa');
    await page.getByRole('button', { name: add }).click();
    await expect(rows(page).last().getByLabel(row, { exact: true })).toBeFocused();
    await page.keyboard.type('Dodane');
    await page.getByRole('button', { name: add }).click();
    await rows(page).last().getByRole('button', { name: 'Usuń' }).click();
    await expect(rows(page).last().getByLabel(row, { exact: true })).toBeFocused();
    await saved(page);
    await expect(page.getByRole('button', { name: 'Odrzuć zmiany' })).toBeDisabled();
    const after = ['Nowa nazwa', before[0], ...before.slice(2), 'Dodane'];
    await open(page, `${demo.url}/settings/deals/${what}`);
    await rows(page).first().waitFor();
    expect(await names(page)).toEqual(after);

    await rows(page).last().getByLabel(row, { exact: true }).fill(before[0]);
    await page.getByRole('button', { name: 'Zapisz' }).click();
    await expect(rows(page).last().locator('.field-refusal')).not.toBeEmpty();
    await page.getByRole('button', { name: 'Odrzuć zmiany' }).click();
    expect(await names(page)).toEqual(after);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  test(`${what} that somebody else saved meanwhile are not saved over`, async ({ page, demo, browser }) => {
    await signIn(page, demo, 'anna');
    await open(page, `${demo.url}/settings/deals/${what}`);
    const other = await window(browser, demo, 'anna');
    await open(other, `${demo.url}/settings/deals/${what}`);
    await rows(other).first().getByLabel(row, { exact: true }).fill('Ich nazwa');
    await saved(other);
    await rows(other).first().getByLabel(row, { exact: true }).fill('Ich druga nazwa');
    await saved(other);

    await rows(page).first().getByLabel(row, { exact: true }).fill('Moja nazwa');
    const asked: string[] = [];
    page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog.dismiss(); });
    await page.getByRole('link', { name: 'Tablica', exact: true }).last().click();
    expect(asked).toEqual(['confirm']);
    await page.getByRole('button', { name: 'Zapisz' }).click();
    await expect(page.getByText('Ktoś zapisał to w międzyczasie: Anna Wiśniewska.')).toBeVisible();
    expect((await names(page))[0]).toBe('Moja nazwa');
    await page.getByRole('button', { name: 'Pokaż ich wersję' }).click();
    expect((await names(page))[0]).toBe('Ich druga nazwa');
    await rows(page).first().getByLabel(row, { exact: true }).fill('Moja nazwa');
    await saved(page);
  });
}

test('a product that somebody else saved meanwhile is not saved over', async ({ page, demo, browser }) => {
  const edit = async (page: Page) => {
    await open(page, `${demo.url}/settings/deals/products`);
    await page.locator('.catalogue tbody th button').first().click();
  };
  const name = (page: Page) => page.getByRole('dialog').getByLabel('Nazwa');
  const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Zapisz' }).click();
  await signIn(page, demo, 'anna');
  await edit(page);
  const other = await window(browser, demo, 'anna');
  await edit(other);
  await name(other).fill('Aaa ich');
  await save(other);
  await expect(other.getByRole('dialog')).toHaveCount(0);
  await name(page).fill('Aaa moja');
  await save(page);
  await expect(page.getByRole('dialog')).toContainText('Ktoś zapisał to w międzyczasie: Anna Wiśniewska.');
  await expect(name(page)).toHaveValue('Aaa moja');
  await page.getByRole('button', { name: 'Pokaż ich wersję' }).click();
  await expect(name(page)).toHaveValue('Aaa ich');
  await name(page).fill('Aaa moja');
  await save(page);
  await expect(page.getByRole('button', { name: 'Aaa moja' })).toBeVisible();
});

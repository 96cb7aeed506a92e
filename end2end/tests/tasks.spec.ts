// The page of tasks: added in one line, checked off, put off to another day, and the calendar feed (T1, T4).
import type { Page } from '@playwright/test';
import { expect, open, signIn, test } from './house';

const line = (page: Page) => page.getByRole('textbox', { name: 'Dodaj zadanie' });
const group = (page: Page, name: string) => page.locator(`.task-group[data-group=${name}]`);
const row = (page: Page, title: string) => page.locator('.task-row').filter({ hasText: title });

test('a task is typed in one line, understood, corrected and taken back', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  // The demo deals its deals out anew each day: this one is there.
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog').getByLabel('Firma')).toBeFocused();
  for (const field of ['Borealis S.A.', 'Jan Nowak', 'Regały', '12 500']) {
    await page.keyboard.type(field);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.card:focus')).toContainText('Regały');
  await page.getByRole('link', { name: 'Zadania' }).click();
  await line(page).fill('zadzwonić do Borealis jutro 10:00');
  const form = page.locator('.quick-task');
  await expect(form.getByRole('combobox', { name: 'Szansa' })).not.toHaveValue('');
  const deal = await form.getByRole('combobox', { name: 'Szansa' }).inputValue();
  await expect(form.getByLabel('Rodzaj')).toHaveValue('call');
  await line(page).press('Enter');
  const added = row(page, 'zadzwonić do Borealis');
  await expect(added).toContainText('jutro, 10:00');
  await expect(added.locator('.task-deal')).toContainText(deal);
  await expect(group(page, 'later').locator('.task-row').filter({ hasText: 'zadzwonić do Borealis' })).toHaveCount(1);
  await expect(line(page)).toBeFocused();
  await expect(line(page)).toHaveValue('');
  await page.locator('[data-toast]').getByRole('button', { name: 'Cofnij' }).click();
  await expect(added).toHaveCount(0);

  // A day that was not meant is taken out of its field, and stays in the title; without a deal.
  await line(page).fill('zamówić wizytówki pt');
  await expect(form.getByRole('textbox', { name: 'Termin' })).not.toHaveValue('');
  await form.getByRole('textbox', { name: 'Termin' }).fill('');
  await line(page).press('Enter');
  await expect(group(page, 'undated').locator('.task-row').filter({ hasText: 'zamówić wizytówki pt' })).toContainText('bez szansy');
  // A name that leads to no deal is not taken for one.
  await line(page).fill('oferta');
  await form.getByRole('combobox', { name: 'Szansa' }).fill('Nie ma takiej');
  await line(page).press('Enter');
  await expect(form.locator('.form-refusal')).not.toBeEmpty();
  await expect(row(page, 'oferta').filter({ hasText: 'Nie ma' })).toHaveCount(0);
});

test('a task is checked off by keys alone, and the focus goes on', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/tasks`);
  const late = group(page, 'overdue');
  const count = await late.locator('.task-row').count();
  const [first, second] = await late.locator('.task-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-task-id')!));
  await page.locator(`[data-task-id="${first}"] input`).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(`[data-task-id="${second}"] input`)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(late.locator('.task-row')).toHaveCount(count - 1);
  await expect(page.locator(`[data-task-id="${second}"] input`)).toBeFocused();
  await group(page, 'done').getByRole('button', { name: 'Zrobione' }).click();
  await expect(group(page, 'done').locator(`[data-task-id="${first}"] input`)).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(late.locator(`[data-task-id="${first}"]`)).toHaveCount(1);
});

test('a task is put off by keys and by dragging, and its dot follows on the board', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = await page.locator('[data-key="dot:red"] b').innerText();
  await open(page, `${demo.url}/tasks`);
  const late = group(page, 'overdue');
  const all = await late.locator('.task-row').count();
  const first = (await late.locator('.task-row').first().getAttribute('data-task-id'))!;
  await page.locator(`[data-task-id="${first}"] .task-due`).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.day-strip > button').first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(group(page, 'later').locator(`[data-task-id="${first}"] .task-due`)).toContainText('jutro');
  await expect(page.locator(`[data-task-id="${first}"] .task-due`)).toBeFocused();

  // Held by its title, which opens it when it is pressed alone; the last zone takes its date away.
  const next = late.locator('.task-row').first();
  const id = (await next.getAttribute('data-task-id'))!;
  await next.scrollIntoViewIfNeeded();
  const from = (await next.locator('.task-title').boundingBox())!;
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 60, { steps: 4 });
  const zone = page.locator('.day-zones [data-zone]').last();
  await expect(zone).toBeVisible();
  const to = (await zone.boundingBox())!;
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
  await expect(zone).toHaveAttribute('data-aimed', '');
  await page.mouse.up();
  await expect(group(page, 'undated').locator(`[data-task-id="${id}"]`)).toHaveCount(1);
  await expect(late.locator('.task-row')).toHaveCount(all - 2);
  await expect(page.locator('.task-form')).toHaveCount(0);
  // What was put off stands where its deal's dot is told, too.
  for (const put of [first, id]) {
    const dot = await page.locator(`[data-task-id="${put}"] .task-deal .dot`).getAttribute('data-dot');
    expect(['grey', 'green', 'red']).toContain(dot);
  }
  expect(Number(before)).toBeGreaterThan(0);
});

test('a task is edited in its place, and the choices live in the address', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await open(page, `${demo.url}/tasks`);
  await page.getByRole('button', { name: 'Wszystkie, które widzę' }).click();
  await expect(page).toHaveURL(/whose=all$/);
  await open(page, page.url());
  const some = group(page, 'overdue').locator('.task-row').first();
  const id = (await some.getAttribute('data-task-id'))!;
  await some.locator('.task-title').click();
  await some.getByLabel('Co trzeba zrobić?').fill('Inaczej');
  await some.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator(`[data-task-id="${id}"] .task-title`)).toHaveText('Inaczej');
  await page.getByRole('button', { name: 'Bez szansy' }).click();
  await expect(page).toHaveURL(/deal=without/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Bez szansy' })).toHaveAttribute('aria-pressed', 'true');
});

test('a calendar feed is made, renewed and taken away', async ({ page, demo, request }) => {
  await signIn(page, demo, 'zofia');
  await open(page, `${demo.url}/tasks`);
  await page.getByRole('button', { name: 'Kalendarz .ics' }).click();
  const dialog = page.getByRole('dialog');
  const address = async (button: string) => {
    await dialog.getByRole('button', { name: button }).click();
    await expect(dialog.locator('.link-address')).toBeFocused();
    return dialog.locator('.link-address').inputValue();
  };
  const first = await address('Utwórz adres');
  const feed = await request.get(first);
  expect(feed.headers()['content-type']).toContain('text/calendar');
  expect(await feed.text()).toContain('BEGIN:VEVENT');
  await dialog.getByRole('button', { name: 'Zmień adres' }).click();
  await expect(dialog.locator('.link-address')).not.toHaveValue(first);
  expect((await request.get(first)).status()).toBe(404);
  await dialog.getByRole('button', { name: 'Usuń kalendarz' }).click();
  await expect(dialog.getByRole('button', { name: 'Utwórz adres' })).toBeVisible();
});

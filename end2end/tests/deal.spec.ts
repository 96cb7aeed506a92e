// Adding a deal, changing it, and what its tasks do to its dot (D1, D4, T1, B6).
import { card, cards, column, deafen, expect, header, ids, open, signIn, test, window } from './house';
import type { Page } from '@playwright/test';

test('a deal is added with a suggested client and stands on top', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = await header(column(page, 0));
  await page.getByRole('button', { name: 'Szansa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog.getByText('Podaj firmę lub osobę.')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('lodz');
  await dialog.getByRole('option', { name: 'Łódź Logistyka' }).click();
  await dialog.getByLabel('Wartość').fill('12x');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog.getByText('Nie da się tego odczytać jako kwotę, np. 1234,50.')).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Firma' })).toHaveValue('Łódź Logistyka');
  await dialog.getByLabel('Wartość').fill('1 234,50');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await header(column(page, 0))).count).toBe(before.count + 1);
  const after = await header(column(page, 0));
  expect(after.totals.PLN).toBe((before.totals.PLN ?? 0) + 123_450);
  const [first] = await ids(column(page, 0));
  await expect(card(page, first)).toContainText('Łódź Logistyka');
  await expect(card(page, first)).toHaveAttribute('data-dot', 'white');
});

test('no two elements share an id when a deal is added over the page of another', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  await page.locator('[data-fact=company]').click();
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  const twice = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[id]')].map((one) => one.id);
    return all.filter((id, index) => all.indexOf(id) !== index);
  });
  expect(twice).toEqual([]);
});

test('tasks turn the dot, on the page and on the board', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const white = page.locator('[data-deal-id][data-dot=white]').first();
  const deal = (await white.getAttribute('data-deal-id'))!;
  await white.click();
  await expect(page).toHaveURL(new RegExp(`/deals/${deal}$`));
  const dot = page.locator('.deal-title .dot');
  await expect(dot).toHaveAttribute('data-dot', 'white');
  const day = (days: number) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
  await page.getByRole('button', { name: 'Zadanie', exact: true }).click();
  const add = async (title: string, date: string) => {
    await page.getByLabel('Co trzeba zrobić?').fill(title);
    await page.getByRole('textbox', { name: 'Termin' }).fill(date);
    await page.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
    await expect(page.locator('.tasks').getByRole('checkbox', { name: title })).toBeVisible();
  };
  await add('Kiedyś', day(30));
  await expect(dot).toHaveAttribute('data-dot', 'grey');
  await add('Dawno', day(-3));
  await expect(dot).toHaveAttribute('data-dot', 'red');
  await open(page, demo.url);
  await expect(card(page, deal)).toHaveAttribute('data-dot', 'red');
  await expect(card(page, deal)).toContainText('1 po terminie');
  await open(page, `${demo.url}/deals/${deal}`);
  await page.locator('.tasks').getByRole('checkbox', { name: 'Dawno' }).click();
  await expect(dot).toHaveAttribute('data-dot', 'grey');
  await page.getByRole('button', { name: 'Usuń zadanie „Kiedyś”' }).click();
  await expect(dot).toHaveAttribute('data-dot', 'white');
});

test('what is being typed survives a checked task, and saves', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  await page.getByPlaceholder('Co ustalono?').fill('Pół notatki');
  await page.locator('.action').first().getByRole('checkbox').click();
  await expect(page.locator('[data-toast]')).toBeVisible();
  await expect(page.getByPlaceholder('Co ustalono?')).toHaveValue('Pół notatki');
  await page.locator('[data-fact=name]').click();
  await page.getByLabel('Nazwa').fill('Nowa nazwa');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nowa nazwa');
  await open(page, demo.url);
  await expect(card(page, deal)).toContainText('Nowa nazwa');
});

test('a foreign deal and one that is not there are one and the same page', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'zofia');
  const own = new Set<string>();
  for (let index = 0; index < 5; index++) (await ids(column(page, index))).forEach((id) => own.add(id));
  const foreign = Array.from({ length: 80 }, (_, n) => String(n + 1)).find((id) => !own.has(id))!;
  const texts = [];
  for (const id of [foreign, '99999']) {
    const answer = await page.goto(`${demo.url}/deals/${id}`);
    expect(answer!.status()).toBe(404);
    texts.push(await page.locator('main').innerText());
  }
  expect(texts[0]).toBe(texts[1]);
});

test('a deal that was lost before it is entered asks for the reason where one is required', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/deals/reasons`);
  await page.getByLabel('Powód jest wymagany').check();
  await page.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.getByText('Zapisano')).toBeVisible();
  await open(page, demo.url);
  await page.getByRole('button', { name: 'Szansa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('Dawna Firma');
  await expect(dialog.getByLabel('Powód')).toHaveCount(0);
  await dialog.getByText('Więcej').click();
  await dialog.getByLabel('Już zamknięta').selectOption('lost');
  await dialog.getByRole('textbox', { name: 'Data zamknięcia' }).fill('15.01.2026');
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await expect(dialog).toBeVisible();
  const reason = dialog.getByLabel('Powód');
  await reason.selectOption({ index: 1 });
  const chosen = await reason.locator('option:checked').textContent();
  const added = page.waitForResponse((answer) => answer.url().endsWith('/api/add_deal'));
  await dialog.getByRole('button', { name: 'Dodaj' }).click();
  await open(page, `${demo.url}/deals/${await (await added).json()}`);
  await expect(page.getByText(chosen!).first()).toBeVisible();
});

test('a click on the stage bar moves the deal, and is taken back', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const bar = page.getByRole('list', { name: 'Etapy' });
  await bar.getByRole('button', { name: 'Oferta' }).click();
  await expect(bar.locator('[aria-current=step]')).toContainText('Oferta');
  await expect(page.locator('.history')).toContainText('Oferta');
  // How long it was in the stage that it left.
  await expect(bar.getByRole('button', { name: 'Rozmowa' }).locator('small')).toHaveText(/^\d+ d/);
  await page.locator('[data-toast]').getByRole('button', { name: 'Cofnij' }).click();
  await expect(bar.locator('[aria-current=step]')).toContainText('Rozmowa');
});

test('the next task is put off in one click, and after the last one the next is asked for', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const white = page.locator('[data-deal-id][data-dot=white]').first();
  const deal = await white.getAttribute('data-deal-id');
  await open(page, `${demo.url}/deals/${deal}`);
  await page.locator('.next-task').getByRole('button', { name: 'Dodaj zadanie' }).click();
  const title = page.getByLabel('Co trzeba zrobić?');
  await expect(title).toBeFocused();
  await title.fill('Zadzwonić');
  await page.getByRole('textbox', { name: 'Termin' }).fill('wczoraj?');
  await page.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
  await expect(page.locator('.composer')).toContainText('Nie da się tego odczytać jako');
  await page.getByRole('textbox', { name: 'Termin' }).fill('dziś');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Termin' })).toHaveValue(/^\d\d\.\d\d\.\d{4}$/);
  await page.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
  const next = page.locator('.next-task');
  await expect(next).toContainText('dziś');
  await next.getByRole('button', { name: 'jutro' }).click();
  await expect(next.locator('small').first()).toHaveText('jutro');
  await expect(page.locator('.history')).toContainText('przekłada zadanie „Zadzwonić”');
  await page.getByRole('button', { name: 'Notatka', exact: true }).click();
  // Whoever leaves the field before the page was read again is not led back into it.
  let go!: () => void;
  const left = new Promise<void>((resolve) => { go = resolve; });
  await page.route('**/api/deal', async (route) => { await left; await route.continue(); });
  await next.getByRole('checkbox').click();
  await expect(title).toBeFocused();
  await page.keyboard.press('Control+z');
  await page.locator('h1').click();
  go();
  await expect(next).toContainText('Nic do zrobienia');
  await page.keyboard.press('Control+z');
  await expect(next).toContainText('Zadzwonić');
});

test('half a note is there again after the page was left, and is gone for others', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal, other] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const note = page.getByPlaceholder('Co ustalono?');
  await note.fill('Klient prosi o');
  await open(page, `${demo.url}/deals/${other}`);
  await expect(note).toHaveValue('');
  await open(page, `${demo.url}/deals/${deal}`);
  await expect(note).toHaveValue('Klient prosi o');
  await note.press('Control+Enter');
  await expect(page.locator('.note-text')).toHaveText('Klient prosi o');
  await open(page, `${demo.url}/deals/${deal}`);
  await expect(note).toHaveValue('');
  await note.fill('Tajne');
  await page.getByLabel('Menu konta').click();
  await page.getByRole('button', { name: 'Wyloguj' }).click();
  await page.waitForURL(/sign-in/);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Tajne');
});

test('files are pasted and dropped, pictures are seen, and what is too much is said', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const drop = (kind: 'drop' | 'paste', count: number) => page.locator('.new-note').evaluate((form, [kind, count]) => {
    const data = new DataTransfer();
    const png = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
    for (let n = 0; n < Number(count); n++) data.items.add(new File([png], `plan-${n}.png`, { type: 'image/png' }));
    form.dispatchEvent(kind === 'drop'
      ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, [kind, count] as const);
  await drop('drop', 100);
  await expect(page.locator('[data-toast]')).toContainText('najwyżej 20');
  await drop('drop', 1);
  await drop('paste', 1);
  await expect(page.locator('.file-chips li')).toHaveCount(2);
  await page.locator('.file-chips li').first().getByRole('button').click();
  await page.getByPlaceholder('Co ustalono?').fill('Plan');
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  const picture = page.locator('.note img');
  await expect(picture).toHaveAttribute('alt', 'plan-0.png');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
});

test('a fact is edited in its place, by keys alone, and Escape leaves it', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const fact = page.locator('[data-fact=expected_close]');
  const before = await fact.innerText();
  await fact.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.fact-form input')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('18.12.2030');
  await page.keyboard.press('Escape');
  await expect(fact).toBeFocused();
  expect(await fact.innerText()).toBe(before);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('18.12.2030');
  await page.keyboard.press('Enter');
  await expect(fact).toContainText('18 gru 2030');
  await expect(fact).toBeFocused();
});

test('a new deal of a client that has one already says so', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: 'Firma' })).toBeFocused();
  await page.keyboard.type('lodz');
  await dialog.getByRole('option', { name: 'Łódź Logistyka' }).click();
  await expect(dialog.locator('.warning')).toContainText('Ta firma ma już otwarte szanse');
  expect(await dialog.locator('.warning a').count()).toBeGreaterThan(0);
  await dialog.getByRole('combobox', { name: 'Firma' }).fill('Nowa');
  await expect(dialog.locator('.warning')).toHaveCount(0);
});

test('what is too long, no day or no file is said, and what was typed stays', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const note = page.getByPlaceholder('Co ustalono?');
  await note.fill('Klient prosi o ofertę');
  const paste = (length: number) => note.evaluate((field, length) => {
    const data = new DataTransfer();
    data.setData('text', 'ż'.repeat(length));
    return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, length);
  expect(await paste(5_000), 'goes in').toBe(true);
  expect(await paste(5_000_000), 'ten megabytes do not').toBe(false);
  await expect(page.locator('[data-toast]')).toContainText('Za długie: najwyżej 10');
  await expect(note).toHaveValue('Klient prosi o ofertę');
  await note.fill('ż'.repeat(10_001));
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await expect(page.locator('.composer [role=alert]:visible').first()).toContainText('Za długie: najwyżej 10');
  expect((await note.inputValue()).length).toBe(10_001);
  await note.fill('');

  await page.locator('.new-note').evaluate((form) => {
    const data = new DataTransfer();
    data.items.add(new File([], 'folder', { type: '' }));
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.locator('[data-toast]').last()).toContainText('„folder” jest folderem');
  await expect(page.locator('.file-chips li')).toHaveCount(0);

  await page.locator('[data-fact=expected_close]').click();
  const day = page.locator('.fact-form input');
  await day.fill('30.02.2027');
  await day.press('Enter');
  await expect(page.locator('.fact-form .field-refusal')).toContainText('Nie da się tego odczytać');
  await expect(day).toHaveValue('30.02.2027');
});

test('a clock that is a day off changes nothing: what is today is said by the server', async ({ browser, demo }) => {
  const said = async (days: number) => {
    const page = await (await browser.newContext({ locale: 'pl-PL', viewport: { width: 1440, height: 900 } })).newPage();
    await page.clock.install({ time: Date.now() + days * 86_400_000 });
    await signIn(page, demo, 'marek');
    await page.clock.runFor(30_000);
    const counters = await page.locator('.counters').innerText();
    return [counters, await cards(column(page, 0)).allInnerTexts()];
  };
  // Asked before and after: a midnight may come between.
  for (const days of [1, -1]) {
    const [before, shifted, after] = [await said(0), await said(days), await said(0)];
    expect([before, after]).toContainEqual(shifted);
  }
});

test('whatever is done to a deal, the focus is on something of the page then', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  page.on('dialog', (question) => void question.accept());
  const focused = async (what: string) =>
    expect.poll(() => page.evaluate(() => document.activeElement?.tagName), what).not.toBe('BODY');
  const shown = page.locator('.history');
  await page.getByPlaceholder('Co ustalono?').fill('Ustalono');
  await page.getByRole('button', { name: 'Dodaj notatkę' }).click();
  await expect(page.locator('.note-text')).toHaveText('Ustalono');
  await focused('a note was added');
  await page.locator('.composer').getByRole('button', { name: 'Zadanie', exact: true }).click();
  await page.getByLabel('Co trzeba zrobić?').fill('Zadzwonić');
  await page.locator('.composer').getByRole('button', { name: 'Dodaj zadanie' }).click();
  const task = page.locator('.task', { hasText: 'Zadzwonić' });
  await expect(task).toBeVisible();
  await focused('a task was added');
  await task.getByRole('button', { name: /^Usuń/ }).click();
  await expect(task).toHaveCount(0);
  await focused('a task was deleted');
  await page.locator('.next-task').getByRole('button', { name: 'jutro' }).click();
  await expect(shown).toContainText('przekłada zadanie');
  await focused('a task was put off');
  await page.locator('.next-task').getByRole('checkbox').click();
  await expect(shown).toContainText('wykonuje zadanie');
  await focused('a task was checked off');
  await page.locator('.action').first().getByRole('checkbox').click();
  await focused('an action was checked');
  await page.getByRole('button', { name: /^Przegrana/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Powód').selectOption({ label: 'Cena' });
  await dialog.getByRole('button', { name: 'Zamknij szansę' }).click();
  await expect(page.locator('.closed')).toContainText('przegrana');
  await focused('it was lost');
  await page.getByRole('button', { name: 'Otwórz ponownie' }).click();
  await expect(page.locator('.closed')).toHaveCount(0);
  await focused('it was opened again');
});

test('on a phone the next task follows the head, and closing a deal is under the menu', async ({ browser, demo }) => {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'pl-PL', hasTouch: true, isMobile: true })).newPage();
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const top = async (part: string) => (await page.locator(part).first().boundingBox())!.y;
  const tops = await Promise.all(['.deal-title', '.stage-bar', '.next-task', '.composer', '.timeline', '.progress'].map(top));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  expect(tops[2], 'in the upper half of the screen').toBeLessThan(422);
  await expect(page.getByRole('button', { name: /^Przegrana/ })).toBeHidden();
  await page.locator('.deal-head .menu > summary').click();
  await page.getByRole('button', { name: 'Przegrana' }).click();
  await expect(page.getByRole('dialog')).toContainText('przegraną');
});

test('two people change one deal: what differs goes side by side, what is the same is asked about', async ({ page, browser, demo }) => {
  await deafen(page);
  await signIn(page, demo, 'marek');
  const [deal] = await ids(column(page, 0));
  const other = await window(browser, demo, 'anna');
  for (const one of [page, other]) await open(one, `${demo.url}/deals/${deal}`);
  const change = async (page: Page, fact: string, text: string) => {
    const field = page.locator('.fact-form :is(input, textarea)').first();
    if (!(await field.isVisible())) await page.locator(`[data-fact=${fact}]`).click();
    await field.fill(text);
    await page.locator('.fact-form').getByRole('button', { name: 'Zapisz' }).click();
  };
  await change(other, 'expected_close', '18.12.2030');
  await expect(other.locator('[data-fact=expected_close]')).toContainText('18 gru 2030');
  await change(page, 'description', 'Od Marka');
  await expect(page.locator('[data-fact=description]')).toContainText('Od Marka');
  await expect(page.locator('[data-fact=expected_close]')).toContainText('18 gru 2030');
  await open(other, other.url());
  await change(other, 'description', 'Od Anny');
  await expect(other.locator('[data-fact=description]')).toContainText('Od Anny');
  await change(page, 'description', 'Znów od Marka');
  await expect(page.locator('.fact-form')).toContainText('Ktoś zapisał to w międzyczasie');
  await page.locator('.fact-form').getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('[data-fact=description]')).toContainText('Znów od Marka');
  await open(other, other.url());
  await expect(other.locator('[data-fact=expected_close]')).toContainText('18 gru 2030');
});

test('two people change one task: each sees what the other did, and neither undoes it', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'marek');
  const deal = await page.locator('[data-deal-id][data-dot=red]').first().getAttribute('data-deal-id');
  const other = await window(browser, demo, 'anna');
  for (const one of [page, other]) await open(one, `${demo.url}/deals/${deal}`);
  const task = page.locator('.task:not([data-done])').first();
  await task.locator('.task-due').click();
  const form = task.locator('.task-form');
  await form.getByLabel('Co trzeba zrobić?').fill('Zadzwonić jeszcze raz');
  await other.locator('.next-task').getByRole('button', { name: 'jutro' }).click();
  await expect(other.locator('.history')).toContainText('przekłada zadanie');
  const day = await form.getByRole('textbox', { name: 'Termin' }).inputValue();
  await form.getByRole('button', { name: 'Zapisz' }).click();
  await expect(form).toContainText('Ktoś zapisał to w międzyczasie');
  await expect(form.getByLabel('Co trzeba zrobić?')).toHaveValue('Zadzwonić jeszcze raz');
  await expect(form.getByRole('textbox', { name: 'Termin' })).not.toHaveValue(day);
  await form.getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('.task', { hasText: 'Zadzwonić jeszcze raz' }).locator('.task-due')).toContainText('jutro');
});

test('what is typed into a fact or a task is asked about before the page goes', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const deal = await page.locator('[data-deal-id][data-dot=red]').first().getAttribute('data-deal-id');
  await open(page, `${demo.url}/deals/${deal}`);
  const asked: string[] = [];
  page.on('dialog', (question) => {
    asked.push(question.type());
    void question.dismiss();
  });
  await page.locator('[data-fact=description]').click();
  await page.locator('.fact-form textarea').fill('Pół zdania');
  await page.evaluate(() => window.location.reload()).catch(() => undefined);
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page.locator('.fact-form textarea')).toHaveValue('Pół zdania');
  await page.locator('.fact-form').getByRole('button', { name: 'Zapisz' }).click();
  await expect(page.locator('[data-fact=description]')).toContainText('Pół zdania');
  const task = page.locator('.task:not([data-done])').first();
  await task.locator('.task-due').click();
  await task.getByLabel('Co trzeba zrobić?').fill('Inaczej');
  await page.getByRole('link', { name: 'Finanse' }).click();
  await expect.poll(() => asked).toEqual(['beforeunload', 'confirm']);
  await expect(task.getByLabel('Co trzeba zrobić?')).toHaveValue('Inaczej');
});

test('Enter with suggestions open sends nothing yet, and takes the one that was typed', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const list = dialog.getByRole('listbox').first();
  await dialog.getByLabel('Firma').fill('lo');
  await expect(list.getByRole('option').first()).toHaveText('Łódź Logistyka 714-10-33-784 · Łódź');
  await page.keyboard.press('Enter');
  await expect(list).toBeHidden();
  await expect(dialog.getByLabel('Firma')).toHaveValue('lo');
  await dialog.getByLabel('Firma').fill('łódź logistyka');
  await expect(list.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Firma')).toHaveValue('Łódź Logistyka');
  await expect(dialog).toBeVisible();
});

test('suggestions for letters that are no longer there hold Enter up for nobody', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Firma').fill('lo');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  // What the next letters find is on its way for as long as the test.
  await page.route('**/api/suggest_companies**', () => undefined);
  await dialog.getByLabel('Firma').fill('Lotna Firma');
  await page.keyboard.press('Enter');
  await expect(page.locator('.card-name', { hasText: 'Lotna Firma' })).toBeVisible();
});

test('a deal is deleted, found in Deleted, and restored where it was', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const before = await header(column(page, 0));
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  const name = await page.locator('.deal-title h1').innerText();
  await page.locator('.verbs .menu summary').click();
  await page.getByRole('button', { name: 'Usuń szansę' }).click();
  await expect(page.locator('[data-board]')).toBeVisible();
  await expect(page.locator('[data-toast]')).toContainText('w Usuniętych');
  await expect(card(page, deal)).toHaveCount(0);
  await expect.poll(async () => (await header(column(page, 0))).count).toBe(before.count - 1);
  await page.locator('.top-bar summary').last().click();
  await page.getByRole('link', { name: 'Usunięte' }).click();
  const row = page.locator(`.deleted li[data-deal="${deal}"]`);
  await expect(row).toContainText(name);
  await expect(row).toContainText('Zofia Kowalska');
  await row.getByRole('button', { name: /^Przywróć/ }).click();
  await expect(row).toHaveCount(0);
  await page.locator('[data-toast]').last().getByRole('link').click();
  await expect(page.locator('.deal-title h1')).toHaveText(name);
  await open(page, demo.url);
  expect((await header(column(page, 0))).totals).toEqual(before.totals);
  expect((await ids(column(page, 0)))[0]).toBe(deal);
});

test('a deal is deleted from its card, and an administrator takes it away for good', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const [deal] = await ids(column(page, 0));
  await card(page, deal).focus();
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('button', { name: 'Usuń szansę' }).click();
  await expect(page.locator('[data-toast]')).toContainText('w Usuniętych');
  await expect(card(page, deal)).toHaveCount(0);
  await open(page, `${demo.url}/deleted`);
  const row = page.locator(`.deleted li[data-deal="${deal}"]`);
  await row.getByRole('button', { name: /^Usuń na zawsze/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nikt ich nie przywróci');
  await dialog.getByRole('button', { name: 'Usuń na zawsze' }).click();
  await expect(page.locator('[data-toast]')).toContainText('na zawsze');
  await expect(row).toHaveCount(0);
});

test('a task is typed in one line on the page of its deal, too', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  const [deal] = await ids(column(page, 0));
  await open(page, `${demo.url}/deals/${deal}`);
  await page.keyboard.press('t');
  const form = page.locator('.new-task');
  await form.getByLabel('Co trzeba zrobić?').fill('zadzwonić do księgowej jutro 9:00');
  await expect(form.locator('input[name=time]')).toHaveValue('09:00');
  await expect(form.locator('select').first()).toHaveValue('call');
  // What is chosen by hand stays, and then the line is no longer about it.
  await form.locator('input[name=time]').fill('10:30');
  await form.locator('input[name=time]').press('Tab');
  await form.getByLabel('Co trzeba zrobić?').press('Enter');
  const task = page.locator('.task', { hasText: 'zadzwonić do księgowej' });
  await expect(task.locator('.task-due')).toContainText('jutro, 10:30');
  await expect(task.locator('.task-title')).toHaveText('zadzwonić do księgowej 9:00');
});

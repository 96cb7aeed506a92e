// A process is designed, then worked through: actions, notes with files, closing (P1 to P6, D3, W1 to W4).
import { awake, card, cards, column, deafen, expect, finger, frames, header, ids, middle, open, signIn, test, value, window } from './house';
import type { Locator, Page } from '@playwright/test';

const stages = (page: Page) => page.locator('.stage-draft:not([data-drag-ghost])');
const stageNames = (page: Page) => stages(page).getByLabel('Nazwa etapu').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
const actionNames = (stage: Locator) => stage.locator('.action-draft:not([data-drag-ghost])').getByLabel('Nazwa działania').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));

/** Drags by a grip to a point. */
async function carry(page: Page, grip: Locator, to: { x: number; y: number }) {
  const from = await middle(grip);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

async function editor(page: Page, url: string) {
  await open(page, `${url}/settings/deals/processes/1`);
  await stages(page).first().waitFor();
}

test('a process is reordered by mouse, keyboard and buttons, and the board follows', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  await expect(page.locator('[data-preview]')).toContainText('0 z 88');

  const second = await stages(page).nth(1).boundingBox();
  await carry(page, stages(page).nth(0).locator('header .grip'), { x: second!.x + second!.width - 10, y: second!.y + 20 });
  expect(await stageNames(page)).toEqual(['Potrzeby', 'Rozmowa', 'Oferta', 'Negocjacje', 'Umowa']);

  const first = stages(page).nth(0).locator('.action-draft').first();
  const target = (await stages(page).nth(1).locator('.action-draft').last().boundingBox())!;
  await carry(page, first.locator('.grip'), { x: target.x + 40, y: target.y + target.height - 4 });
  expect(await actionNames(stages(page).nth(1))).toEqual(['Pierwszy kontakt', 'Kwalifikacja', 'Wizja lokalna']);

  const grip = stages(page).nth(1).locator('.action-draft .grip').first();
  await grip.focus();
  for (const key of ['Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  expect(await actionNames(stages(page).nth(1))).toEqual(['Kwalifikacja', 'Pierwszy kontakt', 'Wizja lokalna']);
  await stages(page).nth(1).locator('.action-draft').nth(2).hover();
  await stages(page).nth(1).locator('.action-draft').nth(2).getByLabel('W górę').click();
  expect(await actionNames(stages(page).nth(1))).toEqual(['Kwalifikacja', 'Wizja lokalna', 'Pierwszy kontakt']);

  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, demo.url);
  await expect(page.locator('.column-head h2')).toHaveText(['Potrzeby', 'Rozmowa', 'Oferta', 'Negocjacje', 'Umowa']);
});

test('a deal is marked that is longer in its stage than the stage was set to', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const old = column(page, 0).locator('[data-deal-id]:has([data-ageing])');
  const [before, all] = [await old.count(), await cards(column(page, 0)).count()];
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(all);
  const deal = await old.first().getAttribute('data-deal-id');
  await expect(old.first().locator('.card-when')).toHaveAttribute('title', /Długo w etapie: \d+ d, norma 14 d/);

  await editor(page, demo.url);
  const days = stages(page).nth(0).getByLabel('Po ilu dniach szansa się starzeje');
  await expect(days).toHaveValue('14');
  await days.fill('0');
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await expect(page.locator('.save-bar [role=alert]').first()).toContainText('liczbę dni od 1');
  await days.fill('900');
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, `${demo.url}/deals/${deal}`);
  await expect(page.locator('.stage-bar [aria-current]')).toContainText(/\d+ d z 900/);
  await expect(page.locator('.stage-bar [data-ageing]')).toHaveCount(0);
  await open(page, demo.url);
  await expect(card(page, deal!)).toBeVisible();
  await expect(old).toHaveCount(0);

  // Without a setting it is what won deals took, which the other process of the demo has learnt.
  await open(page, `${demo.url}/settings/deals/processes/2`);
  await expect(stages(page).nth(1).getByLabel('Po ilu dniach szansa się starzeje')).toHaveAttribute('placeholder', /^\d+$/);
});

test('what saving a process will do is said before it is saved, beside what it was', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  const bar = page.locator('[data-preview]');
  await expect(page.locator('.unsaved')).toBeEmpty();
  await expect(bar).toContainText('nikt się nie rusza');
  const first = stages(page).nth(0);
  await first.getByLabel('Waga').first().fill('28');
  await expect(first.locator('header .weight-sum')).toHaveText('waga 20 40');
  await expect(page.locator('.summary .weight-sum')).toHaveText('suma wag 100 120');
  await expect(page.locator('.unsaved')).toContainText('nikt ich jeszcze nie widzi');
  await expect(bar).toContainText('wobec dziś');
  await expect(bar).toContainText(/średnio -?\d+,\d pkt/);
  const name = first.getByLabel('Nazwa działania').first();
  await name.fill('Pierwszy kontakt z kimś, kto o tym decyduje');
  await name.press('Enter');
  await expect(name).toHaveValue('Pierwszy kontakt z kimś, kto o tym decyduje');
  // It wraps, and nothing of it is cut.
  expect(await name.evaluate((field) => [field.scrollHeight <= field.clientHeight + 1, field.scrollWidth <= field.clientWidth])).toEqual([true, true]);
  await page.getByRole('button', { name: 'Odrzuć zmiany' }).click();
  await expect(page.locator('.summary .weight-sum')).toHaveText('suma wag 100');
  await expect(page.locator('.unsaved')).toBeEmpty();
});

test('what a process is refused for is framed, all of it, and the first field has the caret', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  const [first, second] = [stages(page).nth(0), stages(page).nth(1)];
  await first.getByLabel('Waga').first().fill('dużo');
  await second.getByLabel('Nazwa etapu').fill('');
  // The figures are those of the draft before: they are shown to be old.
  await expect(page.locator('.save-bar')).toHaveAttribute('data-stale', '');
  await expect(page.locator('[aria-invalid]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await expect(page.locator('[aria-invalid]')).toHaveCount(2);
  await expect(first.getByLabel('Waga').first()).toBeFocused();
  await expect(second.getByLabel('Nazwa etapu')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Odrzuć zmiany' }).click();
  await expect(page.locator('[aria-invalid], [data-stale]')).toHaveCount(0);
});

test('leaving with unsaved changes asks by every way out, and another save in between is told', async ({ page, browser, demo }) => {
  await deafen(page);
  await signIn(page, demo, 'anna');
  const other = await window(browser, demo, 'anna');
  await editor(other, demo.url);
  await page.getByRole('link', { name: 'Ustawienia', exact: true }).click();
  await page.getByRole('link', { name: 'Sprzedaż B2B' }).click();
  await stages(page).first().waitFor();
  const here = page.url();
  await other.getByLabel('Nazwa etapu').first().fill('Pierwsza rozmowa');
  await other.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await other.waitForURL('**/settings/deals/processes');

  await page.getByLabel('Waga').first().fill('80');
  const asked: string[] = [];
  page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog.dismiss(); });
  await page.getByRole('link', { name: 'Tablica', exact: true }).last().click();
  expect(asked).toEqual(['confirm']);
  await page.goBack();
  await expect.poll(() => asked.length).toBe(2);
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Firma').fill('Dodana z edytora');
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(asked).toEqual(['confirm', 'confirm', 'confirm']);
  await expect(page.locator('.toast')).toContainText('Dodano „Dodana z edytora”');
  await page.evaluate(() => window.location.reload()).catch(() => undefined);
  expect(asked.pop()).toBe('beforeunload');
  expect(page.url()).toBe(here);
  await expect(page.getByLabel('Waga').first()).toHaveValue('80');

  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await expect(page.locator('.save-bar')).toContainText('W międzyczasie ktoś zmienił: etap Pierwsza rozmowa');
  await page.getByRole('button', { name: 'Pokaż ich wersję' }).click();
  expect((await stageNames(page))[0]).toBe('Pierwsza rozmowa');
});

test('a stage with deals is deleted, and they go where told', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, demo.url);
  const [gone, goal] = [await header(column(page, 4)), await header(column(page, 3))];
  await editor(page, demo.url);
  await stages(page).nth(4).getByLabel('Usuń etap').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Dokąd mają trafić jego szanse?').selectOption({ label: 'Negocjacje' });
  await dialog.getByRole('button', { name: 'Usuń etap' }).click();
  await expect(page.locator('[data-preview]')).toContainText(`${gone.count} z `);
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, demo.url);
  const after = await header(column(page, 3));
  expect(after.count).toBe(gone.count + goal.count);
  expect(after.totals.PLN).toBe(gone.totals.PLN + goal.totals.PLN);
});

test('actions are checked off: the probability follows, a note with a file is asked for, a locked one says why', async ({ page, demo }) => {
  await signIn(page, demo, 'zofia');
  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Firma').fill('Nowa Firma');
  await dialog.getByRole('button', { name: 'Dodaj', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect(cards(column(page, 0)).first()).toContainText('Nowa Firma');
  await cards(column(page, 0)).first().click();
  await page.locator('[data-deal]').waitFor();

  const action = (name: string) => page.locator('.action', { hasText: name });
  await expect(page.locator('[data-probability]')).toHaveAttribute('data-probability', '0');
  await action('Pierwszy kontakt').getByRole('checkbox').click();
  await expect(page.locator('[data-probability]')).toHaveAttribute('data-probability', '8');
  await expect(action('Zgoda na rabat').getByRole('checkbox')).toBeDisabled();
  await expect(action('Zgoda na rabat')).toContainText('może wykonać tylko manager');

  await action('Specyfikacja').getByRole('checkbox').click();
  await dialog.getByLabel('Notatka').fill('Ustalone z klientem');
  await dialog.getByRole('button', { name: 'Gotowe' }).click();
  await expect(dialog).toContainText('To działanie wymaga notatki z plikiem.');
  await dialog.getByLabel('Dołącz plik').setInputFiles({ name: 'spec.txt', mimeType: 'text/plain', buffer: Buffer.from('wymagania') });
  await dialog.getByRole('button', { name: 'Gotowe' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect(page.locator('[data-probability]')).toHaveAttribute('data-probability', '21');
  await expect(page.locator('.probability')).toContainText(/\b[12] z 10 działań/);
  await expect(page.locator('.stage[aria-current]')).toContainText('Potrzeby');
  await expect(action('Kwalifikacja')).toContainText('pominięte');
  await expect(page.locator('.note')).toContainText('spec.txt');
  const file = await page.request.get(demo.url + (await page.locator('.note-files a').getAttribute('href')));
  expect(await file.text()).toBe('wymagania');

  await action('Umowa podpisana').getByRole('checkbox').click();
  await expect(page.locator('.task').first()).toContainText('Wdrożenie');
  await action('Pierwszy kontakt').getByRole('checkbox').click();
  await expect(page.locator('[data-probability]')).toHaveAttribute('data-probability', '22');
  await expect(page.locator('.history')).toContainText('wykonuje „Specyfikacja”, prawdopodobieństwo 8 → 21 %');
});

test('a deal is won by button and by the zone only when nothing mandatory is missing', async ({ page, demo }) => {
  await signIn(page, demo, 'marek');
  const [deal] = await ids(column(page, 0));
  const before = await header(column(page, 0));
  const worth = await value(card(page, deal));
  const drop = async (zone: string) => {
    const box = (await card(page, deal).boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 40, { steps: 3 });
    const to = await middle(page.locator(`[data-zone=${zone}]`));
    await page.mouse.move(to.x, to.y, { steps: 5 });
    // However long one thinks about it there, nothing scrolls away below the zone.
    const scrolled = () => column(page, 0).locator('.column-cards').evaluate((cards) => cards.scrollTop);
    const there = await scrolled();
    await frames(page, 40);
    expect(await scrolled()).toBe(there);
    await expect(page.locator('.drop-line')).toBeHidden();
    await page.mouse.up();
  };
  await drop('won');
  await expect(page.locator('.toast').last()).toContainText('Do wygranej trzeba jeszcze wykonać');
  await expect(card(page, deal)).toBeVisible();

  await drop('lost');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Powód').selectOption({ label: 'Cena' });
  await dialog.getByRole('button', { name: 'Zamknij szansę' }).click();
  await expect(card(page, deal)).toHaveCount(0);
  const after = await header(column(page, 0));
  expect(after.count).toBe(before.count - 1);
  expect(after.totals[worth.currency] ?? 0).toBe(before.totals[worth.currency] - worth.minor);

  await open(page, `${demo.url}/deals/${deal}`);
  await expect(page.locator('.closed')).toContainText('przegrana');
  await expect(page.locator('.deal-title .dot, .deal-standing')).toHaveCount(0);
  await page.getByRole('button', { name: 'Otwórz ponownie' }).click();
  await expect(page.locator('.closed')).toHaveCount(0);
  await page.getByRole('button', { name: /^Wygrana/ }).click();
  await expect(page.locator('.toast').last()).toContainText('Do wygranej trzeba jeszcze wykonać');
  for (const mandatory of ['Kwalifikacja', 'Akceptacja oferty', 'Umowa podpisana']) {
    const box = page.locator('.action', { hasText: mandatory }).getByRole('checkbox');
    if (await box.isChecked()) continue;
    await box.click();
    if (mandatory === 'Akceptacja oferty') {
      await dialog.getByLabel('Notatka').fill('Przyjęta');
      await dialog.getByRole('button', { name: 'Gotowe' }).click();
    }
    await expect(box).toBeChecked();
  }
  const sparks = page.evaluate(() => new Promise((seen) => {
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
      if ((node as Element).className === 'joy') seen(getComputedStyle(node as Element).animationName);
    }))).observe(document.body, { childList: true });
  }));
  await page.getByRole('button', { name: /^Wygrana/ }).click();
  await expect(page.locator('.closed')).toContainText('wygrana');
  expect(await sparks).toBe('fly');
  await open(page, demo.url);
  await awake(page);
  await expect(card(page, deal)).toHaveCount(0);
});

test('what is aimed at after typing is what is clicked: nothing moves under the pointer', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  await stages(page).nth(0).getByLabel('Nazwa etapu').fill('Pierwsza rozmowa');
  const cog = stages(page).nth(2).getByRole('button', { name: 'Ustawienia działania: Zgoda na rabat' });
  const before = (await cog.boundingBox())!;
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  expect(await cog.boundingBox()).toEqual(before);
  await page.mouse.down();
  expect(await cog.boundingBox()).toEqual(before);
  await page.mouse.up();
  await expect(page.getByRole('dialog')).toContainText('Zgoda na rabat');
});

test('Escape on a grip puts everything back, and the page goes on answering', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  const all = async () => [await stageNames(page), await actionNames(stages(page).nth(0))];
  const before = await all();

  const grip = stages(page).nth(0).locator('.action-draft .grip').first();
  await grip.focus();
  for (const key of ['Space', 'ArrowDown', 'Escape']) await page.keyboard.press(key);
  expect(await all()).toEqual(before);
  await stages(page).nth(0).locator('header .grip').focus();
  for (const key of ['Space', 'ArrowRight', 'Escape']) await page.keyboard.press(key);
  expect(await all()).toEqual(before);

  const from = await middle(grip);
  const to = await middle(stages(page).nth(2));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await all()).toEqual(before);

  await stages(page).nth(0).getByLabel('Nazwa etapu').fill('Poznanie');
  await stages(page).nth(0).getByLabel('Nazwa działania').first().fill('Telefon');
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, demo.url);
  await expect(page.locator('.column-head h2').first()).toHaveText('Poznanie');
});

test('what is dragged is in the hand, by mouse and finger, and said by keyboard', async ({ browser, demo }) => {
  const page = await window(browser, demo, 'anna', { hasTouch: true });
  await editor(page, demo.url);
  const live = page.locator('.settings [aria-live]');
  const grip = stages(page).nth(0).locator('.action-draft .grip').first();
  const [from, to] = [await middle(grip), await middle(stages(page).nth(2))];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  const ghost = page.locator('[data-drag-ghost]');
  await expect(ghost.locator('textarea').first()).toHaveValue('Pierwszy kontakt');
  await expect(page.locator('.drop-line')).toBeVisible();
  await page.mouse.up();
  await expect(ghost).toHaveCount(0);
  expect(await actionNames(stages(page).nth(2))).toContain('Pierwszy kontakt');
  await expect(live).toContainText('Upuszczono: Oferta');

  const touch = await finger(page);
  const stage = await middle(stages(page).nth(0).locator('header .grip'));
  const last = (await stages(page).nth(4).boundingBox())!;
  await touch('touchStart', stage);
  await ghost.waitFor();
  await touch('touchMove', { x: last.x + last.width - 4, y: stage.y });
  await touch('touchEnd');
  expect(await stageNames(page)).toEqual(['Potrzeby', 'Oferta', 'Negocjacje', 'Umowa', 'Rozmowa']);
  await expect(live).toContainText('Upuszczono: etap 5 z 5');

  await stages(page).nth(4).locator('header .grip').focus();
  await page.keyboard.press('Space');
  await expect(live).toContainText('Podniesiono: Rozmowa. etap 5 z 5');
  await page.keyboard.press('ArrowLeft');
  await expect(live).toHaveText('etap 4 z 5');
  await page.keyboard.press('Space');
  await expect(live).toContainText('Upuszczono: etap 4 z 5');
  await expect(stages(page).nth(3).locator('header .grip')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(live).toHaveText('Anulowano. Wszystko jest tam, gdzie było.');

  await stages(page).nth(0).getByLabel('Ustawienia działania').first().click();
  const moved = (await actionNames(stages(page).nth(0)))[0];
  await page.getByRole('dialog').getByLabel('Etap').selectOption({ label: 'Umowa' });
  await page.getByRole('dialog').getByRole('button', { name: 'Gotowe' }).click();
  expect(await actionNames(stages(page).nth(0))).not.toContain(moved);
  expect(await actionNames(stages(page).nth((await stageNames(page)).indexOf('Umowa')))).toContain(moved);
});

test('deals that came to a deleted stage meanwhile are asked about, and the edits stay', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  await page.getByRole('button', { name: 'Dodaj etap' }).click();
  await stages(page).nth(5).getByLabel('Nazwa etapu').fill('Wdrożenie');
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');

  await editor(page, demo.url);
  const other = await window(browser, demo, 'anna');
  await stages(page).nth(5).getByLabel('Usuń etap').click();
  await expect(stages(page)).toHaveCount(5);
  await stages(page).nth(0).getByLabel('Nazwa etapu').fill('Poznanie');

  const [deal] = await ids(column(other, 4));
  await card(other, deal).focus();
  for (const key of ['Space', 'ArrowRight']) await other.keyboard.press(key);
  const done = other.waitForResponse((answer) => answer.url().endsWith('/api/move_deal'));
  await other.keyboard.press('Space');
  await done;

  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  const dialog = page.getByRole('dialog', { name: 'Usuń etap: Wdrożenie' });
  await expect(dialog).toContainText('W tym etapie: 1 szansa, razem z zamkniętymi.');
  await dialog.getByLabel('Dokąd mają trafić jego szanse?').selectOption({ label: 'Umowa' });
  await dialog.getByRole('button', { name: 'Usuń etap' }).click();
  await stages(page).nth(1).locator('header .grip').focus();
  for (const key of ['Space', 'ArrowRight', 'Escape']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  await open(page, demo.url);
  await expect(page.locator('.column-head h2').first()).toHaveText('Poznanie');
  await expect(column(page, 4).locator(`[data-deal-id="${deal}"]`)).toHaveCount(1);
});

test('the only stage stays and says why', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  await open(page, `${demo.url}/settings/deals/processes`);
  await page.getByLabel('Nazwa').fill('Krótki');
  await page.getByLabel('Zacznij od').selectOption({ label: 'Pusty proces' });
  await page.getByRole('button', { name: 'Utwórz' }).click();
  await stages(page).first().waitFor();
  await stages(page).first().getByLabel('Usuń etap').click();
  await expect(page.locator('.toast')).toContainText('Proces ma co najmniej jeden etap.');
  await expect(stages(page)).toHaveCount(1);
});

test('a deactivated person is named and replaced, and keeps nobody from checking an action', async ({ page, browser, demo }) => {
  await signIn(page, demo, 'anna');
  await editor(page, demo.url);
  await stages(page).nth(0).getByLabel('Ustawienia działania').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Dodaj zadanie po wykonaniu').check();
  await dialog.getByLabel('Co trzeba zrobić?').fill('Przygotuj spotkanie');
  await dialog.getByLabel('Rodzaj').selectOption({ label: 'Spotkanie' });
  await dialog.getByLabel('Wykonawca').selectOption({ label: 'Piotr Wójcik' });
  await dialog.getByRole('button', { name: 'Gotowe' }).click();
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
  demo.run('user', 'deactivate', '--email', 'piotr@demo.test');

  const zofia = await window(browser, demo, 'zofia');
  await zofia.getByRole('button', { name: 'Szansa', exact: true }).click();
  await zofia.getByRole('dialog').getByLabel('Firma').fill('Nowa Firma');
  await zofia.getByRole('dialog').getByRole('button', { name: 'Dodaj', exact: true }).click();
  await zofia.getByRole('dialog').waitFor({ state: 'detached' });
  await cards(column(zofia, 0)).filter({ hasText: 'Nowa Firma' }).click();
  const action = zofia.locator('.action', { hasText: 'Pierwszy kontakt' });
  await expect(action).toContainText('zadanie „Przygotuj spotkanie” dostaje Zofia Kowalska, bo Piotr Wójcik ma wyłączone konto');
  await action.getByRole('checkbox').click();
  await expect(zofia.locator('.task')).toContainText('Przygotuj spotkanie');
  await expect(zofia.locator('.task')).toContainText('Spotkanie');

  await editor(page, demo.url);
  await page.getByLabel('Waga').first().fill('9');
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  const bar = page.locator('.save-bar');
  await expect(bar).toContainText('Etap 1, działanie 1: Piotr Wójcik ma wyłączone konto.');
  await bar.getByLabel('Zastąp przez').selectOption({ label: 'Marek Nowicki' });
  await bar.getByRole('button', { name: 'Zastąp' }).click();
  await page.getByRole('button', { name: 'Zapisz i zakończ' }).click();
  await page.waitForURL('**/settings/deals/processes');
});

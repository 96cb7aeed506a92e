// Pages that everybody can use: axe finds nothing on any page, in any state and dialog, light and dark, Polish and English,
// desktop and phone (quality 5).
import AxeBuilder from '@axe-core/playwright';
import { card, cards, column, expect, frames, ids, keepsDeal, middle, open, signIn, test } from './house';
import type { Page } from '@playwright/test';

/** Looks at a page again and again, and keeps what is wrong with it under a name. */
function examiner(page: Page) {
  const found: string[] = [];
  const look = async (name: string) => {
    console.log(`axe looks at ${test.info().title.replace('axe finds nothing ', '')}: ${name}`);
    // What comes in moves for a moment, and is paler then.
    await page.evaluate(() => {
      // In a closed menu nothing is drawn, and so nothing that moves comes to its end.
      const seen = (one: Animation) => one.effect instanceof KeyframeEffect && one.effect.target?.checkVisibility();
      const running = document.getAnimations().filter((one) => one.playState === 'running' && seen(one));
      return Promise.all(running.map((one) => one.finished.then(() => undefined, () => undefined)));
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join('\n  ')}`));
  };
  return { look, found };
}

const dialog = (page: Page) => page.getByRole('dialog').filter({ has: page.locator('.dialog-head') });

/** Closes what is open: a dialog, without asking; or a menu. */
const close = async (page: Page) => {
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
};

// Each looks at some twenty states, up to five seconds each where two of them share two cores.
test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 10_000 });

for (const scheme of ['light', 'dark'] as const) {
  for (const [language, width, height] of [['pl', 1440, 900], ['en', 390, 844]] as const) {
    const story = async (page: Page, url: string) => {
      page.on('dialog', (question) => void question.accept());
      await page.evaluate((language) => fetch('/api/choose_language', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ language }),
      }), language);
      await open(page, url);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    };
    const either = (pl: RegExp, en: RegExp) => (language === 'pl' ? pl : en);
    const context = { colorScheme: scheme, viewport: { width, height }, locale: 'pl-PL' };

    test(`axe finds nothing on the board: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo }) => {
      const page = await (await browser.newContext(context)).newPage();
      const { look, found } = examiner(page);
      await open(page, `${demo.url}/sign-in`);
      await look('sign-in');
      await page.locator('input[name=email]').fill('nobody@demo.test');
      await page.locator('input[name=password]').fill('nothing');
      await page.keyboard.press('Enter');
      await page.locator('.form-refusal:visible').waitFor();
      await look('sign-in, refused');
      await signIn(page, demo, 'zofia');
      await story(page, demo.url);
      await look('board');
      for (const menu of await page.locator('summary:visible').all()) {
        await menu.click();
        await look(`menu ${await menu.innerText()}`);
        await page.keyboard.press('Escape');
      }
      const [deal] = await ids(column(page, 0));
      await card(page, deal).focus();
      await page.keyboard.press('Space');
      await expect(page.locator('[data-lifted]')).toBeVisible();
      await look('card lifted by keyboard');
      await page.keyboard.press('ArrowDown');
      await look('card carried by keyboard');
      await page.keyboard.press('Escape');
      const from = (await card(page, deal).boundingBox())!;
      if (width > 640) {
        await page.mouse.move(from.x + 60, from.y + 14);
        await page.mouse.down();
        const to = await middle(cards(column(page, 1)).first());
        await page.mouse.move(to.x, to.y, { steps: 5 });
        await frames(page, 2);
        await look('card in the hand');
        const lost = await middle(page.locator('[data-zone=lost]'));
        await page.mouse.move(lost.x, lost.y, { steps: 5 });
        await page.mouse.up();
        await dialog(page).getByRole('combobox').waitFor();
        await look('lost from the board');
        await close(page);
      }
      await card(page, deal).focus();
      await page.keyboard.press('m');
      await dialog(page).locator('select').first().waitFor();
      await look('move');
      await dialog(page).locator('select').first().selectOption({ index: 1 });
      await dialog(page).locator('.button.filled').click();
      await page.locator('[data-toast]').waitFor();
      await look('toast');
      await page.keyboard.press('?');
      await dialog(page).locator('kbd').first().waitFor();
      await look('keys');
      await close(page);
      if (width < 640) {
        await card(page, deal).evaluate((card) => {
          const finger = (type: string, clientX: number) => card.dispatchEvent(new PointerEvent(type, {
            bubbles: true, isPrimary: true, pointerType: 'touch', pointerId: 7, clientX, clientY: 300,
          }));
          finger('pointerdown', 100);
          for (const x of [130, 230]) finger('pointermove', x);
          finger('pointerup', 230);
        });
        await dialog(page).locator('.step').first().waitFor();
        await look('what is done');
        await close(page);
      }
      await page.getByRole('button', { name: /^(Szansa|Deal)$/ }).click();
      await dialog(page).locator('#new-company').fill('Lo');
      await dialog(page).getByRole('listbox').getByRole('option').first().waitFor();
      await look('suggestions');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await look('a similar deal');
      await dialog(page).locator('.more-fields > summary').click();
      await page.keyboard.press('Enter');
      await dialog(page).locator('input[name=value]').fill('x');
      await page.keyboard.press('Enter');
      await dialog(page).locator('.field-refusal:visible').first().waitFor();
      await look('new deal, refused');
      await close(page);
      await open(page, `${demo.url}/?q=zzzz`);
      await page.locator('.empty-board').waitFor();
      await look('nothing found');
      for (const bar of ['unfetched', 'renewed', 'crashed']) {
        await page.evaluate((bar) => dispatchEvent(new CustomEvent(bar, { detail: '1' })), bar);
        await page.locator('.reload-bar').waitFor();
        await look(bar);
      }
      await open(page, `${demo.url}/?colour=red`);
      await look('unknown parameter');
      expect(found).toEqual([]);
    });

    test(`axe finds nothing without a line: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo }) => {
      const page = await (await browser.newContext({ ...context, serviceWorkers: 'allow' })).newPage();
      const { look, found } = examiner(page);
      await signIn(page, demo, 'zofia');
      await story(page, demo.url);
      await expect.poll(() => page.evaluate(async () => !!await caches.match('/shell', { ignoreSearch: true })), { timeout: 30_000 }).toBe(true);
      const [deal] = await ids(column(page, 0));
      const [from, , to] = await page.locator('section[data-stage-id]').evaluateAll((all) => all.map((stage) => Number((stage as HTMLElement).dataset.stageId)));
      await open(page, `${demo.url}/deals/${deal}`);
      await keepsDeal(page, deal);
      await open(page, demo.url);
      await page.context().setOffline(true);
      await page.locator('[data-offline]').waitFor();
      await card(page, deal).focus();
      await page.keyboard.press('m');
      await dialog(page).locator('select').first().selectOption({ index: 1 });
      await dialog(page).locator('.button.filled').click();
      await expect(page.locator('[data-pending="1"]')).toBeVisible();
      await look('board without a line');
      await page.locator('.offline-strip summary').click();
      await look('what waits');
      await page.keyboard.press('Escape');
      await card(page, deal).getByRole('link').first().click();
      await page.locator('.composer textarea').fill('Later');
      await page.locator('.composer .dialog-foot .button').click();
      await page.locator('.waiting-words').waitFor();
      await look('deal without a line');
      await page.goBack();
      const anna = await (await browser.newContext()).newPage();
      await signIn(anna, demo, 'anna');
      await anna.evaluate((move) => fetch('/api/move_deal', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ op: crypto.randomUUID(), ...move }),
      }), { deal: Number(deal), from, to, gap: { after: null, before: null } });
      await page.context().setOffline(false);
      await page.getByRole('button', { name: either(/^Rozstrzygnij/, /^Decide/) }).click();
      await dialog(page).locator('.versions section').first().waitFor();
      await look('two versions');
      expect(found).toEqual([]);
    });

    test(`axe finds nothing on a deal and its dialogs: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo }) => {
      const page = await (await browser.newContext(context)).newPage();
      const { look, found } = examiner(page);
      await signIn(page, demo, 'anna');
      await story(page, demo.url);
      const [deal] = await ids(column(page, 0));
      await open(page, `${demo.url}/deals/${deal}`);
      await look('deal');
      await page.locator('.deal-head .menu > summary').click();
      await look('further verbs');
      await page.getByRole('button', { name: either(/^Do innego procesu/, /^To another process/) }).click();
      await dialog(page).locator('select').first().waitFor();
      await look('other process');
      await close(page);
      for (const verb of [either(/^Przegrana/, /^Lost/), either(/^Nieaktualna/, /^Stale/)]) {
        const button = page.locator('.deal-head').getByRole('button', { name: verb });
        if (!(await button.isVisible())) await page.locator('.deal-head .menu > summary').click();
        await button.click();
        await dialog(page).locator('textarea').waitFor();
        await look(String(verb));
        await close(page);
      }
      for (const fact of await page.locator('[data-fact]:enabled').all()) {
        await fact.click();
        await page.locator('.fact-form').waitFor();
        await look(`fact ${await page.locator('.fact-form').innerText()}`);
        const calendar = page.locator('.fact-form .date-field button');
        if (await calendar.count()) {
          await calendar.first().click();
          await look('calendar');
        }
        for (let n = 0; n < 2 && (await page.locator('.fact-form').count()); n++) await page.keyboard.press('Escape');
      }
      for (const tab of await page.locator('.composer').getByRole('button', { name: /^(Zadanie|Task|Notatka|Note)$/ }).all()) {
        await tab.click();
        await look(`composer ${await tab.innerText()}`);
      }
      const note = page.locator('.action', { hasText: 'Akceptacja oferty' }).getByRole('checkbox');
      await note.click();
      await dialog(page).locator('textarea').waitFor();
      await look('note of an action');
      await close(page);
      const edits = page.locator('.money').getByRole('button', { name: /^(Edytuj|Edit)/ });
      await edits.first().click();
      await dialog(page).locator('input').first().waitFor();
      await look('lines');
      await close(page);
      await page.locator('.money').getByRole('button', { name: either(/^Zysk/, /^Profit/) }).click();
      await look('profit');
      await page.locator('.stage-bar button').last().click();
      await page.locator('[data-toast]').waitFor();
      await look('deal, toast');
      await open(page, `${demo.url}/deals/99999`);
      await look('no deal');
      expect(found).toEqual([]);
    });

    test(`axe finds nothing on tasks and lists: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo }) => {
      const page = await (await browser.newContext(context)).newPage();
      const { look, found } = examiner(page);
      await signIn(page, demo, 'anna');
      await story(page, demo.url);
      await open(page, `${demo.url}/tasks?whose=all`);
      await look('tasks');
      await page.locator('.quick-line input').fill('call Borealis tomorrow 10:00');
      await page.locator('.task-due').first().click();
      await page.locator('.day-strip').waitFor();
      await look('tasks, a line and a strip of days');
      await page.locator('.task-title').first().click();
      await page.locator('.task-form').waitFor();
      await look('tasks, one edited');
      await page.locator('.task-page-head > .button').click();
      await dialog(page).waitFor();
      await look('calendar feed');
      await close(page);
      await page.locator('.bell > summary').click();
      await page.locator('.bell .notices-head').waitFor();
      await look('the bell');
      await page.keyboard.press('/');
      const sought = page.getByRole('combobox', { name: either(/^Szukaj wszędzie/, /^Search everywhere/) });
      await sought.waitFor();
      await look('search, before anything is typed');
      await sought.fill('lodz');
      await page.locator('.found mark').first().waitFor();
      await look('search, found');
      await page.keyboard.press('Alt+m');
      await page.getByRole('group', { name: either(/^Przenieś/, /^Move/) }).getByRole('option').first().waitFor();
      await look('search, where to move');
      await page.keyboard.press('Escape');
      await sought.fill('qqqqq');
      await page.getByText(either(/^Nie ma tu nic takiego/, /^There is nothing like that/)).waitFor();
      await look('search, nothing');
      await page.keyboard.press('Escape');
      // Few rows show what a hundred do, and axe looks at each.
      await open(page, `${demo.url}/deals?q=wdro`);
      await page.locator('.deals-table tbody .pick input').first().check();
      await look('deals, one picked');
      await page.locator('.deals-table tbody th a').first().focus();
      await page.keyboard.press('e');
      await expect(page.locator('.cell-editor select')).toBeFocused();
      await look('deals, a cell edited');
      await page.keyboard.press('Escape');
      await page.locator('.bulk-bar .menu > summary').nth(1).click();
      await look('stages for what is picked');
      await page.locator('.filter-bar details:has(form) > summary').click();
      await page.locator('.saved input[name=filter-name]').fill('Mine');
      await page.locator('.saved form button').click();
      await page.locator('.saved li').waitFor();
      await look('saved filters');
      for (const path of ['/deals?status=all&close=none', '/finance', '/finance?period=all', '/finance?client=zzzz', '/review', '/notices']) {
        await open(page, demo.url + path);
        await look(path);
      }
      expect(found).toEqual([]);
    });

    test(`axe finds nothing in the settings: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo, empty }) => {
      const page = await (await browser.newContext(context)).newPage();
      const { look, found } = examiner(page);
      await signIn(page, demo, 'anna');
      await story(page, demo.url);
      const settings = `${demo.url}/settings/deals`;
      for (const path of ['processes', 'processes/1', 'reasons', 'products', 'costs']) {
        await open(page, `${settings}/${path}`);
        await page.locator('.settings-main :is(input, button)').first().waitFor();
        await look(path);
      }
      await open(page, `${demo.url}/deleted`);
      await page.locator('.deleted .lead').waitFor();
      await look('deleted');
      await open(page, `${demo.url}/import`);
      await page.locator('.import-drop').waitFor();
      await look('import');
      const file = 'Nr,Company,Stage,Value\n1,Huta,Nowhere,10\n2,Huta,,20\n';
      await page.locator('input[type=file]').setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
      await page.locator('.import-table tbody tr').first().waitFor();
      await page.keyboard.press('F8');
      await page.locator('.import-help').waitFor();
      await look('a file looked at');
      await open(page, `${demo.url}/settings/profile`);
      await page.locator('.sessions li').first().waitFor();
      await look('profile');
      await page.locator('[aria-labelledby=second-factor-title] button').click();
      await page.locator('dialog .picture svg').waitFor();
      await look('second factor');
      await open(page, `${demo.url}/settings/account/users`);
      await page.locator('.users select').first().waitFor();
      await look('users');
      await page.locator('.invite button').click();
      await page.locator('.field-refusal:not(:empty)').first().waitFor();
      await look('nobody invited');
      await page.locator('.users tr:last-child button').first().click();
      await page.locator('.made-link').waitFor();
      await look('a link');
      await open(page, `${settings}/products`);
      await page.getByRole('button', { name: /^(Dodaj produkt|Add product)/ }).click();
      await dialog(page).locator('input').first().waitFor();
      await look('product');
      await open(page, `${settings}/processes/1`);
      await page.locator('.stage-draft').first().waitFor();
      await page.getByRole('button', { name: either(/^Ustawienia działania/, /^Settings of/) }).first().click();
      await dialog(page).locator('input').first().waitFor();
      await look('cog');
      await close(page);
      await page.locator('.stage-draft .grip').first().focus();
      await page.keyboard.press('Space');
      await look('stage lifted');
      await page.keyboard.press('Escape');
      await page.locator('.stage-draft').first().locator('header').getByRole('button', { name: /^(Usuń|Delete)/ }).click();
      await dialog(page).locator('select').first().waitFor();
      await look('delete a stage');
      await close(page);
      await page.locator('.stage-draft input').first().fill('x');
      await page.locator('.unsaved').waitFor();
      await look('unsaved');
      await open(page, `${empty.url}/setup#${empty.code}`);
      await expect(page.locator('input[name=code]')).toHaveValue(empty.code);
      await look('set-up');
      await open(page, `${demo.url}/join`);
      await page.locator('input[name=password]').waitFor();
      await look('join');
      expect(found).toEqual([]);
    });
  }
}

test('a page of 320 pixels scrolls in one direction only', async ({ browser, demo }) => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'pl-PL' })).newPage();
  await signIn(page, demo, 'anna');
  const [deal] = await ids(column(page, 0));
  for (const path of ['/', '/deals', `/deals/${deal}`, '/deals/3', '/finance', '/review', '/tasks', '/contacts', '/companies/1', '/persons/1', '/notices', '/settings/deals/processes', '/settings/deals/processes/1', '/settings/deals/reasons', '/settings/account/users', '/settings/account/general', '/settings/account/audit', '/settings/account/users/3/board', '/settings/deals/sources', '/settings/profile', '/deleted', '/import']) {
    await open(page, demo.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
});

test('no page is wider than a screen of 320, which is one of 1280 at 400 % (reflow)', async ({ browser, demo }) => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })).newPage();
  await signIn(page, demo, 'anna');
  const [deal] = await ids(column(page, 0));
  const settings = ['deals/processes', 'deals/processes/1', 'deals/reasons', 'deals/products', 'deals/costs', 'deals/sources', 'account/general', 'account/users', 'account/audit', 'profile'];
  const pages = ['', 'deals', `deals/${deal}`, 'tasks', 'notices', 'contacts', 'companies/1', 'persons/1', 'finance', 'review', 'import', 'deleted', ...settings.map((path) => `settings/${path}`)];
  const isNarrow = async (what: string) => {
    await frames(page, 2);
    const wide = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      const within = (element: Element): boolean => {
        const parent = element.parentElement;
        return parent !== null && (/auto|scroll|hidden|clip/.test(getComputedStyle(parent).overflowX) || within(parent));
      };
      const beyond = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && element.checkVisibility());
      return [scrollWidth - clientWidth, ...beyond.filter((element) => !within(element)).map((element) => element.outerHTML.slice(0, 120))];
    });
    expect(wide, what).toEqual([0]);
  };
  for (const path of pages) {
    await open(page, `${demo.url}/${path}`);
    await isNarrow(path);
  }
  // What a chip opens, too.
  for (const path of ['deals', 'finance']) {
    await open(page, `${demo.url}/${path}`);
    for (const asked of ['owner', 'status']) {
      await page.locator(`details[data-filter=${asked}] summary`).click();
      await isNarrow(`${path}, ${asked}`);
    }
  }
});

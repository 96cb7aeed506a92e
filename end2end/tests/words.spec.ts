// A third language is one file: in one made for tests no visible text is left in another language (A3).
import { type Page } from '@playwright/test';
import { awake, expect, marked, open, test } from './house';

/** What is seen, read aloud or shown as a hint on this page, and is neither marked nor known to come from elsewhere. */
const strays = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node instanceof Text) {
        const within = node.parentElement!;
        const shown = within.checkVisibility() || within instanceof HTMLOptionElement;
        // The address and the devices of whoever is signed in, and languages by their own names.
        const elsewhere = within.closest('script, style, .menu-person, .own-email, .device, option[lang]');
        if (shown && !elsewhere) texts.push(node.data);
      } else if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(node.getAttribute(name) ?? '');
      }
    }
    const unmarked = (text: string) => {
      // Marked texts may hold marked texts: from the inside out.
      for (let before = ''; before !== text; ) [before, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, '')];
      return text.replace(/Tablica|\b([A-Z]{3}|XLSX)\b/g, '').trim();
    };
    return texts.map(unmarked).filter((text) => /\p{Script=Latin}/u.test(text));
  });

test('a language of one file runs the whole interface', async ({ browser, foreign }) => {
  const context = await browser.newContext({ locale: 'qps' });
  const page = await context.newPage();
  const seen = async (path: string) => {
    await open(page, foreign.url + path);
    expect(await strays(page), path).toEqual([]);
  };
  await seen('/sign-in');
  await seen('/forgot');
  await seen('/setup');
  const fill = (name: string, text: string) => page.locator(`input[name=${name}]`).fill(text);
  await fill('code', 'guess');
  await fill('name', 'Άννα Δέλτα');
  await fill('email', 'anna@firma.test');
  await fill('password', 'ένας-καλός-κωδικός');
  await page.getByRole('button', { name: marked('Create and sign in') }).click();
  await expect(page.getByText(marked('This is not the code that the server printed.'))).toBeVisible();
  await fill('code', foreign.code);
  await page.getByRole('button', { name: marked('Create and sign in') }).click();
  await page.locator('[data-board]').waitFor();
  await awake(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'qps');
  expect(await strays(page), 'an empty board').toEqual([]);

  await page.getByRole('button', { name: marked('Deal') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: marked('Company') }).fill('Ωμέγα');
  await dialog.getByLabel(marked('Value')).fill('1,234.50');
  expect(await strays(page), 'a new deal').toEqual([]);
  await dialog.getByRole('button', { name: marked('Add') }).click();
  await expect(dialog).toHaveCount(0);
  await page.locator('.top-bar summary.avatar').click();
  expect(await strays(page), 'a board with a card, the menu open').toEqual([]);

  const deal = await page.locator('[data-deal-id]').first().getAttribute('data-deal-id');
  await seen(`/deals/${deal}`);
  await page.getByRole('button', { name: marked('Task'), exact: true }).click();
  await page.getByLabel(marked('What is to be done?')).fill('Κλήση');
  await page.getByRole('textbox', { name: marked('Due date') }).fill('2020-02-03');
  await page.locator('.composer').getByRole('button', { name: marked('Add task') }).click();
  await page.locator('.tasks').getByRole('checkbox', { name: 'Κλήση' }).waitFor();
  await page.locator('.progress .action input').first().click();
  await page.locator('.progress .action[data-done]').waitFor();
  await seen(`/deals/${deal}`);
  for (const path of [
    '/', '/deals', '/deals/9999', '/finance', '/review', '/notices', '/deleted', '/contacts', '/companies/1', '/settings/profile', '/tasks?whose=all', '/settings', '/settings/deals/processes/1', '/settings/deals/reasons',
    '/settings/deals/products', '/settings/deals/costs', '/settings/deals/sources', '/settings/account/general', '/settings/account/audit', '/nowhere',
  ]) {
    await seen(path);
  }
  await context.close();
});

test('a page gets the texts that it needs, and says so when it cannot', async ({ browser, demo }) => {
  const context = await browser.newContext({ locale: 'pl-PL' });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/texts/')) asked.push(new URL(request.url()).pathname);
  });
  await open(page, `${demo.url}/sign-in`);
  // Those of the board, and those of all other pages.
  const [first, later, ...more] = [...new Set(asked)].sort((a, b) => a.length - b.length);
  expect(first).toMatch(/^\/texts\/pl\.[0-9a-f]{16}\.json$/);
  expect(later).toBe(first.replace('json', 'later.json'));
  expect(more).toEqual([]);
  await context.route('**/texts/*', (route) => route.abort());
  await page.goto(`${demo.url}/sign-in`);
  await expect(page.getByRole('alert').filter({ hasText: 'Nie udało się pobrać części programu.' })).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');
  await context.close();
});

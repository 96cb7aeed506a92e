// Pages that everybody can use: axe finds nothing, light and dark, Polish and English, desktop and phone (quality 5).
import AxeBuilder from '@axe-core/playwright';
import { expect, ids, column, open, signIn, test } from './house';

for (const scheme of ['light', 'dark'] as const) {
  for (const [language, width, height] of [['pl', 1440, 900], ['en', 390, 844]] as const) {
    test(`axe finds nothing: ${scheme}, ${language}, ${width} wide`, async ({ browser, demo }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height }, locale: 'pl-PL' });
      const page = await context.newPage();
      const check = async (name: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map((n) => n.html.slice(0, 120)).join('\n')}`)).toEqual([]);
      };
      await open(page, `${demo.url}/sign-in`);
      await check('sign-in');
      await signIn(page, demo, 'zofia');
      if (language === 'en') {
        await page.locator('.top-bar summary').click();
        await page.getByLabel('Język').selectOption('en');
        await page.locator('html[lang=en]').waitFor();
        await open(page, demo.url);
      }
      await check('board');
      const [deal] = await ids(column(page, 0));
      await page.getByRole('button', { name: /^(Szansa|Deal)$/ }).click();
      await page.getByRole('dialog').locator('#new-company').waitFor();
      await page.getByRole('dialog').locator('.more-fields > summary').click();
      await check('new deal');
      await open(page, `${demo.url}/deals/${deal}`);
      await check('deal');
      await open(page, `${demo.url}/deals/99999`);
      await check('nothing');
    });
  }
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the settings: ${scheme}`, async ({ browser, demo }) => {
    const context = await browser.newContext({ colorScheme: scheme, locale: 'pl-PL', viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await signIn(page, demo, 'anna');
    for (const path of ['/settings/deals/processes', '/settings/deals/processes/1', '/settings/deals/reasons']) {
      await open(page, demo.url + path);
      await page.locator('.settings-main input').first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((n) => n.html.slice(0, 120)).join('\n')}`)).toEqual([]);
    }
    await open(page, `${demo.url}/settings/deals/processes/1`);
    await page.getByLabel('Ustawienia działania').first().click();
    await page.getByRole('dialog').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `cog ${id}: ${nodes.map((n) => n.html.slice(0, 120)).join('\n')}`)).toEqual([]);
  });
}

test('a page of 320 pixels scrolls in one direction only', async ({ browser, demo }) => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'pl-PL' })).newPage();
  await signIn(page, demo, 'anna');
  const [deal] = await ids(column(page, 0));
  for (const path of ['/', `/deals/${deal}`, '/settings/deals/processes', '/settings/deals/processes/1', '/settings/deals/reasons']) {
    await open(page, demo.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
});

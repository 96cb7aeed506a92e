import { chromium } from '@playwright/test';
const [url, user, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] });
for (const [scheme, w, h, tag] of [['light',1600,900,'light'],['dark',1600,900,'dark'],['light',390,844,'phone']]) {
  const ctx = await browser.newContext({ colorScheme: scheme, viewport: { width: w, height: h }, locale: 'pl-PL', hasTouch: tag==='phone', isMobile: tag==='phone' });
  const page = await ctx.newPage();
  page.on('console', m => { if (['error','warning'].includes(m.type())) console.log(tag, m.type(), m.text().slice(0,400)); });
  page.on('pageerror', e => console.log(tag, 'PAGEERROR', String(e).slice(0,600)));
  await page.goto(url + '/sign-in'); await page.locator('html[data-hydrated]').waitFor({timeout: 20000});
  await page.screenshot({ path: `/tmp/shot-${tag}-signin.png` });
  await page.fill('input[name=email]', user); await page.fill('input[name=password]', 'demo-tablica'); await page.click('button.filled');
  await page.locator('[data-board]').waitFor();
  for (const [i, p] of paths.entries()) {
    await page.goto(url + p); await page.locator('html[data-hydrated]').waitFor(); await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/shot-${tag}-${i}.png` });
  }
  await ctx.close();
}
await browser.close();

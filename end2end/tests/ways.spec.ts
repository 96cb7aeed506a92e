// On a board of 10,000 deals a card goes three stages on by each of the four ways (B9, B12). How long frames took is printed.
import type { Page } from '@playwright/test';
import { card, cards, column, drag, expect, finger, grip, header, ids, middle, moved, open, test, window } from './house';

const ways: Record<string, (page: Page, id: string) => Promise<void>> = {
  mouse: async (page, id) => drag(page, card(page, id), await middle(cards(column(page, 3)).first())),
  touch: async (page, id) => {
    const [touch, from, to] = [await finger(page), await grip(card(page, id)), await middle(cards(column(page, 3)).first())];
    await touch('touchStart', from);
    await page.locator('[data-drag-ghost]').waitFor();
    for (let part = 1; part <= 12; part++) {
      await touch('touchMove', { x: from.x + ((to.x - from.x) * part) / 12, y: from.y + ((to.y - from.y) * part) / 12 });
    }
    await touch('touchEnd');
  },
  keyboard: async (page, id) => {
    await card(page, id).focus();
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  },
  'Move…': async (page, id) => {
    await card(page, id).focus();
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Etap').selectOption({ index: 3 });
    await dialog.getByRole('button', { name: 'Przenieś', exact: true }).click();
  },
};

/** Notes how long frames take, until they are asked for. */
const watchFrames = (page: Page) => page.evaluate(() => {
  const times: number[] = [];
  let last = performance.now(), on = true;
  const frame = (now: number) => { times.push(now - last); last = now; if (on) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  Object.assign(globalThis, { frameTimes: () => { on = false; return times.slice(1); } });
});

test('a card goes three stages on among 10,000 deals, by each of the four ways', async ({ browser, demo }) => {
  test.setTimeout(180_000);
  demo.run('seed', '--deals', '10000', '--stages', '6');
  const page = await window(browser, demo, 'marek', { hasTouch: true, viewport: { width: 1900, height: 900 } });
  await open(page, `${demo.url}/board/3`);
  for (const [name, way] of Object.entries(ways)) {
    const [deal] = await ids(column(page, 0));
    const [from, to] = [await header(column(page, 0)), await header(column(page, 3))];
    const answer = moved(page);
    await watchFrames(page);
    await way(page, deal);
    expect((await answer).status(), name).toBe(200);
    const times = (await page.evaluate(() => (globalThis as unknown as { frameTimes: () => number[] }).frameTimes())).sort((a, b) => a - b);
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
    console.log(`${name}: ${times.length} frames, half of them within ${at(0.5)} ms, 95 % within ${at(0.95)} ms, the longest ${at(1)} ms`);
    await expect.poll(async () => [(await header(column(page, 0))).count, (await header(column(page, 3))).count], name)
      .toEqual([from.count - 1, to.count + 1]);
  }
});

// How smooth a drag is on a full board: frame times while a card sweeps over all columns, in Chromium.
//   TABLICA_BIN=path/to/tablica node end2end/bench/drag.mjs [--deals 10000] [--runs 3]
// Starts a demonstration company on a folder of its own, adds the deals, and prints what it measured.
import { chromium } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { deals: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' } } });
const cache = process.env.CARGO_TARGET_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tablica/target');
const program = process.env.TABLICA_BIN ?? join(cache, 'release/tablica');
const data = mkdtempSync(join(tmpdir(), 'tablica-bench-'));

const server = spawn(program, ['demo', '--addr', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise((ready) => {
  let said = '';
  server.stdout.on('data', (text) => {
    said += text;
    const address = said.match(/ready at (\S+)/);
    if (address) ready(address[1]);
  });
});
execFileSync(program, ['seed', '--deals', values.deals, '--data', join(data, 'demo')]);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
await page.goto(`${url}/sign-in`);
await page.locator('html[data-hydrated]').waitFor();
await page.locator('input[name=email]').fill('marek@demo.test');
await page.locator('input[name=password]').fill('demo-tablica');
await page.locator('button.filled').click();
await page.locator('[data-board]').waitFor();
await page.goto(`${url}/board/3`);
await page.locator('html[data-hydrated]').waitFor();

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const frames = [];
for (let run = 0; run < Number(values.runs); run++) {
  const card = (await page.locator('section[data-stage-id]').nth(1).locator('[data-deal-id]').nth(1).boundingBox());
  await page.mouse.move(card.x + 60, card.y + 14);
  await page.mouse.down();
  await page.evaluate(() => {
    window.frames_ = [];
    window.sweeping = true;
    const frame = (at) => { window.frames_.push(at); if (window.sweeping) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  for (let step = 0; step <= 120; step++) {
    await page.mouse.move(100 + (1700 * (step % 61)) / 60, 300 + 200 * Math.sin(step / 9));
  }
  const times = await page.evaluate(() => { window.sweeping = false; return window.frames_; });
  frames.push(...times.slice(1).map((time, index) => time - times[index]));
  await page.keyboard.press('Escape');
  await page.mouse.up();
}
frames.sort((a, b) => a - b);
const [mounted, elements] = await page.evaluate(() =>
  [document.querySelectorAll('[data-deal-id]').length, document.querySelectorAll('*').length]);
console.log(`${values.deals} open deals: ${mounted} cards mounted, ${elements} elements`);
console.log(`${frames.length} frames of a drag: p50 ${quantile(frames, 0.5).toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms, ` +
  `worst ${frames.at(-1).toFixed(1)} ms, over 20 ms: ${frames.filter((time) => time > 20).length}`);

await browser.close();
server.kill();
rmSync(data, { recursive: true, force: true });

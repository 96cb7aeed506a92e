// Measures the server by itself, side by side at several sizes: the board, moves, finance, alone and many at once, memory.
//   node end2end/bench/load.mjs [--program PATH] [--deals 1000,50000,1000000] [--seconds 5]
// On PostgreSQL: --database postgres://…, an empty database for each size named in turn: --database URL1,URL2,URL3
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const given = (name, otherwise) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? otherwise : process.argv[at + 1]; };
const program = given('program', `${process.env.CARGO_TARGET_DIR ?? `${process.env.HOME}/.cache/tablica/target`}/release/tablica`);
const sizes = given('deals', '1000,50000,1000000').split(',').map(Number);
const databases = given('database', '').split(',').filter(Boolean);
const seconds = Number(given('seconds', '5'));
const PASSWORD = 'only-for-this-bench';

/** A server with this many open deals in one process. */
async function serve(deals, database) {
  const data = mkdtempSync(join(tmpdir(), 'tablica-load-'));
  const place = ['--data', data, ...(database ? ['--database-url', database] : [])];
  const run = (...options) => execFileSync(program, [...place, ...options], { input: PASSWORD, encoding: 'utf8' });
  for (const [name, role] of [['manager', 'administrator'], ['seller', 'salesperson']]) {
    run('user', 'add', '--email', `${name}@load.test`, '--name', name, '--role', role, '--password-stdin');
  }
  const process = Number(run('seed', '--deals', String(deals)).match(/\/board\/(\d+)/)[1]);
  const child = spawn(program, [...place, '--addr', '127.0.0.1:0', 'serve']);
  const url = await new Promise((found, failed) => {
    let said = '';
    child.stdout.on('data', (text) => { const at = (said += text).match(/http:\/\/127\.0\.0\.1:\d+/); if (at) found(at[0]); });
    child.on('exit', () => failed(new Error(said)));
  });
  const memory = () => Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  const stop = () => { child.kill(); rmSync(data, { recursive: true, force: true }); };
  return { url, process, memory, stop };
}

/** Somebody who is signed in: calls commands and queries. */
async function somebody(url, name) {
  let cookie = '';
  const call = async (what, fields) => {
    const answer = await fetch(`${url}/api/${what}`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie }, body: JSON.stringify(fields),
    });
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
    cookie ||= answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    return answer.json();
  };
  await call('sign_in', { email: `${name}@load.test`, password: PASSWORD });
  return call;
}

const part = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** Does it again and again by so many hands for a while; gives how often a second, and how long it took. */
async function measure(hands, doing) {
  for (let n = 0; n < 5; n++) await doing(n, 0);
  const times = [], end = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: hands }, async (_, hand) => {
    for (let n = 0; performance.now() < end; n++) {
      const from = performance.now();
      await doing(n, hand);
      times.push(performance.now() - from);
    }
  }));
  return { rate: times.length / seconds, p50: part(times, 0.5), p99: part(times, 0.99) };
}

const rows = [];
for (const [at, deals] of sizes.entries()) {
  const { url, process, memory, stop } = await serve(deals, databases[at]);
  try {
    const [manager, seller] = [await somebody(url, 'manager'), await somebody(url, 'seller')];
    const board = { query: { process, filter: {} } };
    const { columns } = await manager('board', board);
    const stages = columns.map((column) => column.stage.id);
    // Each hand has cards of its own, and sends them round.
    const cards = columns.flatMap((column, stage) => column.page.cards.map(({ id }) => ({ id, stage })));
    const move = (hands) => async (n, hand) => {
      const card = cards.filter((_, index) => index % hands === hand)[n % Math.floor(cards.length / hands)];
      const to = (card.stage + 1) % stages.length;
      await manager('move_deal', { deal: card.id, from: stages[card.stage], to: stages[to], gap: { after: null, before: null }, op: randomUUID() });
      card.stage = to;
    };
    const measured = {
      'board, ms': await measure(1, () => manager('board', board)),
      'board of a salesperson, ms': await measure(1, () => seller('board', board)),
      'board by letters, ms': await measure(1, () => manager('board', { query: { process, filter: { text: 'kowal' } } })),
      'finance, ms': await measure(1, () => manager('finance', { query: {} })),
      'move, ms': await measure(1, move(1)),
      'boards, 8 at once': await measure(8, () => manager('board', board)),
      'moves, 8 at once': await measure(8, move(8)),
    };
    const cell = ({ rate, p50, p99 }) => `${p50.toFixed(1)} / ${p99.toFixed(1)} (${rate.toFixed(0)}/s)`;
    rows.push({ deals, ...Object.fromEntries(Object.entries(measured).map(([name, one]) => [name, cell(one)])), 'memory, MiB': memory().toFixed(0) });
  } finally {
    stop();
  }
}
const names = Object.keys(rows[0]);
console.log('p50 / p99 (how often a second)');
for (const name of names) console.log(`| ${name} | ${rows.map((row) => row[name]).join(' | ')} |`);

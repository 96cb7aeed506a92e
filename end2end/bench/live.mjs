// How soon others see what one of them does, and what a thousand open streams cost.
//   TABLICA_BIN=… node end2end/bench/live.mjs [streams] [changes]
// Starts a demo of its own, opens the streams as thirty pages of each user, then lets an administrator
// move a deal, and says how long it took from sending each move until the first and the last stream heard of it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [streams = 1000, changes = 500] = process.argv.slice(2).map(Number);
const program = process.env.TABLICA_BIN ?? 'tablica';
const data = mkdtempSync(join(tmpdir(), 'tablica-bench-'));
const folder = join(data, 'demo');
const server = spawn(program, ['demo', '--addr', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise((ready) => {
  let said = '';
  server.stdout.on('data', (text) => { said += text; const at = said.match(/ready at (\S+)/); if (at) ready(at[1]); });
});
const memory = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
};

let op = 0;
async function call(cookie, name, fields) {
  const body = JSON.stringify({ ...fields });
  const answer = await fetch(`${url}/api/${name}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return answer;
}
const fresh = () => `${String(++op).padStart(8, '0')}-0000-4000-8000-000000000000`;
const signIn = async (email, password) =>
  (await call('', 'sign_in', { email, password })).headers.get('set-cookie').split(';')[0];

const anna = await signIn('anna@demo.test', 'demo-tablica');
const heard = new Map();
const users = Math.ceil(streams / 30);
console.log(`${users} users, ${streams} streams, ${changes} changes`);
const cookies = [];
for (let number = 0; number < users; number++) {
  const email = `bench${number}@demo.test`;
  const args = ['user', 'add', '--email', email, '--name', `Bench ${number}`, '--role', 'manager', '--password-stdin', '--data', folder];
  execFileSync(program, args, { input: 'bench-tablica-password' });
  cookies.push(await signIn(email, 'bench-tablica-password'));
}
const before = memory();
const agent = new Agent({ maxSockets: Infinity });
await Promise.all(Array.from({ length: streams }, (_, number) => new Promise((open) => {
  get(`${url}/live`, { agent, headers: { cookie: cookies[number % users] } }, (answer) => {
    if (answer.statusCode !== 200) throw new Error(`a stream was refused: ${answer.statusCode}`);
    answer.setEncoding('utf8');
    answer.on('data', (text) => {
      for (const [, name] of text.matchAll(/"op":"([^"]+)"/g)) {
        const times = heard.get(name) ?? [];
        times.push(performance.now());
        heard.set(name, times);
      }
      open();
    });
  });
})));
const after = memory();

const board = await (await call(anna, 'board', { query: {} })).json();
const [one, other] = board.columns.map((column) => column.stage.id);
const deal = board.columns[0].page.cards[0].id;
const [first, last] = [[], []];
for (let number = 0; number < changes; number++) {
  const [from, to] = number % 2 ? [other, one] : [one, other];
  const name = fresh();
  const sent = performance.now();
  await call(anna, 'move_deal', { deal, from, to, gap: { after: null, before: null }, op: name });
  while ((heard.get(name)?.length ?? 0) < streams) await new Promise(setImmediate);
  const times = heard.get(name);
  first.push(times[0] - sent);
  last.push(times.at(-1) - sent);
}
const at = (all, part) => all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))].toFixed(1);
console.log(`memory: ${before.toFixed(0)} MiB before, ${after.toFixed(0)} MiB with the streams, ${memory().toFixed(0)} MiB after the changes`);
console.log(`from the press to the first stream: p50 ${at(first, 0.5)} ms, p95 ${at(first, 0.95)} ms`);
console.log(`from the press to the last stream:  p50 ${at(last, 0.5)} ms, p95 ${at(last, 0.95)} ms, longest ${at(last, 1)} ms`);
server.kill();
rmSync(data, { recursive: true, force: true });
process.exit(0);

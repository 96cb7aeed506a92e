// Holds the weight of what browsers load to the budget: `frontend/budget.json`, in bytes as brotli. The first download is
// weighed, each chunk with the files that it shares, and all together; and nothing of other screens is in the first download.
//   node bin/budget.mjs FOLDER ASSETS ENTRY      the built files, the list of the chunks, the entry with its names
import { readFileSync, readdirSync, statSync } from 'node:fs';

const [folder, assets, entry] = process.argv.slice(2);
const { weight, never } = JSON.parse(readFileSync(new URL('../frontend/budget.json', import.meta.url), 'utf8'));
const { chunks } = JSON.parse(readFileSync(assets, 'utf8'));
const bytes = (files) => files.reduce((sum, file) => sum + statSync(`${folder}/${file}.br`).size, 0);
const first = ['tablica_bg.wasm', 'tablica.js', '__wasm_split.js', 'live.js', 'offline.js', 'tablica.css'];
const all = readdirSync(folder).filter((file) => file.endsWith('.br')).map((file) => file.slice(0, -3));
const weighed = { first: bytes(first), all: bytes(all) };
for (const [chunk, files] of Object.entries(chunks)) weighed[chunk] = bytes(files);

const wrong = [];
for (const [part, weight_] of Object.entries(weighed)) {
  console.error(`${String(weight_).padStart(8)} of ${weight[part]} bytes: ${part}`);
  if (!(weight_ <= weight[part])) wrong.push(`${part} weighs ${weight_} bytes, ${weight[part]} are allowed`);
}
const names = readFileSync(entry, 'latin1');
for (const path of never) {
  const mangled = path.split('::').map((part) => part.length + part).join('');
  if (names.includes(mangled)) wrong.push(`${path} is in the first download`);
}
if (wrong.length) {
  console.error(`${wrong.join('\n')}\nMake it lighter, or raise frontend/budget.json and say why.`);
  process.exit(1);
}

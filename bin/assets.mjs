// Says where the browser finds the program: the folder of the build, the script that wakes a page,
// and the files of each chunk by the loader's own list, its sheet of styles last.
import { readFileSync } from 'node:fs';

const [loader, build, boot] = process.argv.slice(2);
const text = readFileSync(loader, 'utf8');
const shared = Object.fromEntries(
  [...text.matchAll(/const (__chunk_\d+) = makeLoad\([^"]*"\.\/([^"]+)"/g)].map(([, name, file]) => [name, file]));
const chunks = Object.fromEntries(
  [...text.matchAll(/__wasm_split_load_(\w+) = wrapAsyncCb\(makeLoad\([^"]*"\.\/([^"]+)"[^[]*\[([^\]]*)\]/g)].map(
    ([, chunk, file, needs]) => [chunk, [file, ...needs.split(', ').filter(Boolean).map((name) => shared[name]), `${chunk}.css`]]));
console.log(JSON.stringify({ folder: `/pkg/${build}`, boot: readFileSync(boot, 'utf8'), chunks }, null, 2));

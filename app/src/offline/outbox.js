// What was done and is not sent yet: under the names of its gestures, sent once and in its order.
import { promised, storeOf } from './database.js';

// These collide with little.
const WAITING = ['move_deal', 'complete_action', 'uncomplete_action', 'check_task', 'add_task', 'add_note'];

/** Whether a command can wait. */
export const canWait = (name) => WAITING.includes(name);
export const dealOf = ({ fields }) => JSON.parse(fields).deal;
/** What stands for itself holds nothing back, and is held by nothing. */
const heldBy = (each) => /^add_(note|task)$/.test(each.name) ? undefined : dealOf(each);
const isRefused = (each) => each.refused !== undefined;

export const outboxIn = (database, user) => {
  // What is on its way cannot be taken back.
  let sending;
  const all = () => promised(storeOf(database, 'outbox').getAll());
  /** Changes it by what is in it, with nobody between; done when it is written. */
  const change = async (how) => {
    const box = storeOf(database, 'outbox', 'readwrite'), over = new Promise((resolve, reject) => {
      box.transaction.oncomplete = resolve;
      box.transaction.onabort = () => reject(box.transaction.error);
    });
    how(await promised(box.getAll()), box);
    await over;
  };
  const changeOne = (op, how) => change((entries, box) => {
    const it = entries.find((each) => each.op === op);
    if (it) how(it, box);
  });

  /** Sends what waits, one after another; of a deal of which something was refused, nothing more until that is settled. */
  const send = async (post, tell) => {
    for (const tried = new Set(); ;) {
      const held = new Set();
      const next = (await all()).find((each) => {
        if (isRefused(each)) held.add(heldBy(each));
        return !isRefused(each) && !tried.has(each.op) && !(heldBy(each) && held.has(heldBy(each)));
      });
      if (!next) return true;
      tried.add(next.op);
      sending = next.op;
      const answer = await post(next.name, `{"op":"${next.op}",${next.fields.slice(1)}`).finally(() => { sending = undefined; });
      // Whoever is signed out comes back to it; a server that is busy or full is asked again.
      if ([401, 429, 503, 507].includes(answer.status)) return false;
      const refused = answer.ok ? undefined : await answer.text() || '{}';
      // It may have been taken back meanwhile.
      await changeOne(next.op, (it, box) => answer.ok ? box.delete(it.number) : box.put({ ...it, refused }));
      await tell(answer.ok ? next.op : undefined);
    }
  };

  return {
    all,
    /** Once, however often it comes. */
    add: (name, body) => change((entries, box) => {
      const { op, ...fields } = JSON.parse(body);
      if (!entries.some((each) => each.op === op)) box.add({ op, name, fields: JSON.stringify(fields), at: Date.now() });
    }),
    /** Whether something is there that must not be overtaken by this: anything, or what of the same deal was refused. */
    precedes: async (name, body) => {
      const deal = heldBy({ name, fields: body });
      return (await all()).some((each) => !isRefused(each) || (deal && heldBy(each) === deal));
    },
    hasUnsent: async () => !(await all()).every(isRefused),
    describe: (op, about) => changeOne(op, (it, box) => box.put({ ...it, about })),
    /** Sent anew as something else, or as it was. */
    again: (op, anew) => changeOne(op, (it, box) => box.put({ ...it, ...anew, refused: undefined })),
    /** Given up, with what was done to the same card after it. */
    giveUp: (op) => change((entries, box) => {
      const at = entries.findIndex((each) => each.op === op), it = entries[at];
      const goes = (each) => each === it || (each.name === 'move_deal' && it.name === each.name && dealOf(each) === dealOf(it));
      for (const each of entries.slice(at).filter((each) => it && it.op !== sending && goes(each))) box.delete(each.number);
    }),
    /** By one page of the browser; false when it is to be tried again. */
    flush: (post, tell) => {
      const flush = () => send(post, tell);
      return navigator.locks ? navigator.locks.request(`tablica-outbox-${user.id}`, flush) : flush();
    },
  };
};

// Hears that something was changed (B11). Of all pages of a browser one holds the stream, and the others hear it from that
// one. Two open pages that each held one would be two too many: a browser has six lines to a server.
const { user, live } = JSON.parse(document.getElementById('visitor').textContent);

const listen = () => {
  const pages = new BroadcastChannel(`tablica-live-${user.id}`);
  // Between two askings of a page, and the longest silence of a stream, in milliseconds.
  const pause = 300, silence = 50_000;
  let build = new URL('.', import.meta.url).pathname.slice(0, -1);
  let mark = live, over = false, nudges = [], resting, source, release, failures = 0, watch, last;

  const show = (on) => { document.documentElement.dataset.live = on ? 'on' : 'off'; };

  // Asks at once, and then not too often. A page that is not looked at asks when it is looked at again.
  const ask = () => {
    resting = undefined;
    if (document.hidden) nudges = [];
    if (!nudges.length) return;
    const detail = nudges.splice(0).map(({ op = '', by = '', deal = '' }) => `${op} ${by} ${deal}`).join('\n');
    dispatchEvent(new CustomEvent('nudged', { detail }));
    resting = setTimeout(ask, pause);
  };
  const hear = (nudge) => {
    nudges.push(nudge);
    if (!resting) ask();
  };

  const take = (message) => {
    if ('on' in message) show(message.on);
    if (message.mark) mark = message.mark;
    if (message.nudge) hear(message.nudge);
    // Once: whoever is in the middle of something finishes it.
    if (message.build && message.build !== build) {
      ({ build } = message);
      dispatchEvent(new Event('renewed'));
    }
    if (message.look) dispatchEvent(new CustomEvent('looked', { detail: message.look }));
    if (message.over) {
      over = true;
      clearTimeout(watch);
      show(false);
      release?.();
      // Nothing of whoever was signed in stays on the screen. Where it was asked for, the page is on its way already.
      setTimeout(() => location.reload(), 1_000);
    }
  };
  const share = (message) => { pages.postMessage(message); take(message); };

  const leads = () => source !== undefined;
  pages.onmessage = ({ data }) => {
    if (!('joined' in data)) return take(data);
    // A page that is older than what this one has heard missed something.
    if (leads() && !over) pages.postMessage({ on: source.readyState === EventSource.OPEN, ...(data.joined !== mark && { mark, nudge: {} }) });
  };

  const alive = () => {
    clearTimeout(watch);
    last = Date.now();
    watch = setTimeout(() => { share({ on: false }); open(); }, silence);
  };
  const open = () => {
    source?.close();
    if (over) return;
    source = new EventSource(`/live?since=${encodeURIComponent(mark)}`);
    // What was asked for while the line was bad may not have come.
    source.onopen = () => { share({ on: true, ...(failures && { nudge: {} }) }); failures = 0; alive(); };
    source.onmessage = ({ data, lastEventId }) => { share({ mark: lastEventId, nudge: JSON.parse(data) }); alive(); };
    source.addEventListener('beat', ({ data }) => { share({ build: data }); alive(); });
    source.addEventListener('look', ({ data }) => share({ look: data }));
    source.addEventListener('over', () => { source.close(); share({ over: true }); });
    source.onerror = () => {
      share({ on: false });
      dispatchEvent(new Event('unheard'));
      clearTimeout(watch);
      const wait = Math.min(60_000, 1_000 * 2 ** failures++) * (1 + Math.random());
      // Otherwise it comes back by itself.
      if (source.readyState !== EventSource.CLOSED) return alive();
      watch = setTimeout(open, wait);
      // Whoever is signed out has nothing to come back to; a stream does not say why it was refused.
      fetch('/live', { method: 'HEAD' }).then(({ status }) => { if (status === 401) share({ over: true }); }, () => {});
    };
    alive();
  };

  show(false);
  addEventListener('online', () => { if (leads()) open(); });
  // After a sleep nobody knows whether the line is still there.
  document.addEventListener('visibilitychange', () => { if (!document.hidden && leads() && Date.now() - last > silence / 2) open(); });
  if (navigator.locks) {
    pages.postMessage({ joined: mark });
    navigator.locks.request(`tablica-live-${user.id}`, () => new Promise((resolve) => {
      release = resolve;
      if (over) release(); else open();
    }));
  } else {
    // Over a line that is not encrypted there are no locks: whoever is looked at hears for themselves.
    const follow = () => {
      if (!document.hidden) return open();
      clearTimeout(watch);
      source?.close();
      show(false);
    };
    document.addEventListener('visibilitychange', follow);
    follow();
  }
};

// Before that nobody would hear it.
const awake = 'hydrated' in document.documentElement.dataset;
if (user) awake ? listen() : addEventListener('awake', listen, { once: true });

// Wakes the page, which is then drawn anew. Until it is awake, what is pressed, clicked, typed and scrolled is kept by its
// place in the document, and then handed on to what stands there.
{
  const { folder } = document.currentScript.dataset;
  const kept = [], typed = new Set(), scrolled = new Set();
  let held = false;

  const place = (element) => {
    const path = [];
    for (let parent; (parent = element.parentElement); element = parent) path.unshift([...parent.children].indexOf(element));
    return path;
  };
  const at = (path) => path.reduce((element, index) => element?.children[index], document.documentElement);

  const keep = (event) => {
    const { type, target } = event;
    if (!target.closest) return;
    const card = target.closest('[data-board] [data-deal-id]');
    const copy = () => kept.push([place(target), new event.constructor(type, event)]);
    switch (type) {
      case 'dragstart': if (card) event.preventDefault(); break; // the browser's drag would take the pointer away
      case 'input': target.files || typed.add(target); break;
      case 'scroll': scrolled.add(target); break;
      case 'pointerdown': held = card && event.pointerType !== 'touch' && event.button === 0; if (held) copy(); break;
      case 'pointermove':
        if (held && kept.at(-1)[1].type === type) kept.pop();
        if (held) copy();
        break;
      case 'pointerup': case 'pointercancel': if (held) copy(); held = false; break;
      case 'click': if (target.closest('button, summary') || (card && !target.closest('a'))) copy(); break;
      case 'keydown':
        if (target !== card) break;
        if (event.key === ' ' || event.key.startsWith('Arrow')) event.preventDefault();
        copy();
    }
  };
  const kinds = 'dragstart input scroll pointerdown pointermove pointerup pointercancel click keydown'.split(' ');
  kinds.forEach((kind) => addEventListener(kind, keep, true));
  const placed = (elements, read) => [...elements].map((element) => [place(element), read(element)]);

  addEventListener('waking', () => {
    kinds.forEach((kind) => removeEventListener(kind, keep, true));
    const fields = placed(typed, ({ value, checked }) => ({ value, checked }));
    const views = placed(scrolled, ({ scrollLeft, scrollTop }) => ({ scrollLeft, scrollTop }));
    const focus = place(document.activeElement ?? document.body);
    addEventListener('awake', () => {
      [...views, ...fields].forEach(([path, state]) => Object.assign(at(path) ?? {}, state));
      fields.forEach(([path]) => ['input', 'change'].forEach((kind) => at(path)?.dispatchEvent(new Event(kind, { bubbles: true }))));
      at(focus)?.focus({ preventScroll: true });
      kept.forEach(([path, event]) => at(path)?.dispatchEvent(event));
    }, { once: true });
  }, { once: true });

  const apologise = (bar) => {
    document.querySelector('.reload-bar')?.remove();
    // The skip link stays the first; the shell has none.
    const skip = document.querySelector('.skip'), content = document.getElementById(bar).content.cloneNode(true);
    skip ? skip.after(content) : document.body.prepend(content);
  };
  ['unfetched', 'renewed'].forEach((what) => addEventListener(what, () => apologise(what)));
  addEventListener('crashed', ({ detail }) => {
    apologise('crashed');
    document.querySelector('.reload-bar output').textContent = detail;
  });

  const part = (name) => import(`${folder}/${name}.js`);
  part('tablica')
    .then(async (program) => {
      await program.default({ module_or_path: `${folder}/tablica_bg.wasm` });
      if ('shell' in document.documentElement.dataset) await part('offline'); // it knows what is there without a line
      program.start();
      ['live', 'offline'].forEach(part);
    })
    .catch((error) => { console.error(error); apologise('unfetched'); });
}

// What runs in the reader's browser beside Streamlit: links without a reload, a new drawing when light turns dark,
// words of Streamlit's own in the reader's language, a way past the head for the keyboard, the address to take along.
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  const name = (part) => {
    // A field to drop a file on has a name and a button: it is not there for looks alone.
    if (part.dataset && part.dataset.testid === 'stFileUploaderDropzone') part.removeAttribute('role');
    for (const kind of ['aria-label', 'title', 'placeholder'])
      if (part.getAttribute && data.words[part.getAttribute(kind)]) part.setAttribute(kind, data.words[part.getAttribute(kind)]);
    if (part.nodeType === 3 && data.words[part.nodeValue]) part.nodeValue = data.words[part.nodeValue];
  };
  const rename = (root) => {
    name(root);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) name(walk.currentNode);
  };
  const watch = new MutationObserver((changes) => changes.forEach((change) => {
    if (change.type === 'childList') change.addedNodes.forEach(rename); else name(change.target);
  }));
  rename(document.body);
  watch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: ['aria-label', 'title', 'placeholder'],
  });
  const copy = async (link) => {
    const address = location.search ? location.href : link.href;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Without https a page has no clipboard of its own.
      const field = document.createElement('textarea');
      field.value = address;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    const word = link.textContent;
    link.textContent = link.dataset.done;
    setTimeout(() => { link.textContent = word; }, 2000);
  };
  const follow = (event) => {
    const tool = event.target.closest && event.target.closest('a.copy, a.print');
    if (tool) {
      event.preventDefault();
      if (tool.classList.contains('print')) window.print();
      else if (tool.textContent !== tool.dataset.done) copy(tool);
      return;
    }
    if (event.target.closest && event.target.closest('a.skip')) {
      const first = document.querySelector('[data-testid="stMainBlockContainer"] h1');
      event.preventDefault();
      if (first) { first.tabIndex = -1; first.focus(); }
      return;
    }
    const link = event.target.closest && event.target.closest('a.go');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue('address', link.getAttribute('href'));
    if (link.classList.contains('page')) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => window.matchMedia('print').matches || setTriggerValue('scheme', dark.matches);
  // Figures are as wide as the window; paper is narrower.
  const plots = () => document.querySelectorAll('.js-plotly-plot');
  const shrink = () => plots().forEach((plot) => {
    const drawn = plot.querySelector('.main-svg');
    if (drawn) plot.style.zoom = Math.min(1, data.paper / Number(drawn.getAttribute('width')));
  });
  const restore = () => plots().forEach((plot) => { plot.style.zoom = ''; });
  window.addEventListener('beforeprint', shrink);
  window.addEventListener('afterprint', restore);
  document.addEventListener('click', follow);
  dark.addEventListener('change', redraw);
  return () => {
    window.removeEventListener('beforeprint', shrink);
    window.removeEventListener('afterprint', restore);
    document.removeEventListener('click', follow);
    dark.removeEventListener('change', redraw);
    watch.disconnect();
  };
}

// @ts-check
// The language of the page. The address keeps it: `?lang=zh`. Each language has a view of its own, which keeps what was unfolded.

const host = get(document, '#view', HTMLElement);

/** @type {[View, View | undefined]} */
const views = [readView(document.title, host), undefined];
let shown = views[0];
/** The language that is shown: an index. @type {0 | 1} */
// biome-ignore lint/correctness/noUnusedVariables: another script of the page uses it
let language = 0;

/** The view in a language, unpacked when it is wanted first. @param {0 | 1} index */
async function viewIn(index) {
  const [title, text] = await unpacked(data.view);
  const root = document.createElement('div');
  root.id = 'view';
  root.innerHTML = text;
  const view = readView(title, root);
  views[index] = view;
  return view;
}

/** @param {0 | 1} index */
async function showLanguage(index) {
  const next = views[index] ?? (await viewIn(index));
  if (next === shown) return;
  const place = placeOf(shown.root);
  const open = [...shown.root.querySelectorAll('details[open][id]')].map(({ id }) => id);
  shown.root.replaceWith(next.root);
  shown = next;
  language = index;
  const { tag } = data.languages[index];
  document.documentElement.lang = tag;
  document.title = next.title;
  if (open.some((id) => document.getElementById(id) === null)) await fillAll();
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  await followFilter();
  const same = document.getElementById(place.id);
  if (same !== null) scrollBy({ top: same.getBoundingClientRect().top - place.top, behavior: 'instant' });
}

/**
 * The element with an id that is first in the window, and its place. Asks nothing inside of what is folded: its layout, which the
 * browser leaves out until then, takes longer than that of all the rest.
 * @param {HTMLElement} root
 */
function placeOf(root) {
  const shownElements = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT, ({ parentNode, nodeName }) => {
    const isFolded = parentNode instanceof HTMLDetailsElement && !parentNode.open && nodeName !== 'SUMMARY';
    return isFolded ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  while (scrollY > 0 && shownElements.nextNode() !== null) {
    const { currentNode: element } = shownElements;
    if (!(element instanceof HTMLElement) || element.id === '' || element.getClientRects().length === 0) continue;
    const { top } = element.getBoundingClientRect();
    if (top >= 0) return { id: element.id, top };
  }
  return { id: root.id, top: root.getBoundingClientRect().top };
}

/** Keeps the language in the address. A browser that forbids that for a file loads the page again. @param {string} name */
function keepLanguage(name) {
  const address = new URL(location.href);
  address.searchParams.set('lang', name);
  try {
    history.replaceState(null, '', address);
  } catch {
    location.replace(address);
  }
}

document.addEventListener('click', (event) => {
  /** @type {HTMLElement | null} */
  const link = event.target instanceof Element ? event.target.closest('a[data-lang]') : null;
  const index = data.languages.findIndex(({ name }) => name === link?.dataset.lang);
  if (link === null || index < 0 || hasModifier(event)) return;
  event.preventDefault();
  keepLanguage(link.dataset.lang ?? '');
  showLanguage(/** @type {0 | 1} */ (index)).then(() =>
    get(shown.root, '.languages [aria-current]', HTMLElement).focus(),
  );
});

const asked = data.languages.findIndex(({ name }) => name === new URLSearchParams(location.search).get('lang'));
if (asked === 1 && canUnpack) showLanguage(1).then(followAddress);
else followAddress();

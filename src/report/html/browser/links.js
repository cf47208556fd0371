// @ts-check
// Follows the address: to a filter, to a case by its anchor or its id, and into folded parts. Unfolds failures on paper.

/** @param {Element} element */
function reveal(element) {
  for (let node = /** @type {Element | null} */ (element); node !== null; node = node.parentElement)
    if (node instanceof HTMLDetailsElement) node.open = true;
  element.scrollIntoView();
}

/**
 * The hash may be percent-encoded, and may hold the id of a case as it is.
 * @param {string} hash
 */
function elementAt(hash) {
  const name = decode(hash);
  const named = cases.find(({ id }) => `case-${id}` === name);
  return document.getElementById(hash) ?? document.getElementById(name) ?? named?.element;
}

/** @param {string} hash */
function decode(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

/** Sets the filter from the address, also after a step back, and shows the element that the address names. */
function followAddress() {
  const hash = location.hash.slice(1);
  const isFilter = /^[a-z]+=/.test(hash);
  fillForm(new URLSearchParams(isFilter ? hash : ''));
  applyFilter();
  const shown = cases.filter(({ element }) => !element.hidden);
  if (isFilter && shown[0] !== undefined && shown.length === 1) shown[0].element.open = true;
  const element = isFilter ? document.getElementById('cases') : elementAt(hash);
  if (element) reveal(element);
}

document.addEventListener('click', (event) => {
  /** @type {HTMLAnchorElement | null} */
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  if (link === null || event.defaultPrevented || hasModifier(event)) return;
  event.preventDefault();
  const hash = link.dataset.filter ? `#${link.dataset.filter}` : (link.getAttribute('href') ?? '');
  if (location.hash === hash) followAddress();
  else location.hash = hash;
});
addEventListener('hashchange', followAddress);

/** Folded cases that were unfolded for paper. @type {Set<HTMLDetailsElement>} */
const printed = new Set();

addEventListener('beforeprint', () => {
  hidePeek();
  for (const item of cases) {
    const { element, isWrong } = item;
    if (element.open || !isWrong) continue;
    unpackNow(item);
    element.open = true;
    printed.add(element);
  }
});
addEventListener('afterprint', () => {
  for (const element of printed) element.open = false;
  printed.clear();
});

followAddress();

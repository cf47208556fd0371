// @ts-check
// Follows the address: to a filter, to a case by its anchor or its id, and into folded parts.

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
  const named = shown.cases.find(({ id }) => `case-${id}` === name);
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

/** Sets the filter from the address. Resolves with the cases that it leaves. */
function followFilter() {
  const hash = location.hash.slice(1);
  fillForm(new URLSearchParams(isFilter(hash) ? hash : ''));
  return applyFilter();
}

/** @param {string} hash */
const isFilter = (hash) => /^[a-z]+=/.test(hash);

/** Sets the filter from the address, also after a step back, and shows the element that the address names. */
async function followAddress() {
  const hash = location.hash.slice(1);
  const left = await followFilter();
  if (isFilter(hash) && left[0] !== undefined && left.length === 1) left[0].element.open = true;
  if (!isFilter(hash) && hash !== '' && elementAt(hash) === undefined) await fillAll();
  if (hash !== location.hash.slice(1)) return;
  const element = isFilter(hash) ? document.getElementById('cases') : elementAt(hash);
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

// @ts-check
// Shows the XML of an arrow: beside the pointer or the focus, and below the diagram after a click. Without a script the
// arrow links to the same XML in the list below the diagram.

const peek = document.createElement('div');
peek.className = 'peek';
peek.id = 'peek';
peek.setAttribute('role', 'tooltip');
peek.hidden = true;
document.body.append(peek);

/**
 * @param {EventTarget | null} target
 * @returns {SVGAElement | null}
 */
function arrowAt(target) {
  return target instanceof Element ? target.closest('svg.seq a') : null;
}

/**
 * Copies of the title and the XML of a stanza.
 * @param {SVGAElement} arrow
 */
function copyStanza(arrow) {
  const entry = document.getElementById(arrow.href.baseVal.slice(1));
  return [...(entry?.childNodes ?? [])].map((node) => node.cloneNode(true));
}

/** @param {SVGAElement} arrow */
function showPeek(arrow) {
  hidePeek();
  if (arrow.classList.contains('chosen')) return;
  peek.replaceChildren(...copyStanza(arrow));
  peek.hidden = false;
  arrow.setAttribute('aria-describedby', 'peek');
  placePeek(arrow);
}

/**
 * Places it beside the diagram, or below or above the arrow if there is no room.
 * @param {SVGAElement} arrow
 */
function placePeek(arrow) {
  const [at, own] = [arrow.getBoundingClientRect(), peek.getBoundingClientRect()];
  const { clientWidth, clientHeight } = document.documentElement;
  const beside = (arrow.ownerSVGElement?.getBoundingClientRect().right ?? 0) + 4;
  const hasSide = beside + own.width + 4 <= clientWidth;
  const below = at.bottom + own.height + 4 <= clientHeight ? at.bottom + 4 : at.top - own.height - 4;
  const top = hasSide ? Math.min(at.top, clientHeight - own.height - 4) : below;
  const left = hasSide ? beside : Math.min(at.left, clientWidth - own.width - 4);
  peek.style.top = `${Math.max(4, top)}px`;
  peek.style.left = `${Math.max(4, left)}px`;
}

/** @returns {SVGAElement | null} */
function peekedArrow() {
  return document.querySelector('svg.seq a[aria-describedby=peek]');
}

function hidePeek() {
  peek.hidden = true;
  peekedArrow()?.removeAttribute('aria-describedby');
}

/** @param {Element} arrow */
function closeXml(arrow) {
  arrow.classList.remove('chosen');
  arrow.removeAttribute('aria-expanded');
  arrow.closest('.scroll')?.nextElementSibling?.remove();
}

/**
 * Shows the XML of an arrow below its diagram, or hides it.
 * @param {SVGAElement} arrow
 */
function toggleXml(arrow) {
  hidePeek();
  const figure = arrow.closest('.scroll');
  const before = figure?.querySelector('a.chosen');
  if (before) closeXml(before);
  if (before === arrow) return;
  const panel = xmlPanel(arrow);
  figure?.after(panel);
  arrow.classList.add('chosen');
  arrow.setAttribute('aria-expanded', 'true');
  // The panel sticks to the foot of the window, where it may cover the arrow.
  const hidden = arrow.getBoundingClientRect().bottom + 8 - panel.getBoundingClientRect().top;
  if (hidden > 0) scrollBy({ top: hidden });
}

/** @param {SVGAElement} arrow */
function xmlPanel(arrow) {
  const panel = document.createElement('div');
  panel.className = 'chosen-xml';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = data.languages[language].close;
  button.addEventListener('click', () => {
    closeXml(arrow);
    arrow.focus();
  });
  panel.append(button, ...copyStanza(arrow));
  return panel;
}

/** A click that asks the browser for a new tab or window. @param {MouseEvent} event */
function hasModifier({ ctrlKey, metaKey, shiftKey }) {
  return ctrlKey || metaKey || shiftKey;
}

document.addEventListener('click', (event) => {
  const arrow = arrowAt(event.target);
  if (arrow === null || hasModifier(event)) return;
  event.preventDefault();
  toggleXml(arrow);
});
document.addEventListener('pointerover', ({ target, pointerType }) => {
  const arrow = pointerType === 'mouse' ? arrowAt(target) : null;
  if (arrow) showPeek(arrow);
  else hidePeek();
});
document.addEventListener('focusin', ({ target }) => {
  const arrow = arrowAt(target);
  if (arrow?.matches(':focus-visible')) showPeek(arrow);
});
document.addEventListener('focusout', hidePeek);
document.addEventListener(
  'scroll',
  () => {
    const arrow = peekedArrow();
    if (arrow?.matches(':hover, :focus-visible')) placePeek(arrow);
    else hidePeek();
  },
  true,
);
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hidePeek();
});

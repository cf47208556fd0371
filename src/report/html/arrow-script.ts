// The part of the page's script that shows the XML of arrows: beside the pointer or the focus, and below the diagram of
// one that was clicked. The XML stands in the list below the diagram, to which the arrows lead without a script.

/** Defines `toggleXml(arrow)`; the rest listens for itself. */
export const ARROW_SCRIPT = `
const peek = document.createElement('div');
peek.className = 'peek';
peek.id = 'peek';
peek.setAttribute('role', 'tooltip');
peek.hidden = true;
document.body.append(peek);

const arrowAt = (node) => node.closest?.('svg.seq a') ?? null;

/** Title and XML of the stanza, as copies. */
function stanzaOf(arrow) {
  const entry = document.getElementById(arrow.getAttribute('href').slice(1));
  return entry ? [...entry.childNodes].map((node) => node.cloneNode(true)) : [];
}

function showPeek(arrow) {
  hidePeek();
  if (arrow.classList.contains('chosen')) return;
  peek.replaceChildren(...stanzaOf(arrow));
  peek.hidden = false;
  arrow.setAttribute('aria-describedby', 'peek');
  placePeek(arrow);
}

/** Beside the diagram where there is room, or else below or above the arrow. */
function placePeek(arrow) {
  const [at, own] = [arrow.getBoundingClientRect(), peek.getBoundingClientRect()];
  const { clientWidth, clientHeight } = document.documentElement;
  const beside = arrow.closest('svg').getBoundingClientRect().right + 4;
  const hasSide = beside + own.width + 4 <= clientWidth;
  const below = at.bottom + own.height + 4 <= clientHeight ? at.bottom + 4 : at.top - own.height - 4;
  const top = hasSide ? Math.min(at.top, clientHeight - own.height - 4) : below;
  peek.style.top = Math.max(4, top) + 'px';
  peek.style.left = Math.max(4, hasSide ? beside : Math.min(at.left, clientWidth - own.width - 4)) + 'px';
}

const peeked = () => document.querySelector('[aria-describedby=peek]');

function hidePeek() {
  peek.hidden = true;
  peeked()?.removeAttribute('aria-describedby');
}

function closeXml(arrow) {
  arrow.classList.remove('chosen');
  arrow.removeAttribute('aria-expanded');
  arrow.closest('.scroll').nextElementSibling.remove();
}

function toggleXml(arrow) {
  hidePeek();
  const figure = arrow.closest('.scroll');
  const before = figure.querySelector('a.chosen');
  if (before) closeXml(before);
  if (before === arrow) return;
  const panel = document.createElement('div');
  panel.className = 'chosen-xml';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = data.words.close;
  button.addEventListener('click', () => {
    closeXml(arrow);
    arrow.focus();
  });
  panel.append(button, ...stanzaOf(arrow));
  figure.after(panel);
  arrow.classList.add('chosen');
  arrow.setAttribute('aria-expanded', 'true');
  // The panel stays at the foot of the window while the diagram is longer than that.
  const hidden = arrow.getBoundingClientRect().bottom + 8 - panel.getBoundingClientRect().top;
  if (hidden > 0) scrollBy({ top: hidden });
}

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
    const arrow = peeked();
    if (arrow?.matches(':hover, :focus-visible')) placePeek(arrow);
    else hidePeek();
  },
  true,
);
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hidePeek();
});
`;

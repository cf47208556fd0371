// @ts-check
// The cases of the page. Most come from packs: the list of those that passed when it is wanted, and what a case unfolds to when it
// is unfolded. The HTML in a pack was escaped when the page was made.

/**
 * @typedef {object} PageCase
 * @property {HTMLDetailsElement} element
 * @property {number} index in the order of the list
 * @property {string} id
 * @property {string} outcome
 * @property {boolean} isKnown
 * @property {string | undefined} cell
 * @property {string | undefined} chapter
 * @property {ScriptData['requirements']} requirements
 * @property {string} [text] in lower case, for the search
 * @property {boolean} [isWhole] taken from its pack
 */

/**
 * @param {HTMLDetailsElement} element
 * @param {number} index
 * @returns {PageCase}
 */
function readCase(element, index) {
  const [cited = -1] = data.cases[index] ?? [];
  const { known, cell } = element.dataset;
  return {
    element,
    index,
    id: get(element, 'summary code', HTMLElement).textContent ?? '',
    outcome: element.closest('details.outcome')?.id ?? '',
    isKnown: known !== undefined,
    cell,
    chapter: element.closest('section')?.dataset.chapter,
    requirements: (data.cited[cited] ?? '').split(' ').flatMap((number) => {
      const requirement = data.requirements[Number(number)];
      return number === '' || requirement === undefined ? [] : [requirement];
    }),
  };
}

/** Adds the cases that the page leaves out at first. */
function fillList() {
  shown.filling ??= addCases(shown);
  return shown.filling;
}

/** @param {View} view */
async function addCases(view) {
  await Promise.all([...view.root.querySelectorAll('[data-cases]')].map(fillPart));
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const elements = view.root.querySelectorAll('details.case');
  const known = new Map(view.cases.map((item) => [item.element, item]));
  view.cases = [...elements].map((element, index) => known.get(element) ?? readCase(element, index));
}

/** Adds every part that the page leaves out at first. */
// biome-ignore lint/correctness/noUnusedVariables: another script of the page uses it
async function fillAll() {
  await fillList();
  await Promise.all([...shown.root.querySelectorAll('[data-part]')].map(fillPart));
}

/**
 * Adds a part that the page leaves out at first.
 * @param {Element} element
 */
async function fillPart(element) {
  const part = Number(element.getAttribute('data-part') ?? Number.NaN);
  const pack = data.parts[Math.floor(part / 20)];
  if (!canUnpack || pack === undefined) return;
  element.removeAttribute('data-part');
  const texts = await textsIn(pack);
  get(element, '.list', HTMLElement).innerHTML = texts[part % 20] ?? '';
}

/** @param {PageCase} item */
function textOf(item) {
  item.text ??= [item.element.textContent, ...item.requirements.map(([id]) => id)].join(' ').toLowerCase();
  return item.text;
}

/**
 * Replaces the few lines of a case by the whole case.
 * @param {PageCase} item
 */
async function unpack(item) {
  const [, pack, place] = data.cases[item.index] ?? [];
  if (!canUnpack || pack === undefined || place === undefined || item.isWhole) return;
  item.isWhole = true;
  // The search sees the same text before and after.
  textOf(item);
  const texts = await textsIn(data.packs[pack] ?? '');
  const [key, ...parts] = (texts[place] ?? '').split('\u0002');
  const template = document.createElement('template');
  template.innerHTML = parts.join(key);
  drawDiagrams(template.content, `c${item.index}`);
  const summary = item.element.firstElementChild;
  if (summary !== null) item.element.replaceChildren(summary, template.content);
}

/**
 * Draws the diagrams of a case, and adds to its stanzas what arrows link to and the times.
 * @param {DocumentFragment} content
 * @param {string} key
 */
function drawDiagrams(content, key) {
  const stanzas = content.querySelectorAll('.stanzas > li');
  /** @type {NodeListOf<HTMLElement>} */
  const figures = content.querySelectorAll('[data-rows]');
  for (const figure of figures) {
    const { rows = '', lines = '', server = '' } = figure.dataset;
    const [label = '', ...labels] = [...figure.children].map(({ textContent }) => textContent ?? '');
    const names = labels.splice(0, Number(lines));
    let now = 0;
    const read = (rows === '' ? [] : rows.split(';')).map((row, at) => {
      const drawn = readRow(row, labels[at] ?? '', key);
      now += drawn.atMs ?? 0;
      return { ...drawn, atMs: drawn.atMs === undefined ? undefined : now };
    });
    figure.innerHTML = layoutDiagram({ lines: names, server: Number(server), rows: read }, label);
    figure.tabIndex = 0;
    figure.setAttribute('role', 'group');
    figure.setAttribute('aria-label', label);
    for (const { atMs, href } of read) {
      const stanza = href === undefined ? undefined : stanzas[Number(href.split('-').pop())];
      if (stanza === undefined || href === undefined) continue;
      stanza.id = href.slice(1);
      const time = document.createElement('small');
      time.textContent = `${atMs} ms`;
      stanza.prepend(time, ' ');
    }
  }
}

/**
 * See `undrawnDiagram`.
 * @param {string} row
 * @param {string} label
 * @param {string} key
 * @returns {import('./diagram.js').DiagramRow}
 */
function readRow(row, label, key) {
  const [kind, time = '', tone = '', stanza = '', ...lines] = row.split(',');
  return {
    kind: /** @type {'band'} */ (kind),
    label,
    tone,
    lines: lines.map(Number),
    atMs: time === '' ? undefined : Number(time),
    href: stanza === '' ? undefined : `#${key}-${stanza}`,
  };
}

document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return;
    if (target.dataset.cases !== undefined) fillList();
    else if (target.dataset.part !== undefined) fillPart(target);
    const item = shown.cases.find(({ element }) => element === target);
    if (item !== undefined) unpack(item);
  },
  true,
);

// @ts-check
// The cases of the page, and the filter. The address keeps its state: `#outcome=failed&chapter=3`.

/** @typedef {import('../script-data.ts').ScriptData} ScriptData */

/**
 * @typedef {object} PageCase
 * @property {HTMLDetailsElement} element
 * @property {string} id
 * @property {string} outcome
 * @property {boolean} isWrong neither passed nor skipped
 * @property {boolean} isKnown
 * @property {string | undefined} cell
 * @property {string | undefined} chapter
 * @property {ScriptData['requirements']} requirements
 * @property {number | undefined} pack
 * @property {number | undefined} place
 * @property {string} [text] in lower case, for the search
 * @property {boolean} [isWhole] taken from its pack
 */

/**
 * The first match of a selector that matches on every page.
 * @template {Element} T
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function get(parent, selector, type) {
  const found = parent.querySelector(selector);
  if (!(found instanceof type)) throw new TypeError(`the page has no ${selector}`);
  return found;
}

/** @type {ScriptData} */
const data = JSON.parse(get(document, '#data', HTMLScriptElement).text);
const form = get(document, 'form.filter', HTMLFormElement);
/** @type {NodeListOf<HTMLElement>} */
const sections = document.querySelectorAll('section[data-chapter]');
/** @type {NodeListOf<HTMLDetailsElement>} */
const caseElements = document.querySelectorAll('details.case');
const cases = [...caseElements].map(readCase);

/**
 * @param {HTMLDetailsElement} element
 * @param {number} index
 * @returns {PageCase}
 */
function readCase(element, index) {
  const [requirements = [], pack, place] = data.cases[index] ?? [];
  const { outcome = '', known, cell } = element.dataset;
  return {
    element,
    id: get(element, 'summary code', HTMLElement).textContent ?? '',
    outcome,
    isWrong: outcome !== 'passed' && outcome !== 'skipped',
    isKnown: known !== undefined,
    cell,
    chapter: element.closest('section')?.dataset.chapter,
    requirements: data.requirements.filter((_, number) => requirements.includes(number)),
    pack,
    place,
  };
}

/** @param {PageCase} item */
function textOf(item) {
  item.text ??= [item.element.textContent, ...item.requirements.map(([id]) => id)].join(' ').toLowerCase();
  return item.text;
}

/** The filter as the form has it, without empty fields. */
function queryOfForm() {
  const query = new URLSearchParams();
  const fields = new FormData(form);
  for (const key of new Set(fields.keys())) {
    const values = fields.getAll(key).filter((value) => value !== '');
    if (values.length > 0) query.set(key, values.join(','));
  }
  return query;
}

/**
 * Fills the form. A value that the page does not offer leaves its field empty.
 * @param {URLSearchParams} query
 */
function fillForm(query) {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox')
      field.checked = (query.get(field.name) ?? '').split(',').includes(field.value);
    else if (field instanceof HTMLInputElement) field.value = query.get(field.name) ?? '';
    else if (field instanceof HTMLSelectElement) {
      field.value = query.get(field.name) ?? '';
      if (field.selectedIndex === -1) field.value = '';
    }
  }
}

/**
 * @param {PageCase} item
 * @param {URLSearchParams} query
 */
function isShown(item, query) {
  /** @param {string} key @param {string | undefined} value */
  const fits = (key, value) => !query.has(key) || query.get(key) === value;
  const outcomes = query.get('outcome')?.split(',') ?? [item.outcome];
  const isKnown = item.isKnown ? 'only' : 'no';
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (
    outcomes.includes(item.outcome) &&
    fits('chapter', item.chapter) &&
    fits('known', isKnown) &&
    fits('cell', item.cell) &&
    citesShown(item, query) &&
    words.every((word) => textOf(item).includes(word))
  );
}

/**
 * Whether one requirement of the case has the id, the level and the feature that the filter asks for.
 * @param {PageCase} item
 * @param {URLSearchParams} query
 */
function citesShown({ requirements }, query) {
  const asked = ['requirement', 'level', 'feature'].map((key) => query.get(key));
  if (asked.every((value) => value === null)) return true;
  return requirements.some((values) => asked.every((value, at) => value === null || value === values[at]));
}

/** Hides the cases that the form filters out. */
function applyFilter() {
  const query = queryOfForm();
  for (const item of cases) item.element.hidden = !isShown(item, query);
  for (const section of sections) section.hidden = section.querySelector('details.case:not([hidden])') === null;
  const count = cases.filter(({ element }) => !element.hidden).length;
  get(form, 'output', HTMLOutputElement).textContent = data.words.shownCount
    .replace('{shown}', String(count))
    .replace('{all}', String(cases.length));
  /** @type {NodeListOf<HTMLElement>} */
  const onlyFromLinks = form.querySelectorAll('[data-only]');
  for (const field of onlyFromLinks) field.hidden = !query.has(field.dataset.only ?? '');
}

/** Filters as the form says, and keeps that in the address. */
function keepFilter() {
  applyFilter();
  const query = queryOfForm().toString();
  history.replaceState(null, '', query === '' ? '#cases' : `#${query}`);
}

form.hidden = false;
form.addEventListener('input', keepFilter);
form.addEventListener('submit', (event) => event.preventDefault());
get(form, 'button', HTMLButtonElement).addEventListener('click', () => {
  fillForm(new URLSearchParams());
  keepFilter();
});

// @ts-check
// The filter of the cases. The address keeps its state: `#outcome=failed&chapter=3`.

/** The filter as the form has it, without empty fields. */
function queryOfForm() {
  const query = new URLSearchParams();
  const fields = new FormData(shown.form);
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
  for (const field of shown.form.elements) {
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

/** Whether the filter may show a case that the page leaves out at first. @param {URLSearchParams} query */
function needsRest(query) {
  if (query.size === 0) return false;
  return (
    query
      .get('outcome')
      ?.split(',')
      .every((outcome) => /^(failed|broken|warned)$/.test(outcome)) !== true
  );
}

/** Hides the cases that the form filters out. Resolves with those that are left. */
async function applyFilter() {
  const query = queryOfForm();
  const view = shown;
  if (needsRest(query)) await fillList();
  if (view !== shown || query.toString() !== queryOfForm().toString()) return [];
  const left = view.cases.filter((item) => isShown(item, query));
  const elements = new Set(left.map(({ element }) => element));
  for (const { element } of view.cases) element.hidden = !elements.has(element);
  /** @type {NodeListOf<HTMLElement>} */
  const groups = view.root.querySelectorAll('section[data-chapter], details.outcome');
  for (const group of groups) {
    const isLeftOut = group.querySelector('details.case') === null && query.size === 0;
    group.hidden = !isLeftOut && group.querySelector('details.case:not([hidden])') === null;
    if (group instanceof HTMLDetailsElement && query.size > 0) group.open = true;
  }
  showCount(view, query.size === 0 ? data.cases.length : left.length, query);
  return left;
}

/** @param {View} view @param {number} count @param {URLSearchParams} query */
function showCount({ form }, count, query) {
  get(form, 'output', HTMLOutputElement).textContent = data.languages[language].shownCount
    .replace('{shown}', String(count))
    .replace('{all}', String(data.cases.length));
  /** @type {NodeListOf<HTMLElement>} */
  const onlyFromLinks = form.querySelectorAll('[data-only]');
  for (const field of onlyFromLinks) field.hidden = !query.has(field.dataset.only ?? '');
}

/** Filters as the form says, and keeps that in the address. */
function keepFilter() {
  const query = queryOfForm().toString();
  history.replaceState(null, '', query === '' ? '#cases' : `#${query}`);
  return applyFilter();
}

/** @param {EventTarget | null} target */
const isInForm = (target) => target instanceof Element && target.closest('form.filter') !== null;

document.addEventListener('input', ({ target }) => {
  if (isInForm(target)) keepFilter();
});
document.addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('click', ({ target }) => {
  if (!isInForm(target) || !(target instanceof HTMLButtonElement)) return;
  fillForm(new URLSearchParams());
  keepFilter();
});

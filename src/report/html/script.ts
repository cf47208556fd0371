// What the HTML report can do where scripts run: filter the cases, follow links into folded parts, unpack cases, show the
// XML of arrows. One script without a framework; it gets the page and the data in it, and fetches nothing.

import { ARROW_SCRIPT } from './arrow-script.ts';
import { type Html, raw } from './text.ts';
import { UNFOLD_SCRIPT } from './unfold-script.ts';

/** Cases, and the filter whose state the address keeps: `#outcome=failed&chapter=3`. */
const FILTER = `
const data = JSON.parse(document.getElementById('data').textContent);
const form = document.querySelector('form.filter');
const cases = [...document.querySelectorAll('details.case')].map((element, at) => ({
  element,
  id: element.querySelector('summary code').textContent,
  outcome: element.dataset.outcome,
  known: 'known' in element.dataset,
  cell: element.dataset.cell,
  chapter: element.closest('section').dataset.chapter,
  requirements: data.cases[at][0].map((index) => data.requirements[index]),
  pack: data.cases[at][1],
  place: data.cases[at][2],
}));
const isWrong = ({ outcome }) => outcome !== 'passed' && outcome !== 'skipped';
const sections = [...document.querySelectorAll('section[data-chapter]')];
const KEYS = ['outcome', 'chapter', 'feature', 'level', 'known', 'q', 'cell', 'requirement'];

function textOf(item) {
  item.text ??= [item.element.textContent, ...item.requirements.map(([id]) => id)].join(' ').toLowerCase();
  return item.text;
}

function queryOf() {
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const values = new FormData(form).getAll(key).filter((value) => value !== '');
    if (values.length > 0) query.set(key, values.join(','));
  }
  return query;
}

function toForm(query) {
  for (const field of form.elements) {
    const value = query.get(field.name) ?? '';
    if (field.type === 'checkbox') field.checked = value.split(',').includes(field.value);
    else if (field.name) field.value = value;
    // An address may ask for what is not there.
    if (field.selectedIndex === -1) field.value = '';
  }
}

function isShown(item, wanted) {
  const { outcome, chapter, feature, level, known, words, cell, requirement } = wanted;
  if (outcome.length > 0 && !outcome.includes(item.outcome)) return false;
  if (chapter !== null && item.chapter !== chapter) return false;
  if (known !== null && item.known !== (known === 'only')) return false;
  if (cell !== null && item.cell !== cell) return false;
  const fits = ([id, itsLevel, itsFeature]) =>
    (requirement === null || id === requirement) &&
    (level === null || itsLevel === level) &&
    (feature === null || itsFeature === feature);
  if ((requirement ?? level ?? feature) !== null && !item.requirements.some(fits)) return false;
  return words.every((word) => textOf(item).includes(word));
}

function apply() {
  const query = queryOf();
  const split = (text, by) => (text ?? '').split(by).filter(Boolean);
  const wanted = {
    ...Object.fromEntries(KEYS.map((key) => [key, query.get(key)])),
    outcome: split(query.get('outcome'), ','),
    words: split(query.get('q')?.toLowerCase(), /\\s+/),
  };
  let shown = 0;
  for (const item of cases) {
    item.element.hidden = !isShown(item, wanted);
    if (!item.element.hidden) shown += 1;
  }
  for (const section of sections) section.hidden = !section.querySelector('details.case:not([hidden])');
  form.querySelector('output').textContent = data.words.shownCount
    .replace('{shown}', shown)
    .replace('{all}', cases.length);
  for (const line of form.querySelectorAll('[data-only]')) line.hidden = !query.get(line.dataset.only);
}
`;

const LINKS = `
function reveal(element) {
  for (let node = element; node; node = node.parentElement) if (node.matches('details')) node.open = true;
  element.scrollIntoView();
}

/** An address may come with its marks encoded, or with the id of a case as it is. */
function elementAt(hash) {
  let name = hash;
  try {
    name = decodeURIComponent(hash);
  } catch {}
  const named = cases.find(({ id }) => 'case-' + id === name);
  return document.getElementById(hash) ?? document.getElementById(name) ?? named?.element ?? null;
}

/** The filter is what the address says, also after a step back. */
function follow() {
  const hash = location.hash.slice(1);
  const isFilter = /^[a-z]+=/.test(hash);
  toForm(new URLSearchParams(isFilter ? hash : ''));
  apply();
  const shown = cases.filter(({ element }) => !element.hidden);
  if (isFilter && shown.length === 1) shown[0].element.open = true;
  const element = isFilter ? document.getElementById('cases') : elementAt(hash);
  if (element) reveal(element);
}

function keep() {
  apply();
  const query = queryOf().toString();
  history.replaceState(null, '', query === '' ? '#cases' : '#' + query);
}

form.hidden = false;
form.addEventListener('input', keep);
form.addEventListener('submit', (event) => event.preventDefault());
form.querySelector('button').addEventListener('click', () => {
  toForm(new URLSearchParams());
  keep();
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (arrowAt(link) === link) return toggleXml(link);
  const hash = '#' + (link.dataset.filter || link.getAttribute('href').slice(1));
  if (location.hash === hash) follow();
  else location.hash = hash;
});
addEventListener('hashchange', follow);

// Paper shows the failure of every case that did not pass, whatever is folded on the screen.
addEventListener('beforeprint', () => {
  hidePeek();
  for (const item of cases) {
    const { element } = item;
    if (element.open || !isWrong(item)) continue;
    unfoldNow(item);
    element.open = true;
    element.dataset.printed = '';
  }
});
addEventListener('afterprint', () => {
  for (const { element } of cases) {
    if ('printed' in element.dataset) element.open = false;
    delete element.dataset.printed;
  }
});

follow();
`;

/** The text of the script, as it stands in the page. */
export const SCRIPT: Html = raw(`(() => {\n'use strict';${FILTER}${UNFOLD_SCRIPT}${ARROW_SCRIPT}${LINKS}})();\n`);

// What the HTML report can do where scripts run: filter the cases, follow links into folded parts, draw what is stored
// as data. One script without a framework; it gets the page and the data in it, writes text only, and fetches nothing.

import { DIAGRAM_SCRIPT } from './html-diagram-script.ts';
import { type Html, raw } from './html-text.ts';

/** Cases, and the filter whose state the address keeps: `#outcome=failed&chapter=3`. */
const FILTER = `
const data = JSON.parse(document.getElementById('data').textContent);
const form = document.querySelector('form.filter');
const cases = [...document.querySelectorAll('details.case')].map((element, at) => ({
  element,
  at,
  outcome: element.dataset.outcome,
  known: 'known' in element.dataset,
  cell: element.dataset.cell,
  chapter: element.closest('section').dataset.chapter,
  requirements: data.cases[at][0].map((index) => data.requirements[index]),
}));
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

/** What a case that passed unfolds to: its diagram and the requirements that it proves. */
const UNFOLDING = `
function unpacked([lines, server, rows]) {
  return {
    lines: lines.map((number) => data.texts[number]),
    server,
    rows: rows.map(([kind, at = [], label, atMs, tone]) => [
      kind,
      [at].flat(),
      data.texts[label],
      atMs ?? undefined,
      data.texts[tone],
    ]),
  };
}

function unfold(item) {
  const diagram = data.cases[item.at][1];
  if (!diagram || item.isDrawn) return;
  item.isDrawn = true;
  const figure = document.createElement('div');
  figure.className = 'scroll';
  figure.append(drawDiagram(unpacked(diagram), data.words.diagram));
  const proves = document.createElement('p');
  proves.append(data.words.proves);
  for (const [id] of item.requirements) {
    const link = document.createElement('a');
    link.href = '#req-' + id;
    link.textContent = id;
    proves.append(' ', link);
  }
  item.element.append(figure, proves);
}

const byElement = new Map(cases.map((item) => [item.element, item]));
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target.open && byElement.has(target)) unfold(byElement.get(target));
  },
  true,
);
`;

const LINKS = `
function reveal(element) {
  if (element.closest('[hidden]')) {
    toForm(new URLSearchParams());
    apply();
  }
  for (let node = element; node; node = node.parentElement) if (node.matches('details')) node.open = true;
  element.scrollIntoView();
}

function follow() {
  const hash = location.hash.slice(1);
  if (/^[a-z]+=/.test(hash)) {
    toForm(new URLSearchParams(hash));
    apply();
    document.getElementById('cases').scrollIntoView();
    return;
  }
  const element = hash === '' ? null : document.getElementById(hash);
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
  const hash = '#' + (link.dataset.filter || link.getAttribute('href').slice(1));
  if (location.hash === hash) follow();
  else location.hash = hash;
});
addEventListener('hashchange', follow);

// Paper shows what did not pass in full, whatever is folded on the screen.
addEventListener('beforeprint', () => {
  for (const { element, outcome } of cases) {
    if (element.open || outcome === 'passed' || outcome === 'skipped') continue;
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

apply();
follow();
`;

/** The text of the script, as it stands in the page. */
export const SCRIPT: Html = raw(`(() => {\n'use strict';\n${DIAGRAM_SCRIPT}\n${FILTER}${UNFOLDING}${LINKS}})();\n`);

// @ts-check
// The page: its data, and what is shown of it in one language. The script runs again for nothing: a change of language replaces
// the content of `#view`.

/** @typedef {import('../script-data.ts').ScriptData} ScriptData */

/**
 * The page in one language.
 * @typedef {object} View
 * @property {string} title
 * @property {HTMLElement} root
 * @property {HTMLFormElement} form
 * @property {PageCase[]} cases in the order of the list
 * @property {Promise<void> | undefined} filling adds the cases that are left out at first
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

const canUnpack = 'DecompressionStream' in window;

/** @param {string} packed */
async function inflate(packed) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}

/** What was inflated, by what was packed. @type {Map<string, Promise<any>>} */
const inflated = new Map();

/**
 * Inflates once.
 * @param {string} packed
 */
function unpacked(packed) {
  const done = inflated.get(packed) ?? inflate(packed);
  inflated.set(packed, done);
  return done;
}

/**
 * Texts in the language that is shown: a number between marks stands for a pair.
 * @param {string} packed
 * @returns {Promise<readonly string[]>}
 */
// biome-ignore lint/correctness/noUnusedVariables: another script of the page uses it
async function textsIn(packed) {
  const at = language;
  const [texts, pairs] = await Promise.all([unpacked(packed), unpacked(data.pairs)]);
  /** @param {string} text */
  const inLanguage = (text) =>
    text
      .split('\u0001')
      .map((part, index) => (index % 2 === 1 ? pairs[parseInt(part, 36)][at] : part))
      .join('');
  return texts.map(inLanguage);
}

/** @param {string} title @param {HTMLElement} root @returns {View} */
// biome-ignore lint/correctness/noUnusedVariables: another script of the page uses it
function readView(title, root) {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const elements = root.querySelectorAll('details.case');
  const form = get(root, 'form.filter', HTMLFormElement);
  form.hidden = false;
  /** @type {NodeListOf<HTMLElement>} */
  const statics = root.querySelectorAll('[data-static]');
  if (canUnpack) for (const note of statics) note.remove();
  get(root, '.languages', HTMLElement).hidden = !canUnpack;
  return { title, root, form, cases: [...elements].map(readCase), filling: undefined };
}

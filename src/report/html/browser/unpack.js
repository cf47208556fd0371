// @ts-check
// Takes cases from their packs when they are unfolded. The HTML in a pack was escaped when the page was made.

const canUnpack = 'DecompressionStream' in window;
/** @type {Map<number, Promise<void>>} */
const inflating = new Map();
/** The HTML of the cases in a pack. @type {Map<number, readonly string[]>} */
const inflated = new Map();

/** @param {number} pack */
async function inflate(pack) {
  const bytes = Uint8Array.from(atob(data.packs[pack] ?? ''), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  inflated.set(pack, JSON.parse(await new Response(stream).text()));
}

/**
 * Inflates a pack once.
 * @param {number} pack
 */
function ensureInflated(pack) {
  const done = inflating.get(pack) ?? inflate(pack);
  inflating.set(pack, done);
  return done;
}

/**
 * Replaces the few lines of a packed case by the whole case if its pack is inflated.
 * @param {PageCase} item
 */
function unpackNow(item) {
  const { element, pack = -1, place = -1 } = item;
  const bodies = inflated.get(pack);
  const summary = element.firstElementChild;
  if (bodies === undefined || summary === null || item.isWhole) return;
  item.isWhole = true;
  // The search sees the same text before and after.
  textOf(item);
  const template = document.createElement('template');
  template.innerHTML = bodies[place] ?? '';
  element.replaceChildren(summary, template.content);
}

/** @param {PageCase} item */
async function unpack(item) {
  if (!canUnpack || item.pack === undefined || item.isWhole) return;
  await ensureInflated(item.pack);
  unpackNow(item);
}

const caseOfElement = new Map(cases.map((item) => [item.element, item]));
document.addEventListener(
  'toggle',
  ({ target }) => {
    const item = target instanceof HTMLDetailsElement && target.open ? caseOfElement.get(target) : undefined;
    if (item !== undefined) unpack(item);
  },
  true,
);

/** Printing cannot wait: inflates the packs of what it shows. */
async function prepareForPrint() {
  for (const { isWrong, pack } of cases) if (isWrong && pack !== undefined) await ensureInflated(pack);
}

if (canUnpack) {
  document.getElementById('packed')?.remove();
  prepareForPrint();
}

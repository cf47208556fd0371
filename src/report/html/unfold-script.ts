// The part of the page's script that unfolds cases. What it inserts as HTML was made and escaped with the page.

/**
 * Defines `unfold(item)`, which puts the whole of a packed case in the place of the few lines that stand there, and
 * `unfoldNow(item)`, which does so only where its pack was inflated before.
 */
export const UNFOLD_SCRIPT = `
const canUnpack = 'DecompressionStream' in window;
const inflating = new Map();
const inflated = new Map();

async function inflate(pack) {
  const bytes = Uint8Array.from(atob(data.packs[pack]), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  inflated.set(pack, JSON.parse(await new Response(stream).text()));
}

function ensured(pack) {
  if (!inflating.has(pack)) inflating.set(pack, inflate(pack));
  return inflating.get(pack);
}

function unfoldNow(item) {
  const bodies = inflated.get(item.pack);
  if (!bodies || item.isWhole) return;
  item.isWhole = true;
  textOf(item);
  const template = document.createElement('template');
  template.innerHTML = bodies[item.place];
  item.element.replaceChildren(item.element.firstElementChild, template.content);
}

async function unfold(item) {
  if (!canUnpack || item.pack === undefined || item.isWhole) return;
  await ensured(item.pack);
  unfoldNow(item);
}

const byElement = new Map(cases.map((item) => [item.element, item]));
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target.open && byElement.has(target)) unfold(byElement.get(target));
  },
  true,
);

// Printing does not wait, so what it will want is inflated before.
async function prepare() {
  for (const item of cases) if (isWrong(item) && item.pack !== undefined) await ensured(item.pack);
}

if (canUnpack) {
  const note = document.getElementById('packed');
  if (note) note.hidden = true;
  prepare();
}
`;

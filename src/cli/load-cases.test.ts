import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isPlace, placeWords } from './files/places.ts';
import { loadCases } from './load-cases.ts';

/** A directory with two scenarios, three cases, in a folder of it. */
function suite(): { readonly root: string; readonly folder: string; readonly files: readonly string[] } {
  const root = mkdtempSync(join(tmpdir(), 'xmppspec-places-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'block');
  mkdirSync(folder);
  const scenario = (level: string, rows: string) => `title: A service answers, \${case}
section: XEP-0999 ${level}
requirements: [{ id: xep0999-${level}-a, level: MUST, text: Answer., link: 'https://example.org/' }]
actors: { juliet: { balcony: {} } }
cases: [${rows}]
steps:
  - send: { from: juliet/balcony, stanza: '<iq type="get" id="a"><query xmlns="urn:example:answer"/></iq>' }
  - expect: { juliet/balcony: [{ stanza: '<iq type="result" id="a"/>', proves: xep0999-${level}-a }] }
`;
  const files = [join(folder, 'in.yaml'), join(folder, 'out.yaml')] as const;
  writeFileSync(files[0], scenario('1', '{ case: one }, { case: two }'));
  writeFileSync(files[1], scenario('2', '{ case: one }'));
  return { root, folder, files };
}

const idsOf = async (selectors: readonly string[], suites?: readonly string[]) =>
  (await loadCases({ selectors, suites })).selected.map(({ id }) => id);

test('files alone select all of their cases', async () => {
  const { files } = suite();
  expect(await idsOf(files)).toEqual(['block/in[one]', 'block/in[two]', 'block/out[one]']);
});

test('ids, sections and rules beside files select among their cases and the shipped ones', async () => {
  const { files } = suite();
  const roots = ['scenarios/rfc6121/2.3.2'];
  expect(await idsOf(['block/in[two]', ...files], roots)).toEqual(['block/in[two]']);
  expect(await idsOf(['XEP-0999 2', ...files], roots)).toEqual(['block/out[one]']);
  expect(await idsOf(['xep0999-1-a', 'add', ...files], roots)).toEqual(['add', 'block/in[one]', 'block/in[two]']);
  expect(await idsOf(['rfc6121/2.3.2/add', 'xep0999-2-a', ...files])).toEqual(['rfc6121/2.3.2/add', 'block/out[one]']);
});

test('a directory works as a file does, and its ids are paths below it', async () => {
  const { root, folder } = suite();
  expect(await idsOf([root])).toEqual(['block/in[one]', 'block/in[two]', 'block/out[one]']);
  expect(await idsOf(['in[two]', folder], ['scenarios/rfc6121/2.3.2'])).toEqual(['in[two]']);
  expect(placeWords([folder, `${folder}/`])).toEqual([`${folder}/`, `${folder}/`]);
});

test('a shipped file has the same id alone and beside a selector, so that a printed command finds it', async () => {
  expect(await idsOf(['scenarios/rfc6121/2.3.2/add.yaml'])).toEqual(['rfc6121/2.3.2/add']);
});

test('a name of a section, a topology or a feature is a selector, and a path is not', () => {
  for (const word of ['2.3', 'XEP-0191', 'XEP-0191 3', 'local', 'roster-push', 'rfc6121/2.3/**', 'no-such-directory'])
    expect(isPlace(word), word).toBe(false);
  for (const word of ['scenarios', './2.3', '../x', '/x', 'a.yaml']) expect(isPlace(word), word).toBe(true);
});

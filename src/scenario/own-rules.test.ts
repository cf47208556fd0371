import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../cli/cli.test-kit.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { loadScenarios } from './load.ts';
import { CHECK, mistakesIn, mustBeBilingual, parse, standards, withSteps } from './standards.test-kit.ts';

const LINK = 'link: https://xmpp.org/extensions/xep-0199.html#c2s';
const rule = (keys: string) => `{ id: xep0199-4.2-a, level: MUST, text: Answer a ping., ${LINK}${keys} }`;
const proving = (id: string) => CHECK.replace(/proves: [\w.-]+/, `proves: ${id}`);

/** A scenario of another specification with these entries of `requirements`. */
const scenario = (entries: string, { section = 'XEP-0199 4.2', cited = 'xep0199-4.2-a' } = {}) =>
  withSteps(proving(cited), `\nsection: ${section}\nrequirements: [${entries}]`);

test('a requirement of a file belongs to the specification that its section names, and has no place in RFC 6121', () => {
  const { cases, mistakes, requirements } = parse(scenario(rule('')));
  expect(mistakes).toEqual([]);
  expect(cases.map(({ section, requirements: cited }) => [section, cited])).toEqual([
    ['XEP-0199 4.2', ['xep0199-4.2-a']],
  ]);
  expect(requirements?.map(({ requirement }) => requirement)).toEqual([
    {
      ...{ id: 'xep0199-4.2-a', level: 'MUST', role: 'server', feature: 'none', rfc: 'XEP-0199 4.2', ydt: null },
      ...{ observe: 'c2s', text: 'Answer a ping.', zh: 'Answer a ping.' },
      link: 'https://xmpp.org/extensions/xep-0199.html#c2s',
    },
  ]);
});

test('a section of its own and a Chinese text win', () => {
  const [own] = parse(scenario(rule(', section: XEP-0199 4.1, zh: 应答'))).requirements ?? [];
  expect(own?.requirement).toMatchObject({ rfc: 'XEP-0199 4.1', zh: '应答' });
});

test.each([
  [
    'a level that RFC 2119 does not have',
    scenario(rule('').replace('MUST', 'MUST N0T')),
    'x.yaml:3:44 expected "MUST", "MUST NOT", "SHOULD", "SHOULD NOT" or "MAY", got "MUST N0T"; did you mean "MUST NOT"?',
  ],
  [
    'an id of one word',
    scenario(rule('').replace('xep0199-4.2-a', 'ping')),
    'x.yaml:3:22 expected an id of letters, digits and "." in parts joined by "-", such as xep0199-4.1-a',
  ],
  [
    'a link that is no address',
    scenario(rule('').replace(/https:[^,}]*/, 'section four ')),
    'x.yaml:3:78 expected an address that begins with https://',
  ],
  [
    'a key that is misspelt',
    scenario(rule(', sektion: XEP-0199 4.1')),
    'x.yaml:3:125 unknown key "sektion"; did you mean "section"?',
  ],
  [
    'a requirement in a file about RFC 6121',
    scenario(rule(''), { section: '"2.3"' }),
    'x.yaml:3:22 expected the key "section" with another specification than RFC 6121, such as "XEP-0280 9", because the file belongs to "2.3"',
  ],
  [
    'a requirement of RFC 6121',
    scenario(rule(', section: RFC 6121 2.3')),
    'x.yaml:3:134 expected another specification than RFC 6121, such as "XEP-0280 9", got "RFC 6121 2.3"',
  ],
  [
    'a citation of none',
    scenario(rule(''), { cited: 'xep0199-4.2-b' }),
    'unknown requirement "xep0199-4.2-b"; did you mean "xep0199-4.2-a"?',
  ],
  [
    'a section of RFC 6121 with its name',
    withSteps(CHECK, '\nsection: RFC 6121 2.3'),
    'x.yaml:2:10 write a section of RFC 6121 without its name: "2.3"',
  ],
  [
    'a specification in small letters',
    withSteps(CHECK, '\nsection: xep-0199 4.2'),
    'x.yaml:2:10 expected a section such as 2.3, A.2.1 or XEP-0280 9, got "xep-0199 4.2"; did you mean "XEP-0199 4.2"?',
  ],
])('reports %s', (_, text, mistake) => {
  expect(mistakesIn(text)).toContain(mistake);
});

/** Loads files with these texts, and shows mistakes and warnings without the directory. */
async function load(texts: Readonly<Record<string, string>>) {
  const directory = join(temporaryDirectory(), 'own');
  mkdirSync(directory);
  const files = Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  });
  const loaded = await loadScenarios({ roots: [], files, standards: () => standards });
  mustBeBilingual([...loaded.mistakes, ...loaded.warnings]);
  const lines = (list: typeof loaded.mistakes) => list.map((one) => formatMistake(one).replaceAll(`${directory}/`, ''));
  return { ...loaded, mistakes: lines(loaded.mistakes), warnings: lines(loaded.warnings) };
}

test('files that are read together cite the requirements of each other', async () => {
  const second = withSteps(proving('xep0199-4.2-a'), '\nsection: XEP-0199 4.2');
  const { cases, requirements, mistakes } = await load({ 'a.yaml': second, 'b.yaml': scenario(rule('')) });
  expect([cases.length, requirements.length, mistakes]).toEqual([2, 1, []]);
});

test.each([
  ['xep0199-4.2-a', 'b.yaml:3:22 duplicate requirement xep0199-4.2-a; already at a.yaml:3:22'],
  [
    'rfc6121-2.3.2-b',
    'b.yaml:3:22 "rfc6121-2.3.2-b" is a requirement of xmppspec; cite it without an entry, or choose another id',
  ],
  [
    'rfc6121-99-a',
    'b.yaml:3:22 ids that begin with "rfc6121-" are those of xmppspec; begin with your specification, such as xep0199-4.1-a',
  ],
  ['roster-push', 'b.yaml:3:22 "roster-push" is a feature; choose another id, such as roster-push-a'],
])('the id %s in a second file is a mistake', async (id, mistake) => {
  const second = scenario(rule('').replace('xep0199-4.2-a', id), { cited: 'rfc6121-2.3.2-b' });
  expect((await load({ 'a.yaml': scenario(rule('')), 'b.yaml': second })).mistakes[0]).toContain(mistake);
});

test('warns of a requirement that no check cites', async () => {
  const unused = scenario(`${rule('')}, ${rule('').replace('4.2-a', '4.2-b')}`);
  expect((await load({ 'a.yaml': unused })).warnings).toEqual([
    'a.yaml:3:133 no check cites xep0199-4.2-b; cite it with "proves"',
  ]);
});

test('a case of another specification gets accounts that no case has used, unless it says otherwise', () => {
  const accountOf = (text: string) => parse(text).cases.flatMap(({ actors }) => actors.map(({ account }) => account));
  expect(new Set(accountOf(scenario(rule(''))))).toEqual(new Set(['unused']));
  expect(accountOf(`${scenario(rule(''))}\naccounts: { juliet: fresh }\n`)[0]).toBe('fresh');
  expect(new Set(accountOf(withSteps(CHECK)))).toEqual(new Set(['fresh']));
});

test('a rule that may stand in another file is looked for there', () => {
  const mistake = mistakesIn(scenario('', { cited: 'xep0191-3-a' }).replace(/requirements: .*\n/, ''));
  expect(mistake).toMatch(/unknown requirement "xep0191-3-a".* another file .*name that file or its directory, too$/);
  const ours = mistakesIn(withSteps(proving('rfc6121-2.3.2-zz')));
  expect(ours).not.toContain('another file');
});

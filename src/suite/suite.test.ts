import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadScenarios } from '../scenario/load.ts';
import { select } from '../scenario/select.ts';
import { loadTables } from '../scenario/standard/tables.ts';
import { featuresOf } from '../spec/features.ts';
import { loadRequirements, withOwn } from '../spec/requirements.ts';
import { mustBeChinese } from '../wording/chinese.test-kit.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { suiteAround } from './suite.ts';

const SUITE = `name: xep0191
title: Blocking Command
specification: XEP-0191
link: https://xmpp.org/extensions/xep-0191.html
needs: blocking
features: [{ name: blocking, level: MUST, text: A user blocks others, found: 'disco:urn:xmpp:blocking' }]
ambient: ['<iq type="set"><query xmlns="jabber:iq:privacy"/></iq>']
`;
const RULES = `- { id: xep0191-3.2-a, level: MUST, text: List what is blocked., section: '3.2', feature: blocking }
- { id: xep0191-3.1-a, level: MUST, text: Ask first., role: client, since: '1.1' }
`;
const scenario = (more = '') => `title: The server lists what is blocked
actors: { juliet: { balcony: {} } }
${more}steps:
  - send: { from: juliet/balcony, stanza: '<iq type="get" id="l"><blocklist xmlns="urn:xmpp:blocking"/></iq>' }
  - expect: { juliet/balcony: [{ stanza: '<iq type="result" id="l"/>', proves: xep0191-3.2-a }] }
`;

/** A folder with these files, which is removed after the test. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'xmppspec-suite-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const requirements = loadRequirements();

async function load(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files);
  const standards = () => ({ requirements, tables: loadTables() });
  const loaded = await loadScenarios({ roots: [folder], files: [], standards });
  for (const { message } of [...loaded.mistakes, ...loaded.warnings]) mustBeChinese(message.zh);
  const lines = (list: typeof loaded.mistakes) => list.map((one) => formatMistake(one).replaceAll(`${folder}/`, ''));
  return { ...loaded, folder, mistakes: lines(loaded.mistakes), warnings: lines(loaded.warnings) };
}

const whole = (more?: string) => ({
  'suite.yaml': SUITE,
  'requirements.yaml': RULES,
  '3.2/list.yaml': scenario(more),
});

test('a suite gives its scenarios their name, section, needs, accounts and ambient traffic', async () => {
  const { cases, mistakes, warnings } = await load(whole());
  expect([mistakes, warnings]).toEqual([[], []]);
  const [only] = cases;
  expect(only).toMatchObject({ id: 'xep0191/3.2/list', section: 'XEP-0191 3.2' });
  expect(only?.needs.map(({ feature }) => feature)).toEqual(['disco:urn:xmpp:blocking', 'roster-get']);
  expect(only?.actors.map(({ account }) => account)).toEqual(['unused']);
  expect(only?.ambient).toHaveLength(1);
});

test('what a scenario says itself counts, and a case for servers without the feature does not need it', async () => {
  const { cases } = await load(whole("section: '3.4'\nneeds: no blocking\naccounts: { juliet: fresh }\n"));
  expect(cases[0]).toMatchObject({ section: 'XEP-0191 3.4', actors: [{ account: 'fresh' }] });
  expect(cases[0]?.needs.map(({ feature }) => feature)).toEqual(['no disco:urn:xmpp:blocking', 'roster-get']);
});

test('a suite may lend accounts again, and a file beside suite.yaml belongs to the specification as a whole', async () => {
  const files = { ...whole(), 'suite.yaml': `${SUITE}accounts: fresh\n`, 'top.yaml': scenario() };
  const { cases } = await load(files);
  expect(cases.map(({ id, section, actors }) => [id, section, actors[0]?.account])).toEqual([
    ['xep0191/3.2/list', 'XEP-0191 3.2', 'fresh'],
    ['xep0191/top', 'XEP-0191', 'fresh'],
  ]);
});

test('its requirements are those that other files bring, with its link, and one for clients waits for no check', async () => {
  const { requirements: own } = await load(whole());
  expect(own.map(({ id, rfc, role, link, feature, since }) => [id, rfc, role, link, feature, since])).toEqual([
    ['xep0191-3.2-a', 'XEP-0191 3.2', 'server', 'https://xmpp.org/extensions/xep-0191.html', 'blocking', undefined],
    ['xep0191-3.1-a', 'XEP-0191', 'client', 'https://xmpp.org/extensions/xep-0191.html', 'none', '1.1'],
  ]);
});

test('a feature of a suite stands beside those of RFC 6121, and selects its cases', async () => {
  const { cases, requirements: own } = await load(whole());
  const known = withOwn(requirements, own);
  expect(featuresOf(known).slice(17)).toEqual([expect.objectContaining({ name: 'blocking', seenAtLogin: true })]);
  expect(select(cases, ['blocking'], known).cases).toEqual(cases);
});

test('of two suites in one directory, each has its own files', async () => {
  const files = Object.entries(whole()).map(([name, text]) => [`one/${name}`, text] as const);
  const other = files.map(([name, text]) => [name.replace('one/', 'two/'), text.replaceAll('0191', '0192')] as const);
  const { cases, mistakes } = await load(Object.fromEntries([...files, ...other]));
  expect(mistakes).toEqual([]);
  expect(cases.map(({ id }) => id)).toEqual(['xep0191/3.2/list', 'xep0192/3.2/list']);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a misspelt key',
    { 'suite.yaml': SUITE.replace('needs:', 'neds:') },
    'suite.yaml:5:1 unknown key "neds"; did you mean "needs"?',
  ],
  ['a missing key', { 'suite.yaml': SUITE.replace(/^link.*\n/m, '') }, 'suite.yaml:1:1 key "link" is missing'],
  [
    'a specification with a section',
    { 'suite.yaml': SUITE.replace('n: XEP-0191', 'n: XEP-0191 3') },
    'suite.yaml:3:16 expected a specification without a section, and another one than RFC 6121, such as XEP-0191, got "XEP-0191 3"',
  ],
  [
    'RFC 6121',
    { 'suite.yaml': SUITE.replace('n: XEP-0191', 'n: RFC 6121').replace('xep0191', 'rfc6121') },
    'suite.yaml:1:7 "rfc6121" is the suite of xmppspec; choose another name, such as xep0191',
  ],
  [
    'a need that is none',
    { 'suite.yaml': SUITE.replace('needs: blocking', 'needs: [blocking, blockng]') },
    'suite.yaml:5:19 unknown feature "blockng"; did you mean "blocking"?',
  ],
  [
    'a feature of RFC 6121',
    { 'suite.yaml': SUITE.replace('name: blocking', 'name: roster-get') },
    'suite.yaml:6:20 "roster-get" is a feature of RFC 6121; choose another name',
  ],
  [
    'what shows a feature',
    { 'suite.yaml': SUITE.replace('disco:urn:xmpp:blocking', 'urn:xmpp:blocking') },
    'suite.yaml:6:78 expected "disco:" with a namespace, such as disco:urn:xmpp:blocking',
  ],
  [
    'ambient traffic that is no element',
    { 'suite.yaml': SUITE.replace("'<iq type", "'iq type") },
    'suite.yaml:7:11 expected one XML element',
  ],
  [
    'a feature that the suite has not',
    { 'requirements.yaml': RULES.replace('feature: blocking', 'feature: bloking') },
    'requirements.yaml:1:91 unknown feature "bloking"; did you mean "blocking"?',
  ],
  [
    'a section that is none',
    { 'requirements.yaml': RULES.replace("'3.2'", 'three') },
    'requirements.yaml:1:75 expected a section of the specification such as 3.3, or one of another than RFC 6121, such as "XEP-0280 9", got "three"',
  ],
  [
    'a rule that stands twice',
    { 'requirements.yaml': RULES.replace('3.1-a', '3.2-a') },
    'requirements.yaml:2:9 duplicate requirement xep0191-3.2-a; already at requirements.yaml:1:9',
  ],
  [
    'a rule of ours',
    { 'requirements.yaml': RULES.replace('xep0191-3.1-a', 'rfc6121-99-a') },
    'requirements.yaml:2:9 ids that begin with "rfc6121-" are those of xmppspec; begin with your specification, such as xep0199-4.1-a',
  ],
  [
    'a citation of what binds clients',
    { '3.2/b.yaml': scenario().replace('xep0191-3.2-a', 'xep0191-3.1-a') },
    '3.2/b.yaml:5:80 "xep0191-3.1-a" binds clients, so no server meets or breaks it; cite what the server must do',
  ],
  [
    'a scenario beside a suite with mistakes',
    { 'suite.yaml': SUITE.replace('name: xep0191', 'nam: x'), '3.2/list.yaml': scenario('setps: 1\n') },
    '3.2/list.yaml:3:1 unknown key "setps"; did you mean "steps"?',
  ],
])('reports %s', async (_, changes, mistake) => {
  expect((await load({ ...whole(), ...changes })).mistakes).toContain(mistake);
});

test('warns of a requirement that no check cites', async () => {
  const rules = `${RULES}- { id: xep0191-3.3-a, level: MUST, text: Block. }\n`;
  expect((await load({ ...whole(), 'requirements.yaml': rules })).warnings).toEqual([
    'requirements.yaml:3:9 no check cites xep0191-3.3-a; cite it with "proves"',
  ]);
});

test('the suite of a file is the nearest folder around it that has suite.yaml', () => {
  const folder = folderWith(whole());
  expect(suiteAround(join(folder, '3.2', 'list.yaml'), '/')).toBe(folder.slice(1));
  expect(suiteAround(folder, folder)).toBe('.');
  expect(suiteAround(dirname(folder), '/')).toBe(undefined);
});

import { expect, test } from 'vitest';
import { mustBeChinese } from '../../wording/chinese.test-kit.ts';
import type { UsageError } from '../../wording/usage.ts';
import { temporaryFile } from '../cli.test-kit.ts';
import { readConfig } from './config.ts';

const SECRETS = { SECRET: 'T0p' };
const load = (text: string) => readConfig(temporaryFile('c.yaml', text), SECRETS);

function mistakesIn(text: string): string {
  try {
    load(text);
    return '';
  } catch (error) {
    const { en, zh } = (error as UsageError).texts;
    mustBeChinese(zh);
    return en.replaceAll(/\S*\/c\.yaml/g, 'c.yaml');
  }
}
const target = (text: string) => `targets:\n  staging:\n    address: im.example\n    ${text}\n`;

test('reads targets and fills in secrets', () => {
  const config = load(target('admin: { jid: admin@im.example, password: "${env:SECRET}" }\n    limits: { name: 9 }'));
  expect(config.targets?.['staging']).toEqual({
    address: 'im.example',
    admin: { jid: 'admin@im.example', password: 'T0p' },
    limits: { name: 9 },
  });
});

test('reads peers as it reads targets', () => {
  const peer =
    '  other:\n    address: xmpp://b.example\n    accounts: [{ jid: r@b.example, password: "${env:SECRET}" }]\n';
  expect(load(`peers:\n${peer}`).peers).toEqual({
    other: { address: 'xmpp://b.example', accounts: [{ jid: 'r@b.example', password: 'T0p' }] },
  });
  expect(mistakesIn('peers:\n  other: { adress: x }\n')).toContain('c.yaml:2:12 unknown key; did you mean "address"?');
});

test('takes an empty file as an empty configuration', () => {
  expect(load('# nothing yet\n')).toEqual({});
});

test.each([
  ['an unknown key', target('adress: x'), 'c.yaml:4:5 unknown key; did you mean "address"?'],
  ['an unknown key at the top', 'target: {}', 'c.yaml:1:1 unknown key; did you mean "targets"?'],
  ['a missing key', 'targets:\n  staging: {}\n', 'c.yaml:2:3 key "address" is missing in "staging"'],
  ['a wrong type', target('insecure: maybe'), 'c.yaml:4:15 expected true or false for "insecure", got other text'],
  [
    'an unknown value',
    target('provision: inband'),
    'c.yaml:4:16 expected "in-band", "admin", "fixed" or "command", got other text; did you mean "in-band"?',
  ],
  ['an ambient stanza that is none', target('ambient: ["<a"]'), 'c.yaml:4:15 expected one XML element'],
  ['a limit of 0', target('limits: { name: 0 }'), 'c.yaml:4:21 expected a number of at least 1, got a number'],
  [
    'a variable that is not set',
    target('secret: "${env:NONE}"'),
    'c.yaml:4:13 the environment variable NONE is not set',
  ],
  [
    'a baseline with an unknown peer',
    target('baselines: { stagin: known.yaml }'),
    'c.yaml:4:26 "stagin" is no target and no peer of this file; did you mean "staging"?',
  ],
  [
    'a command beside another provision',
    target('provision: in-band\n    create: make {user}'),
    'c.yaml:5:13 "create" is used with "provision: command" alone, and this entry has "provision: in-band"; leave one of them out',
  ],
  [
    'a command beside accounts',
    target('remove: rm {user}\n    accounts: [{ jid: a@im.example, password: x }]'),
    'c.yaml:4:13 "remove" and "accounts" both say how to get accounts; leave one of them out, or add "provision: command"',
  ],
  ['text that is not YAML', 'targets: [', 'c.yaml:1:11 not YAML: '],
])('reports %s with its place', (_, text, message) => {
  expect(mistakesIn(text)).toContain(message);
});

test('shows no secret in a message', () => {
  expect(mistakesIn(target('insecure: "${env:SECRET}"'))).toBe(
    'c.yaml:4:15 expected true or false for "insecure", got other text',
  );
});

test('reports all mistakes at once', () => {
  expect(mistakesIn(`${target('ca: 1')}reporter: []\n`)).toMatchInlineSnapshot(`
    "c.yaml:4:9 expected text for "ca", got a number; put it in quotes
    c.yaml:5:1 unknown key; did you mean "reporters"?"
  `);
});

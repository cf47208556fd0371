import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const EXAMPLE = 'examples/xep0191';

/** A suite that the reference server can play: pings, of which it answers all with a result. */
function pings(): string {
  const folder = join(temporaryDirectory(), 'xep0199');
  mkdirSync(join(folder, '4.2'), { recursive: true });
  writeFileSync(
    join(folder, 'suite.yaml'),
    `name: xep0199
title: XMPP Ping
specification: XEP-0199
link: https://xmpp.org/extensions/xep-0199.html
needs: ping
features:
  - { name: ping, level: MUST, section: '4', text: Pings are answered, found: 'disco:urn:xmpp:ping' }
  - { name: pong, level: MAY, text: Nobody has it, found: 'disco:urn:xmpp:pong' }
`,
  );
  writeFileSync(
    join(folder, 'requirements.yaml'),
    `- { id: xep0199-4.2-a, level: MUST, text: Answer a ping., section: '4.2', feature: ping }
- { id: xep0199-5-a, level: MUST, text: Answer a pong., section: '5', feature: pong }
`,
  );
  const scenario = (type: string, rule: string) => `title: The server answers with ${type}
actors: { juliet: { balcony: {} } }
steps:
  - send: { from: juliet/balcony, stanza: '<iq type="get" to="\${domain}" id="p"><ping xmlns="urn:xmpp:ping"/></iq>' }
  - expect: { juliet/balcony: [{ stanza: '<iq type="${type}" id="p"/>', proves: ${rule} }] }
`;
  writeFileSync(join(folder, '4.2/ping.yaml'), scenario('result', 'xep0199-4.2-a'));
  writeFileSync(join(folder, '4.2/pong.yaml'), scenario('error', 'xep0199-5-a'));
  return folder;
}

test('a suite is played by its folder, by --suite, by one of its files, and by the name of a package', async () => {
  const folder = pings();
  const home = temporaryDirectory();
  cpSync(folder, join(home, 'node_modules/xmppspec-suite-ping'), { recursive: true });
  for (const [args, count] of [
    [[folder], '2 cases: 1 passed, 1 failed'],
    [['--suite', folder], '2 cases: 1 passed, 1 failed'],
    [['--suite', folder, 'pong'], '1 case: 1 failed'],
    [['--suite', 'ping', 'ping'], '1 case: 1 passed'],
    [[join(folder, '4.2/ping.yaml')], '1 case: 1 passed'],
    [[join(folder, 'suite.yaml')], '2 cases: 1 passed, 1 failed'],
  ] as const) {
    const { stdout, stderr } = await xmppspec(['run', ...args, '-r', 'line'], {}, home);
    expect(stdout + stderr, args.join(' ')).toContain(count);
  }
});

test('the command that a finding prints plays its case alone', async () => {
  const folder = pings();
  const { stdout } = await xmppspec(['run', '--suite', folder, '-t', 'reference']);
  const [, id = '', rest = ''] = /xmppspec run '?([^' ]+)'? (.*?)(?: {2}#.*)?$/m.exec(stdout) ?? [];
  expect(id).toBe('xep0199/4.2/pong');
  expect((await xmppspec(['run', id, ...rest.split(' ')])).stdout).toContain('1 case: 1 failed');
});

test('reports count by the features of the suite, and need no file of it', async () => {
  const folder = pings();
  const [json, page] = ['report.json', 'features.md'].map((name) => join(temporaryDirectory(), name)) as [
    string,
    string,
  ];
  await xmppspec(['run', folder, '-r', `json=${json}`, '-r', `features=${page}`]);
  expect(readFileSync(page, 'utf8')).toContain('The features of XEP-0199, as the server shows them.');
  expect(readFileSync(page, 'utf8')).toMatch(/\| ping \| XEP-0199 4 \| Pings are answered \| MUST \| supported /);
  expect(readFileSync(page, 'utf8')).toMatch(/\| pong \| XEP-0199 \| Nobody has it \| MAY \| partly: 0 of 1 /);
  const merged = await xmppspec(['merge', json, '-r', 'features']);
  expect(merged.stdout).toMatch(/\| ping \| XEP-0199 4 \| Pings are answered \| MUST \| supported /);
  const { features } = JSON.parse(readFileSync(json, 'utf8'));
  expect(features.at(-1)).toMatchObject({ feature: 'pong', level: 'MAY', announced: false });
});

test('list, explain, coverage, validate and doctor take the suite of the example', async () => {
  const suite = ['--suite', EXAMPLE];
  const [list, title, rule, feature, coverage, validated, doctor] = await Promise.all([
    xmppspec(['list', 'XEP-0191 3.4', ...suite]),
    xmppspec(['explain', 'xep0191', ...suite]),
    xmppspec(['explain', 'xep0191-3.3-b', ...suite]),
    xmppspec(['explain', 'blocking', ...suite]),
    xmppspec(['coverage', ...suite, '--json']),
    xmppspec(['validate', ...suite]),
    xmppspec(['doctor', ...suite, '-t', 'reference']),
  ]);
  expect(list.stdout).toBe(
    'xep0191/3.4/unblock  The server delivers messages again of a contact that is no longer blocked\n',
  );
  expect(title.stdout).toMatch(/^XEP-0191 {2}Blocking Command\n {2}https:\/\/xmpp\.org\/extensions\/xep-0191\.html\n/);
  expect(rule.stdout).toContain('xep0191/3.3/block[a-bare-jid]');
  expect(feature.stdout).toMatch(/^blocking {2}MUST\n.*\n {2}defined in XEP-0191 3 /);
  expect(JSON.parse(coverage.stdout)).toMatchObject({ own: { observable: 14, checked: 14 }, missing: [] });
  expect(validated.stdout).toMatch(/^7 scenario files, 12 cases, no mistakes\n$/);
  expect(doctor.stdout).toContain('disco:urn:xmpp:blocking');
});

test('a suite that is nowhere is a usage error that says what is expected', async () => {
  const { code, stderr } = await xmppspec(['list', '--suite', 'xep9999']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    '--suite: "xep9999" is no directory, and no package xmppspec-suite-xep9999 is installed here; expected one of these, or rfc6121\n',
  );
  expect((await xmppspec(['list', '--suite', 'rfc6121', '2.3.2'])).stdout).toContain('rfc6121/2.3.2/add');
});

test('ambient traffic that hides what a case of the suite is about is refused, with its place', async () => {
  const folder = pings();
  const file = join(folder, 'suite.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}ambient: ['<iq type="result"/>']\n`);
  const { code, stderr } = await xmppspec(['validate', folder]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('suite.yaml:9:11 this pattern would take a stanza')]);
});

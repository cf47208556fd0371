import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';

/** A scenario about an extension. The server answers as XEP-0199 says, so that the check fails for `error`. */
const scenario = (
  type: string,
  { id = 'xep0199-4.2-a', feature = 'urn:xmpp:ping' } = {},
) => `title: The server answers a ping
section: XEP-0199 4.2
needs: disco:${feature}
requirements:
  - { id: ${id}, level: MUST, text: Answer a ping., link: "https://xmpp.org/extensions/xep-0199.html#c2s" }
actors: { juliet: { balcony: {} } }
steps:
  - send: { from: juliet/balcony, stanza: '<iq type="get" to="\${domain}" id="p"><ping xmlns="urn:xmpp:ping"/></iq>' }
  - expect: { juliet/balcony: [{ stanza: '<iq type="${type}" id="p"/>', proves: ${id} }] }
`;

const failing = () => temporaryFile('ping.yaml', scenario('error'));

async function failingRun() {
  const [json, junit] = ['report.json', 'junit.xml'].map((name) => join(temporaryDirectory(), name)) as [
    string,
    string,
  ];
  const run = await xmppspec(['run', failing(), '-r', 'console', '-r', `json=${json}`, '-r', `junit=${junit}`]);
  return { ...run, json, report: JSON.parse(readFileSync(json, 'utf8')), junit: readFileSync(junit, 'utf8') };
}

test('a server that fails a rule of a scenario file breaks that specification, and not RFC 6121', async () => {
  const { code, stdout, report, junit, json } = await failingRun();
  expect(code, stdout).toBe(1);
  expect(stdout).toContain('xep0199-4.2-a');
  expect(stdout).not.toContain('RFC 6121');
  expect(junit).toContain('classname="XEP-0199.4.2"');
  expect(report.ownRequirements).toEqual([
    {
      ...{ id: 'xep0199-4.2-a', level: 'MUST', section: 'XEP-0199 4.2', text: 'Answer a ping.' },
      link: 'https://xmpp.org/extensions/xep-0199.html#c2s',
    },
  ]);
  expect(report.target.features).toContain('disco:urn:xmpp:ping');
  // Who reads the report does not have the file.
  for (const args of [
    ['merge', json, '-r', 'console'],
    ['matrix', json, json],
    ['bug', json],
  ]) {
    expect((await xmppspec(args)).stdout, args.join(' ')).toMatch(
      /xep0199-4\.2-a[^\n]*(XEP-0199 4\.2|Answer a ping|iq)/,
    );
  }
});

test('a page about an extension has its name in the title, and not that of RFC 6121', async () => {
  const page = join(temporaryDirectory(), 'report.html');
  await xmppspec(['run', failing(), '-r', `html=${page}`]);
  expect(/<title>(.*?)<\/title>/.exec(readFileSync(page, 'utf8'))?.[1]).toMatch(/: conformance to XEP-0199$/);
});

test('a server without the feature skips the cases that need it', async () => {
  const file = temporaryFile('pong.yaml', scenario('result', { feature: 'urn:xmpp:pong' }));
  const passing = temporaryFile('fine.yaml', scenario('result', { id: 'xep0199-4.2-b' }));
  const { code, stdout } = await xmppspec(['run', file, passing]);
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('disco:urn:xmpp:pong');
  expect(stdout).toContain('2 cases: 1 passed, 1 skipped');
});

test('a baseline lists a failure of such a rule with the place of its text', async () => {
  const file = failing();
  const baseline = temporaryFile('known.yaml', 'server: reference\nknown: []\n');
  const update = ['--baseline', baseline, '--update-baseline', '--reason', 'it answers as XEP-0199 asks'];
  await xmppspec(['run', file, '-t', 'reference', ...update]);
  const text = readFileSync(baseline, 'utf8');
  expect(text).toContain('section: XEP-0199 4.2');
  expect(text).toContain('standard: https://xmpp.org/extensions/xep-0199.html#c2s');
  expect((await xmppspec(['run', file, '-t', 'reference', '--baseline', baseline])).code).toBe(0);
});

test('explain and coverage read the file beside the shipped ones', async () => {
  const file = failing();
  const { stdout } = await xmppspec(['explain', 'xep0199-4.2-a', file]);
  expect(stdout).toContain('https://xmpp.org/extensions/xep-0199.html#c2s');
  expect(stdout).toContain('Answer a ping.');
  expect((await xmppspec(['coverage', file])).stdout).toMatch(/XEP-0199 +1 +\/ +1/);
});

test('the commands that reports and explanations give find the cases of the file', async () => {
  const { json } = await failingRun();
  const { stdout: issue } = await xmppspec(['bug', json, 'xep0199-4.2-a']);
  const commands = issue.match(/^xmppspec run .*$/gm) ?? [];
  expect(commands).toHaveLength(3);
  for (const command of commands)
    expect(command).toMatch(/ -t (reference|xmpp:\/\/127\.0\.0\.1:5222 -d "\$DOMAIN") ping\.yaml$/);
  expect(issue).toContain(
    'not part of xmppspec. Attach the scenarios they come from to this issue: <code>ping.yaml</code>',
  );
  const file = failing();
  const { stdout: section } = await xmppspec(['explain', 'XEP-0199', file]);
  const [command = ''] = section.match(/(?<=: xmppspec )list .*$/m) ?? [];
  expect(command).toBe(`list XEP-0199 ${file}`);
  expect((await xmppspec(command.split(' '))).stdout).toMatch(/^\S+\/ping {2}The server answers a ping\n$/);
});

test('the command of a finding plays that case alone, of a file or of a directory', async () => {
  const directory = temporaryDirectory();
  const rows = scenario('error').replace(
    /^title: (.*)$/m,
    "title: '$1, $${case}'\ncases: [{ case: one }, { case: two }]",
  );
  writeFileSync(join(directory, 'ping.yaml'), rows);
  for (const place of [directory, join(directory, 'ping.yaml')]) {
    const { stdout } = await xmppspec(['run', place, '-t', 'reference']);
    expect(stdout).toContain('2 cases: 2 failed');
    const [, id = '', rest = ''] = /xmppspec run '([^']+)' (.*?)(?: {2}#.*)?$/m.exec(stdout) ?? [];
    const again = await xmppspec(['run', id, ...rest.split(' ')]);
    expect(again.stdout, `${id} ${rest}`).toContain('1 case: 1 failed');
  }
});

test('a run warns of a missing namespace, which no server can be blamed for', async () => {
  const text = scenario('result').replace(' xmlns="urn:xmpp:ping"', '');
  const { stderr } = await xmppspec(['run', temporaryFile('bare.yaml', text), '-r', 'line']);
  expect(stderr).toMatch(/bare\.yaml:8:\d+ warning: <ping> has no xmlns/);
});

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { foreignWords } from '../wording/chinese.test-kit.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';

const scenario = (expected: string) => `title: A new item is answered
section: 2.3.2
actors:
  juliet: { balcony: { presence: none } }
steps:
  - send:
      from: juliet/balcony
      stanza: '<iq type="set" id="add"><query xmlns="jabber:iq:roster"><item jid="nurse@\${domain}" name="Nurse"/></query></iq>'
  - expect:
      juliet/balcony:
        - { stanza: '<iq type="result" id="add"/>', proves: rfc6121-2.3.2-b }
        - { stanza: '<iq type="set"><query xmlns="jabber:iq:roster"><item ${expected}/></query></iq>', proves: rfc6121-2.3.2-c }
`;

describe('a run on the embedded reference server', () => {
  test('passes chapter 2, and every report has every case', async () => {
    const directory = temporaryDirectory();
    const [junit, json] = [join(directory, 'junit.xml'), join(directory, 'report.json')];
    const { code, stdout } = await xmppspec([
      'run',
      '2',
      '-r',
      'console',
      '-r',
      `junit=${junit}`,
      '-r',
      `json=${json}`,
    ]);
    const report = JSON.parse(readFileSync(json, 'utf8'));
    expect([code, report.summary.failed, report.summary.warned, report.summary.broken]).toEqual([0, 0, 0, 0]);
    expect(report.results).toHaveLength(report.summary.cases);
    expect(stdout).toContain(`${report.summary.cases} cases: ${report.summary.passed} passed`);
    const suites = parseXml(readFileSync(junit, 'utf8').replace(/^<\?xml[^>]*\?>/, ''), '');
    expect(suites.attrs['tests']).toBe(String(report.summary.cases));
  });

  test('a failure shows rule, clauses, expected, closest, difference, transcript and the command to rerun it', async () => {
    const file = temporaryFile('nurse.yaml', scenario('jid="nurse@${domain}" name="Matron"'));
    const { code, stdout } = await xmppspec(['run', file]);
    expect(code).toBe(1);
    for (const part of [
      'MUST  rfc6121-2.3.2-c  RFC 6121 2.3.2 · YD/T 2936 6.4.2',
      'Push the new item to every interested resource',
      'nurse.yaml:12:11',
      'expected  "Matron"',
      'actual    "Nurse"',
      'iq/query/item@name',
      'transcript',
      'rerun: xmppspec run',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  test('accepts the path of a scenario file', async () => {
    const file = temporaryFile('nurse.yaml', scenario('jid="nurse@${domain}"'));
    expect((await xmppspec(['run', file])).code).toBe(0);
  });
});

describe('a usage error ends with 2 and one line', () => {
  test.each([
    [['run', 'rostr-push'], '"rostr-push" matches none of'],
    [['run', '-t', 'prosdy'], 'unknown target "prosdy"'],
    [['run', '-t', 'xmpp://127.0.0.1:99999'], 'has the port "99999"; give a number from 1 to 65535'],
    [['run', '-t', 'xmpp://192.0.2.1', '--plaintext'], '"xmpp://192.0.2.1" is not a loopback address'],
    [['run', '-r', 'junti'], 'unknown reporter "junti"'],
    [['run', '-j', '0'], '--jobs: expected a whole number from 1 to 1000, got 0'],
    [['run', '--timeout', '3000000000'], '--timeout: expected milliseconds from 1 to 3600000, got 3000000000'],
    [['doctor', '--timeout', '0'], '--timeout: expected milliseconds from 1 to 3600000, got 0'],
    [['mutants', '--timeout', '0'], '--timeout: expected milliseconds from 1 to 3600000, got 0'],
    [['serve', '--port', '65536'], '--port: expected a whole number from 0 to 65535, got 65536'],
    [['run', '--bail', 'a'], '--bail: expected a whole number from 1, got a'],
    [['run', '--bail'], 'the option "bail" expects a value, got nothing'],
    [['run', '--shard', '-1/3'], '--shard: expected I/N with I from 1 to N, or index/N, got "-1/3"'],
    [['run', '-t', 'a', '--target', 'b'], '--target: given twice; give it once'],
    [['merge', 'a.json', '-o', 'b.json', '-o', 'c.json'], '--output: given twice; give it once'],
    [['run', '-r', 'html=/dev/null/x.html'], 'cannot write "/dev/null/x.html": /dev/null is not a directory'],
    [['run', '--lang', 'fr'], '--lang: expected one of "en", "zh"'],
    [['serve', '--domain', 'a b@c'], '--domain: expected a domain, such as example.org, got "a b@c"'],
    [['explain'], 'too few arguments; expected xmppspec explain <id> [file...]'],
    [['run', '--nope'], 'unknown option "--nope"; see xmppspec run --help'],
    [['run', '--config', '/dev/zero'], '--config: cannot read "/dev/zero": expected at most 1048576 bytes, got more'],
    [['run', '--tagret', 'x'], 'unknown option "--tagret"; did you mean "--target"?'],
    [['run', '--servercommand', 'x'], 'did you mean "--server-command"?'],
    [['diff', 'a', 'b', 'c'], 'too many arguments; see xmppspec diff --help'],
    [['foo'], 'unknown command "foo"; see xmppspec --help'],
    [['run', '-t', 'xmpp://127.0.0.1', '--account', 'juliet'], '--account: expected an account as user@domain'],
    [['run', '-t', 'xmpp://127.0.0.1', '--provision', 'admin'], '--provision admin needs --admin'],
    [
      ['run', '-t', 'xmpp://127.0.0.1', '--provision', 'in-band', '--create-account', 'make {user}'],
      '--create-account is for --provision command',
    ],
    [['run', '-t', 'reference', '--remove-account', 'rm {user}'], 'reference is launched with its own accounts'],
    [['rnu'], 'unknown command "rnu"; did you mean "run"?'],
    [['explain', 'rfc6121-2.3.2-z'], 'is no requirement, ruling, case, section, feature, outcome or word of a report'],
    [['run', '--config', 'no-such.yaml'], '--config: cannot read "no-such.yaml": no such file\n'],
    [['validate', 'no-such.yaml'], 'no such file or directory: no-such.yaml'],
    [['run', '-t', 'reference', '--baseline', 'no-such.yaml'], '--baseline: no file "no-such.yaml"; to write'],
    [['run', '-d', 'example.org'], '--domain is about a server, and none is named; add -t xmpp://HOST'],
    [['run', '-t', 'xmpp://127.0.0.1', '--ca', 'no-such.pem'], '--ca: cannot read "no-such.pem": no such file\n'],
  ])('xmppspec %j', async (args, message) => {
    const { code, stdout, stderr } = await xmppspec(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    const chinese = await xmppspec(args, { LC_ALL: 'zh_CN.UTF-8' });
    expect([chinese.code, foreignWords(chinese.stderr.trimEnd())]).toEqual([2, undefined]);
  });
});

describe('help', () => {
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));

  test.each([60, 72, 80, 110])('fits a terminal of %i columns', async (columns) => {
    for (const lang of ['en', 'zh']) {
      const { stdout } = await xmppspec(['run', '--help', '--lang', lang], { COLUMNS: String(columns) });
      expect(widest(stdout)).toBeLessThanOrEqual(columns);
    }
  });

  test('is Chinese under a Chinese locale, and English with --lang en', async () => {
    const locale = { LC_ALL: 'zh_CN.UTF-8' };
    const [chinese, english] = await Promise.all([
      xmppspec(['run', '--help'], locale),
      xmppspec(['run', '--help', '--lang', 'en'], locale),
    ]);
    expect(chinese.stdout).toContain('对一台服务器运行用例');
    expect(chinese.stdout).not.toMatch(/Options:|repeatable|accept any/);
    expect(english.stdout).not.toMatch(/\p{Script=Han}/u);
  });

  test('help run is run --help', async () => {
    const [one, other] = await Promise.all([xmppspec(['help', 'run']), xmppspec(['run', '--help'])]);
    expect([one.code, one.stdout]).toEqual([0, other.stdout]);
    expect((await xmppspec(['help'])).stdout).toContain('xmppspec <command>');
  });
});

test.each([
  [['run', '--tagret', 'x'], '未知选项“--tagret”；是否应为“--target”？'],
  [['run', '--timeout', '0'], '--timeout：应为 1 到 3600000 的毫秒数，实际为 0'],
  [['run', '-t', 'prosodi'], '未知目标“prosodi”；应为'],
  [['list', '2.33'], '没有匹配'],
  [['diff', 'a'], '参数不足'],
] as const)('a usage error is Chinese with --lang zh: %j', async (args, message) => {
  const { code, stderr } = await xmppspec([...args, '--lang', 'zh']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

test('--version -v shows versions and the machine, and nothing of the user', async () => {
  const { code, stdout } = await xmppspec(['--version', '-v'], { XMPPSPEC_PASSWORD: 'jellyfish', LANG: '$(evil)' });
  expect(code).toBe(0);
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'xmppspec',
    'node',
    'platform',
    'machine',
    'terminal',
    'ci',
    '',
  ]);
  expect(stdout).not.toMatch(/jellyfish|evil/);
  for (const secret of [hostname(), homedir(), process.cwd()]) expect(stdout).not.toContain(secret);
});

test.each([
  ['2.3.2', 'https://www.rfc-editor.org/rfc/rfc6121#section-2.3.2', 'rfc6121-2.3.2-c'],
  ['A.2.1', 'https://www.rfc-editor.org/rfc/rfc6121#appendix-A.2.1', 'requirement'],
  ['roster-push', 'MUST', 'rfc6121-2.1.6-a'],
  ['broken', 'not held against the server', 'a connection ended'],
  ['stored', 'an outcome that', 'receives'],
])('explain %s', async (word, ...parts) => {
  const { code, stdout } = await xmppspec(['explain', word]);
  expect(code).toBe(0);
  for (const part of parts) expect(stdout).toContain(part);
});

test('a run that cannot begin leaves an old report as it is', async () => {
  const old = temporaryFile('old.xml', '<testsuites/>');
  const fresh = join(temporaryDirectory(), 'fresh.xml');
  const where = ['-t', 'xmpp://127.0.0.1:1', '-d', 'example.localhost', '--remote', 'component://127.0.0.1:1/x'];
  const reporters = ['-r', `junit=${old}`, '-r', `json=${fresh}`];
  const { code } = await xmppspec(['run', '2.3.2', ...where, ...reporters], { XMPPSPEC_REMOTE_SECRET: 'x' });
  expect([code, readFileSync(old, 'utf8'), existsSync(fresh)]).toEqual([3, '<testsuites/>', false]);
});

test('validate reports the mistakes of a scenario file with their places', async () => {
  const text = scenario('jid="nurse"').replace('section:', 'sektion:').replace('rfc6121-2.3.2-b', 'rfc6121-2.3.2-bb');
  const file = temporaryFile('nurse.yaml', text);
  const { code, stderr } = await xmppspec(['validate', file]);
  expect(code).toBe(2);
  expect(stderr).toContain('nurse.yaml:2:1 unknown key "sektion"; did you mean "section"?');
});

test('validate warns of a misspelt namespace and exits with 0; run warns of it, too', async () => {
  const file = temporaryFile(
    'nurse.yaml',
    scenario('jid="nurse@${domain}"').replaceAll('jabber:iq:roster', 'jabber:iq:rostr'),
  );
  const validated = await xmppspec(['validate', file]);
  expect([validated.code, validated.stdout]).toEqual([0, expect.stringMatching(/no mistakes, \d+ warnings?\n$/)]);
  expect(validated.stderr).toMatch(/nurse\.yaml:\d+:\d+ warning: .*did you mean "jabber:iq:roster"/);
  const { stderr } = await xmppspec(['run', file]);
  expect(stderr).toMatch(/nurse\.yaml:\d+:\d+ warning: .*did you mean "jabber:iq:roster"/);
});

test('validate refuses what holds no scenario, each in one line', async () => {
  const directory = temporaryDirectory();
  symlinkSync('self', join(directory, 'self'));
  mkdirSync(join(directory, 'empty'));
  const messages: readonly (readonly [string, string])[] = [
    [join(directory, 'self'), 'self cannot be read: the link leads to itself'],
    [join(directory, 'empty'), 'empty:1:1 expected scenario files (.yaml) in this directory, got none'],
    [join(directory, 'gone'), 'no such file or directory: '],
    ['/dev/zero', '/dev/zero:1:1 expected a file, got something else'],
  ];
  for (const [path, message] of messages) {
    const { code, stderr } = await xmppspec(['validate', path]);
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain(message);
  }
});

/** A baseline of one case, with the requirement of adding a roster item. */
const baselineOf = (id: string) =>
  temporaryFile(
    'baseline.yaml',
    `server: x\nknown:\n  - { reason: r, requirement: rfc6121-2.3.2-b, failures: [{ cases: [${id}], checks: [x] }] }\n`,
  );

test('a baseline of shipped cases can be used with another scenario file', async () => {
  const file = temporaryFile('nurse.yaml', scenario('jid="nurse@${domain}"'));
  const { code, stderr } = await xmppspec(['run', file, '-t', 'reference', '--baseline', 'baselines/prosody.yaml']);
  expect([code, stderr]).toEqual([0, '']);
});

test('a baseline entry whose checks pass fails the run', async () => {
  expect(
    await xmppspec(['run', '2.3.2', '-t', 'reference', '--baseline', baselineOf('rfc6121/2.3.2/add')]),
  ).toMatchObject({
    code: 1,
    stderr: 'exit 1: 1 baseline entry passes now; run again with --update-baseline\n',
  });
});

/** A scenario that fails: it expects the push of another item than the one that was set. */
const failing = () => temporaryFile('nurse.yaml', scenario('jid="nurse@${domain}" name="Matron"'));

test('--update-baseline writes the failures, which count once each has a reason', async () => {
  const scenarioFile = failing();
  const file = join(temporaryDirectory(), 'known.yaml');
  const run = (...args: string[]) => xmppspec(['run', scenarioFile, '-t', 'reference', '--baseline', file, ...args]);
  const first = await run('--update-baseline');
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('1 added, 0 changed, 0 removed')]);
  expect(first.stderr).toContain('reasons missing: 1');
  const waiting = await run();
  expect([waiting.code, waiting.stderr]).toEqual([2, expect.stringContaining('reason is empty: say why')]);
  const filled = await run('--update-baseline', '--reason', 'it is made to fail');
  expect([filled.code, filled.stderr]).toEqual([0, expect.stringMatching(/0 added, 0 changed, 0 removed$/m)]);
  expect((await run()).code).toBe(0);
});

test('a failure whose entry has expired fails the run again, and says so', async () => {
  const scenarioFile = failing();
  const file = join(temporaryDirectory(), 'known.yaml');
  const run = (...args: string[]) => xmppspec(['run', scenarioFile, '-t', 'reference', '--baseline', file, ...args]);
  await run('--update-baseline', '--reason', 'known');
  writeFileSync(file, readFileSync(file, 'utf8').replace('reason: known', 'reason: known\n    expires: 2020-01-01'));
  const { code, stdout } = await run();
  expect([code, stdout]).toEqual([1, expect.stringMatching(/the baseline excused \S+ until 2020-01-01/)]);
});

test('list, explain and coverage use the shipped scenarios', async () => {
  const [list, requirement, aCase, coverage] = await Promise.all([
    xmppspec(['list', '2.3.2', '--json']),
    xmppspec(['explain', 'rfc6121-2.3.2-b']),
    xmppspec(['explain', 'rfc6121/2.3.2/add']),
    xmppspec(['coverage', '--json']),
  ]);
  expect(JSON.parse(list.stdout).map((c: { id: string }) => c.id)).toContain('rfc6121/2.3.2/add');
  expect(requirement.stdout).toContain('rfc6121/2.3.2/add');
  expect(aCase.stdout).toContain('proves rfc6121-2.3.2-b');
  const chapter = JSON.parse(coverage.stdout).chapters.find((row: { of: string }) => row.of === '2');
  // Of its rules, the value of ask alone is one that no case cites: every push is looked at.
  expect([chapter.checked + chapter.passive, chapter.passive]).toEqual([chapter.observable, 1]);
});

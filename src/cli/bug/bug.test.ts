import { expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { brokenResult, failedResult, info, makeResult } from '../../report/report.test-kit.ts';
import { findingsOf } from '../../results/findings/findings.ts';
import { loadRequirements } from '../../spec/requirements.ts';
import { bugText, findFinding, hideDomains, listText, reproductionOf } from './bug.ts';

const findings = findingsOf([failedResult(), brokenResult('b')]);
const withKey = (finding: Finding, key: string): Finding =>
  finding.kind === 'rule' ? { ...finding, key, parts: [{ ...finding, key }] } : finding;
const options = { report: info, findings, requirements: loadRequirements(), lang: 'en', published: {} } as const;

test('lists the findings that break a rule with their keys', () => {
  expect(listText(options)).toMatchInlineSnapshot(`
    "1. failed  MUST  RFC 6121 2.3.3 · YD/T 2936 6.4.3  1 case  2.3.3-c/differs-iq.type
        juliet/balcony sends <iq type="set"> (roster): juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)
    "
  `);
  expect(listText({ ...options, findings: [] })).toBe('the report has no finding that breaks a rule\n');
});

test('writes the finding with a key, or the only one of a requirement', () => {
  const whole = bugText(options, '2.3.3-c/differs-iq.type');
  expect(whole).toMatch(/^\[RFC 6121 2\.3\.3, Adding a roster item\] MUST not met: Return <bad-request\/> when /);
  expect(bugText(options, 'rfc6121-2.3.3-c')).toBe(whole);
});

test('finds a fault by the key of each part, and by each of its rules', () => {
  const [only] = findings;
  if (only?.kind !== 'rule') throw new Error('expected a rule');
  const part = { ...only, key: '2.4.3-a/differs-iq.type', requirement: 'rfc6121-2.4.3-a' };
  const fault = { ...only, parts: [only, part], also: [part.requirement, 'rfc6121-2.3.3-f'] };
  for (const name of [only.key, part.key, '2.4.3-a', 'rfc6121-2.4.3-a', '2.3.3-f', 'rfc6121-2.3.3-f']) {
    expect(findFinding([fault], name)).toBe(fault);
  }
});

test('suggests a key for a misspelt one, refuses one that names several, and one that breaks no rule', () => {
  expect(() => findFinding(findings, '2.3.3-c/difers-iq.type')).toThrow('did you mean "2.3.3-c/differs-iq.type"?');
  expect(() => findFinding(findings, 'zzz')).toThrow('xmppspec bug REPORT.json lists them');
  expect(() => findFinding(findings, 'broken/no-accounts-other')).toThrow('breaks no rule');
  const [first] = findings;
  const two = first === undefined ? [] : [first, withKey(first, '2.3.3-c/state')];
  expect(() => findFinding(two, '2.3.3-c')).toThrow('names 2 findings: 2.3.3-c/differs-iq.type, 2.3.3-c/state');
});

test('servers that were launched are launched again; any other address, account or file of the user stays private', () => {
  const result = makeResult('rfc6121/2.3/a');
  const pair = {
    ...info,
    rerun: ['-t', 'prosody', '--peer', 'ejabberd'],
    peer: { ...info.target, domain: 'b.localhost' },
  };
  expect(reproductionOf(pair, result)).toEqual({
    launch: ['-t', 'prosody', '--peer', 'ejabberd'],
    own: [
      '-t',
      'xmpp://127.0.0.1:5222',
      '-d',
      '$DOMAIN',
      '--peer',
      'xmpp://127.0.0.2:5222',
      '--peer-domain',
      '$PEER_DOMAIN',
    ],
    variables: [
      ['DOMAIN', 'localhost'],
      ['PEER_DOMAIN', 'b.localhost'],
    ],
    ownFiles: [],
  });
  const rerun = ['-t', 'xmpp://10.1.2.3', '-d', 'corp.example', '--account', 'me@corp.example'];
  const mine = { ...info, target: { ...info.target, domain: 'corp.example' }, rerun };
  expect(reproductionOf(mine, result)).toEqual({
    own: ['-t', 'xmpp://127.0.0.1:5222', '-d', '$DOMAIN'],
    variables: [['DOMAIN', 'server.example']],
    ownFiles: [],
  });
  expect(hideDomains(mine)('me@corp.example/x')).toBe('me@server.example/x');
});

test('the command keeps what says how the server is reached, and the address of a server on loopback', () => {
  const rerun = ['-t', 'xmpp://127.0.0.95:25222', '-d', 'a.localhost', '--ca', '/home/me/ca.pem', '--insecure'];
  const { own } = reproductionOf({ ...info, rerun }, makeResult('rfc6121/2.3/a'));
  expect(own).toEqual(['-t', 'xmpp://127.0.0.95:25222', '-d', '$DOMAIN', '--insecure', '--ca', 'ca.pem']);
});

test.each([
  ['a file', ['--insecure', '/home/me/a.yaml'], '/home/me/a.yaml', ['a.yaml'], ['a.yaml']],
  ['a directory', ['--scenarios', '/home/me/own/'], '/home/me/own/x/a.yaml', ['--suite', 'own'], ['own']],
  ['a directory as an argument', ['--insecure', '/home/me/own/'], '/home/me/own/x/a.yaml', ['own/'], ['own/']],
  ['neither, but the suite', ['/home/me/a.yaml'], 'rfc6121/2.3.3/a.yaml', [], []],
  ['neither, with a config file', ['--config', 'a.yaml'], 'b.yaml', [], []],
])(
  'the command names scenarios of the user without their paths where the case is in %s',
  (_, words, file, added, names) => {
    const result = makeResult('own/a');
    const own = { ...result, case: { ...result.case, place: { file, line: 1, col: 1 } } };
    const { launch, ownFiles } = reproductionOf({ ...info, rerun: ['-t', 'prosody', ...words] }, own);
    expect(launch).toEqual(['-t', 'prosody', ...added]);
    expect(ownFiles).toEqual(names);
  },
);

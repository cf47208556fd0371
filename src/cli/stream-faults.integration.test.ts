// Servers that end the stream of a client because of a stanza, or write XML that is none: found in each report, and excused by a baseline.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { allMutants } from '../reference/mutants/mutants.ts';
import { startReference } from '../reference/server.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

interface Report {
  readonly results: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly requirements: readonly { readonly id: string; readonly verdict: string }[];
  }[];
}

test.each([
  {
    mutant: 'rfc6121-5.2.2-i/unknown-ends-stream',
    selector: 'rfc6121/8.5/message-delivery[one-non-negative,bare,*]',
    code: 1,
    unmet: ['rfc6121-5.2.2-i', 'rfc6121-8.5.2.1.1-c'],
    says: /ends the stream of romeo\/orchard with <internal-server-error\/> after <message type="whisper"/,
    saysInChinese: /收到 <message type="whisper".* 后，服务器以 <internal-server-error\/> 结束了 romeo\/orchard 的流/,
  },
  {
    mutant: 'rfc6120-8.2.3-c/ends-stream',
    selector: 'rfc6121/8.5/iq-of-unknown-type',
    code: 1,
    unmet: ['rfc6120-8.2.3-c'],
    says: /ends the stream of juliet\/balcony with <internal-server-error\/> after <iq type="fetch"/,
    saysInChinese: /服务器以 <internal-server-error\/> 结束了 juliet\/balcony 的流/,
  },
  {
    mutant: 'rfc6120-8.3-a/at-an-answer',
    selector: 'rfc6121/8.5/answers-not-answered[result,*,bare]',
    code: 0,
    unmet: ['rfc6120-8.3-a'],
    says: /ends the stream of romeo\/orchard with <bad-format\/> after <iq type="result"/,
    saysInChinese: /服务器以 <bad-format\/> 结束了 romeo\/orchard 的流/,
  },
  {
    mutant: 'rfc6120-11.3-a/unescaped',
    selector: 'rfc6121/2.1.2.4/name-opaque',
    code: 1,
    unmet: ['rfc6120-11.3-a'],
    says: /the server sent ill-formed XML/,
    saysInChinese: /服务器发来不合式的 XML/,
  },
])('$mutant: a finding in each report, which a baseline excuses', async (one) => {
  const fault = allMutants()
    .find(({ id }) => id === one.mutant)
    ?.fault();
  const server = await startReference({ fault });
  onTestFinished(() => server.stop());
  const at = (name: string) => join(temporaryDirectory(), name);
  const [json, junit, html, baseline] = [at('report.json'), at('report.xml'), at('report.html'), at('known.yaml')];
  const where = ['-t', `xmpp://127.0.0.1:${server.port}`, '-d', server.domain, '--plaintext', '--lang', 'en'];
  const files = ['-r', `json=${json}`, '-r', `junit=${junit}`, '-r', `html=${html}`, '-r', 'console'];
  const { code, stdout } = await xmppspec(['run', one.selector, ...where, ...files]);
  expect([code, stdout]).toEqual([one.code, expect.stringMatching(one.says)]);
  const { results } = JSON.parse(readFileSync(json, 'utf8')) as Report;
  const unmet = results.flatMap(({ requirements }) => requirements.filter(({ verdict }) => verdict !== 'passed'));
  expect([...new Set(unmet.map(({ id }) => id))].sort()).toEqual(one.unmet);
  expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  expect(readFileSync(junit, 'utf8')).toContain(one.code === 0 ? 'rfc6120-8.3-a' : '<failure');
  expect(readFileSync(html, 'utf8')).toContain(one.unmet[0]);
  const chinese = await xmppspec(['run', one.selector, ...where.slice(0, -1), 'zh', '-r', 'console']);
  expect(chinese.stdout).toMatch(one.saysInChinese);
  const known = ['--baseline', baseline];
  await xmppspec(['run', one.selector, ...where, ...known, '--update-baseline', '--reason', 'it is made so']);
  expect((await xmppspec(['run', one.selector, ...where, ...known, '--strict'])).code).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RunEvent } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';
import { markupOf } from '../report/html/packs.test-kit.ts';
import {
  brokenResult,
  entry,
  failedResult,
  makeCase,
  makeResult,
  place,
  requirements,
  runFinished,
  written,
} from '../report/report.test-kit.ts';
import { reporterNames as names, type ReporterName, reporters } from '../report/reporters.test-kit.ts';
import { parseXml } from '../stanza/xml.ts';
import { eventsOf } from './report-read.ts';
import { type Report, reportSchema } from './report-schema.ts';
import { reportOf } from './report-write.ts';
import { reportOn } from './written-report.test-kit.ts';

/** The text that a reporter writes about a report that is read back. */
function rewritten(name: ReporterName, data: Report, lang: 'en' | 'zh' = 'en'): string {
  const texts: string[] = [];
  const base = { requirements, lang, color: false, terminal: false, trace: false };
  const reporter = reporters[name]({ ...base, write: (text) => texts.push(text) });
  for (const event of eventsOf(data)) reporter.on(event);
  return texts.join('');
}

function resultsIn(data: Report): readonly CaseResult[] {
  const isEnd = (event: RunEvent) => event.type === 'run-finished';
  const end = eventsOf(data).find(isEnd);
  return end?.type === 'run-finished' ? end.results : [];
}

/** A case in which the server took a forbidden alternative and stored a wrong roster item; a remote contact takes part. */
function twofold(): CaseResult {
  const session = (ref: string) => ({ ref, resource: 'r', roster: false, answers: true, atStart: true });
  const actors = ['romeo', 'juliet'].map((name) => ({
    ...{ name, account: 'fresh', isRemote: name === 'romeo' },
    sessions: [session(`${name}/r`)],
  }));
  const jids = {
    romeo: 'r-1@remote.test',
    'romeo/r': 'r-1@remote.test/r',
    juliet: 'j-1@test',
    'juliet/r': 'j-1@test/r',
  };
  const push = parseXml(
    '<iq type="result"><query xmlns="jabber:iq:roster">\n  <item jid="r-1@remote.test"/>\n</query></iq>',
  );
  const [query] = push.children;
  const item = typeof query === 'object' ? query.children.find((child) => typeof child === 'object') : undefined;
  const presence = parseXml('<presence from="r-1@remote.test/r" to="j-1@test"/>');
  const base = { place, session: 'juliet/r', requirements: ['rfc6121-2.3.3-c'], verdict: 'failed' as const };
  return makeResult('rfc6121/2.3/two', {
    ...{ outcome: 'failed', jids, case: makeCase('rfc6121/2.3/two', { actors }) },
    checks: [
      { ...base, failure: { kind: 'violates', outcome: 'silence', permitted: ['stored'], closest: presence } },
      {
        ...base,
        failure: { kind: 'roster', item: 'differs', expected: parseXml('<item jid="${any}"/>'), closest: item },
      },
    ],
    transcript: [
      entry({ session: 'romeo/r', direction: 'sent', stanza: parseXml('<presence to="j-1@test"/>') }),
      entry({ session: 'romeo/r', atMs: 1, stanza: parseXml('<presence from="r-1@remote.test/r" to="j-1@test"/>') }),
      entry({ session: 'juliet/r', atMs: 2, stanza: presence }),
      entry({ session: 'juliet/r', atMs: 3, stanza: push }),
    ],
  });
}

const results = [
  failedResult(),
  twofold(),
  brokenResult('rfc6121/2.3/broken'),
  makeResult('rfc6121/2.3/passed', { observed: ['stored'], passive: { 'rfc6121-2.1.6-a': 2 }, durationMs: 12 }),
  makeResult('rfc6121/8.5/excused', { ...failedResult('rfc6121/8.5/excused'), knownFailure: 'a known fault' }),
].map((result) => ({ ...result, durationMs: 12 }));

describe.each(['en', 'zh'] as const)('in %s', (lang) => {
  test.each(names)('%s writes the same about a report that is read back', (name) => {
    expect(rewritten(name, reportOn(results), lang)).toBe(written(reporters[name], results, { setup: { lang } }));
  });
});

test('a failure names the element of the transcript itself, even if another entry is alike', () => {
  const [read] = resultsIn(reportOn([twofold()]));
  expect(read?.checks[0]?.failure?.closest).toBe(read?.transcript.entries[2]?.stanza);
});

test('the page says that the report keeps no stanzas of a case that passed', () => {
  const passed = makeResult('rfc6121/2.3/p', { transcript: [entry({ stanza: parseXml('<presence/>') })] });
  const text = markupOf(rewritten('html', reportOn([passed])));
  expect(text).toContain('>This page holds no stanzas of passed cases; a run of the case alone shows them.</p>');
});

test('cases that did not run are reported as in the run', () => {
  const stopped = { cases: [...results.map((result) => result.case), makeCase('rfc6121/2.3/left')] };
  const report = z.decode(reportSchema, JSON.parse(written(reporters.json, results, stopped)));
  for (const name of names) expect(rewritten(name, report)).toBe(written(reporters[name], results, stopped));
});

test('unclaimed stanzas are elements again', () => {
  const unclaimedStanzas = [parseXml('<message to="nobody@remote.test"/>')];
  const report = { ...reportOf({ ...runFinished([]), unclaimedStanzas }, requirements), results: [] };
  const end = eventsOf(z.decode(reportSchema, z.encode(reportSchema, report))).at(-1);
  expect(end).toEqual({ ...runFinished([]), info: expect.anything(), unclaimedStanzas });
});

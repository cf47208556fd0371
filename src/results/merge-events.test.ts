import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';
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
import { reporters } from '../report/reporters.ts';
import { parseXml } from '../stanza/xml.ts';
import { wholePage } from './merge.test-kit.ts';
import { eventsOf } from './merge-events.ts';
import { reportOf } from './report-data.test-kit.ts';
import type { RunData } from './report-data.ts';

const names = Object.keys(reporters) as (keyof typeof reporters)[];

const eventsIn = (data: RunData) => eventsOf(data, (text) => parseXml(text));

/** What a reporter writes about a report that is read back. */
function rewritten(name: keyof typeof reporters, data: RunData, lang: 'en' | 'zh' = 'en'): string {
  const texts: string[] = [];
  const base = { requirements, lang, color: false, terminal: false, trace: false };
  const reporter = reporters[name]({ ...base, write: (text) => texts.push(text) });
  for (const event of eventsIn(data)) reporter.on(event);
  return texts.join('');
}

function resultsIn(data: RunData): readonly CaseResult[] {
  const isEnd = (event: RunEvent) => event.type === 'run-finished';
  const end = eventsIn(data).find(isEnd);
  return end?.type === 'run-finished' ? end.results : [];
}

/** A case that took a forbidden way, and a roster that is not as it should be; a remote contact takes part. */
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
  test.each(names)('%s of a report that is read back is that of the run', (name) => {
    expect(rewritten(name, reportOf(results), lang)).toBe(written(reporters[name], results, { setup: { lang } }));
  });
});

test('a failure is about the very entry of the transcript, where others are alike', () => {
  const [read] = resultsIn(reportOf([twofold()]));
  expect(read?.checks[0]?.failure?.closest).toBe(read?.transcript[2]?.stanza);
});

/** The report as versions wrote it that told less. */
function older(report: RunData): RunData {
  const { rerun: _rerun, ...rest } = report;
  return {
    ...rest,
    results: report.results.map(({ actors: _actors, jids: _jids, ...result }) => ({
      ...result,
      checks: result.checks.map(({ failure, ...check }) => {
        if (failure === undefined) return check;
        const { closestAt: _closest, causeAt: _cause, ...rest } = failure;
        return { ...check, failure: rest };
      }),
    })),
  };
}

test('a report of an older version is told with the names alone, to be run again on a target of that name', () => {
  const text = rewritten('console', older(reportOf([failedResult()])));
  const run = written(reporters.console, [failedResult()]);
  expect(text).toBe(run.replace(/^ *JIDs: .*\n/m, ''));
});

test('of a report of an older version it is not known what came before a check, so that nothing stands too early', () => {
  const [check] = resultsIn(older(reportOf([failedResult()])))[0]?.checks ?? [];
  expect(check).toHaveProperty('cause', undefined);
});

test('a target whose name a shell would obey is quoted', () => {
  const base = older(reportOf([failedResult()]));
  const text = rewritten('console', { ...base, target: { ...base.target, name: "x; rm -rf 'y'" } });
  expect(text).toContain(String.raw`rerun: xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t 'x; rm -rf '\''y'\'''`);
});

test('the page says that the JSON report holds no stanzas of passed cases', () => {
  const passed = makeResult('rfc6121/2.3/p', { transcript: [entry({ stanza: parseXml('<presence/>') })] });
  const text = wholePage(rewritten('html', reportOf([passed])));
  expect(text).toContain('>This page comes from a JSON report, which holds no stanzas of passed cases.</p>');
});

test('cases that did not run are told as in the run', () => {
  const told = { cases: [...results.map((result) => result.case), makeCase('rfc6121/2.3/left')] };
  const report = JSON.parse(written(reporters.json, results, told)) as RunData;
  for (const name of names) expect(rewritten(name, report)).toBe(written(reporters[name], results, told));
});

test('unclaimedStanzas are stanzas again', () => {
  const unclaimedStanzas = ['<message to="nobody@remote.test"/>'];
  const end = eventsIn(reportOf([], { unclaimedStanzas })).at(-1);
  expect(end).toEqual({
    ...runFinished([]),
    info: expect.anything(),
    unclaimedStanzas: unclaimedStanzas.map((text) => parseXml(text)),
  });
});

// A grid of three servers from reports made by hand: what each test of the grid looks at.

import type { CaseResult } from '../../model/result.ts';
import { federationOf } from '../../results/federation.ts';
import type { PairRun } from '../../results/pair-run.ts';
import { reportOn } from '../../results/written-report.test-kit.ts';
import { brokenResult, failedResult, makeResult, requirements } from '../report.test-kit.ts';

const met = (id: string) => ({ id, level: 'MUST' as const, verdict: 'passed' as const });
const warned = (id: string) => ({ id, level: 'SHOULD' as const, verdict: 'warned' as const });

/** The requirement that `failedResult` does not meet. */
export const RULE = 'rfc6121-2.3.3-c';

/** A case that passes and meets the rule. */
export const passed = (id = 'rfc6121/2.3/kept') => makeResult(id, { requirements: [met(RULE)] });

/** A run of `server` with users and `peer` with contacts. */
export function runOf(server: string, peer: string, results: readonly CaseResult[]): PairRun {
  const { target, ...report } = reportOn(results);
  const named = { ...target, name: server, software: server.toUpperCase(), version: '1.0' };
  return { server, peer, file: `${server}+${peer}`, report: { ...report, target: named }, obstacles: [] };
}

/** The run, with every check charged to a side. */
export function blamed({ report, ...run }: PairRun, side: 'A' | 'B' | 'pair', kind = 'sent'): PairRun {
  const results = report?.results.map((result) => {
    const checks = result.checks.map((check) => ({ ...check, blame: { side, kind } }));
    return { ...result, checks };
  });
  return { ...run, report: report && { ...report, results: results ?? [] } };
}

const both = (text: string) => ({ en: text, zh: text });

const unreached: PairRun = {
  ...runOf('a', 'c', [brokenResult('rfc6121/2.3/lost')]),
  obstacles: [
    {
      place: 'there',
      check: both('certificate'),
      text: both('the certificate of c has expired'),
      remedy: both('renew it'),
    },
    { place: 'back', check: both('ping'), text: both('no way to a') },
  ],
};

/** Nothing answers at c: neither alone nor with users there. */
const silent = (peer: string): PairRun => ({
  server: 'c',
  peer,
  file: `c+${peer}`,
  obstacles: [{ place: 'server', check: both('connection'), text: both('connection refused') }],
});

/** The runs: a and b meet the rule alone; a with b does not; a does not reach c; c does not answer; b with c was not played. */
export const RUNS: readonly PairRun[] = [
  runOf('a', 'a', [passed(), makeResult('rfc6121/2.3/idle', { outcome: 'skipped' })]),
  runOf('b', 'b', [passed()]),
  silent('c'),
  blamed(
    runOf('a', 'b', [
      passed(),
      failedResult(),
      makeResult('rfc6121/2.2/late', { outcome: 'warned', requirements: [warned('rfc6121-2.2-a')] }),
    ]),
    'B',
  ),
  unreached,
  blamed(runOf('b', 'a', [passed(), { ...failedResult(), knownFailure: 'bug 7' }]), 'pair'),
  silent('a'),
  silent('b'),
];

/** All of them in one grid. */
export const grid = federationOf(['a', 'b', 'c'], RUNS, requirements);

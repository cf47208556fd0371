// A failure of two servers in every report: which of them is at fault, and what each does alone.

import { expect, test } from 'vitest';
import type { Blame } from '../model/blame.ts';
import type { AloneResult, CaseResult } from '../model/result.ts';
import { ruleFindings } from '../results/findings/findings.ts';
import { eventsOf, serverNamesOf, withServers } from '../results/report-read.ts';
import { reportSchema } from '../results/report-schema.ts';
import { markupOf } from './html/packs.test-kit.ts';
import { failedResult, info, written } from './report.test-kit.ts';
import { reporters } from './reporters.test-kit.ts';

const AT_FAULT = 'server B is at fault: it answers this request of its own client itself';
const ONLY_IN_PAIR = 'only the pair shows it: each server passes alone';

/** A failed case whose failed checks blame B. */
function blamed(id: string, alone: readonly AloneResult[] = []): CaseResult {
  const result = failedResult(id);
  const checks = result.checks.map((check) =>
    check.failure === undefined ? check : { ...check, blame: { kind: 'answered', side: 'B' } as const },
  );
  return { ...result, checks, alone };
}

const passedAlone = (['A', 'B'] as const).map((side) => ({
  side,
  case: 'rfc6121/2.3/x',
  outcome: 'passed' as const,
  requirements: [],
}));
const departs: AloneResult = {
  side: 'A',
  case: 'rfc6121/2.3/x[remote]',
  outcome: 'failed',
  requirements: ['rfc6121-2.3.3-c'],
};

test.each(['console', 'markdown', 'junit', 'html', 'github'] as const)(
  'the %s report names the server at fault',
  (name) => {
    const text = written(reporters[name], [blamed('rfc6121/2.3/x[federated]')]);
    expect(name === 'html' ? markupOf(text) : text).toContain(AT_FAULT);
  },
);

const PEER = { name: 'jabberd2', software: 'jabberd2', version: '2.7.0', domain: 'peer.example' };

test.each(['console', 'markdown', 'junit', 'html', 'github'] as const)(
  'where the servers have names, the %s report calls neither of them A or B',
  (name) => {
    const pair = { ...info, peer: PEER };
    const federated = (id: string, blame: Blame): CaseResult => {
      const { checks, case: aCase, ...result } = failedResult(id);
      const blaming = checks.map((check) => (check.failure === undefined ? check : { ...check, blame }));
      const given = {
        ...result,
        checks: blaming,
        alone: [departs],
        case: { ...aCase, topology: 'federated' as const },
      };
      return withServers(given, serverNamesOf(pair));
    };
    const results = [
      federated('rfc6121/2.3/x[federated]', { kind: 'answered', side: 'B' }),
      federated('rfc6121/2.3/y[federated]', { kind: 'unseen', side: 'pair' }),
    ];
    const text = written(reporters[name], results, { info: pair });
    const shown = name === 'html' ? markupOf(text) : text;
    expect(shown).toContain('server jabberd2 is at fault');
    expect(shown).not.toMatch(/[Ss]ervers? [AB]\b|\bA or B\b|服务器 [AB]\b/);
  },
);

test('the page of a pair has both servers in its title and above it', () => {
  const text = written(reporters.html, [blamed('rfc6121/2.3/x[federated]')], { info: { ...info, peer: PEER } });
  const both = `${info.target.software} ${info.target.version} → jabberd2 2.7.0`;
  expect(text).toContain(`<title>${both}: `);
  expect(text).toContain(`<h1>${both}</h1>`);
});

test('a JUnit report has the side as a property', () => {
  expect(written(reporters.junit, [blamed('rfc6121/2.3/x[federated]')])).toContain(
    '<property name="blame" value="B"/>',
  );
});

test('a JSON report keeps the blame and the results of each server alone', () => {
  const text = written(reporters.json, [blamed('rfc6121/2.3/x[federated]', [departs])]);
  const [event] = eventsOf(reportSchema.parse(JSON.parse(text))).filter(({ type }) => type === 'run-finished');
  const [result] = event?.type === 'run-finished' ? event.results : [];
  expect(result?.checks.map(({ blame }) => blame)).toContainEqual({ kind: 'answered', side: 'B' });
  expect(result?.alone).toEqual([departs]);
});

test('a failure leads to the cases in which a server breaks the same rule alone', () => {
  const text = written(reporters.console, [blamed('rfc6121/2.3/x[federated]', [...passedAlone, departs])]);
  expect(text).toContain('server A breaks the same rule alone: rfc6121/2.3/x[remote] failed');
  expect(text).not.toContain(ONLY_IN_PAIR);
});

test('what only the pair shows is marked, and stands first', () => {
  const results = [blamed('rfc6121/2.3/a[federated]', [departs]), blamed('rfc6121/2.3/b[federated]', passedAlone)];
  expect(written(reporters.console, results)).toContain(ONLY_IN_PAIR);
  expect(ruleFindings(results).map(({ onlyInPair }) => onlyInPair)).toEqual([['rfc6121/2.3/b[federated]']]);
});

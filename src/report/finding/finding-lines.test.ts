import { expect, test } from 'vitest';
import type { FindingPart, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { ruleFindings } from '../../results/findings/findings.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, info, makeResult, place, requirements } from '../report.test-kit.ts';
import { summaryLines } from './finding-lines.ts';

const [approval, denial] = [parseXml('<presence type="subscribed"/>'), parseXml('<presence type="unsubscribed"/>')];

/** A case in which juliet sends a stanza and breaks this rule by what arrives. */
function breaking(requirement: string, sent: typeof approval, closest: typeof approval): CaseResult {
  const failure = { kind: 'unexpected', closest, allowed: [] } as const;
  return makeResult(`${requirement} ${sent.attrs['type']}`, {
    outcome: 'failed',
    checks: [{ place, session: 'romeo/orchard', requirements: [requirement], verdict: 'failed', failure }],
    requirements: [{ id: requirement, level: 'MUST', verdict: 'failed' }],
    transcript: [entry({ session: 'juliet/balcony', direction: 'sent', kind: 'step', stanza: sent })],
  });
}

function findingOf(result: CaseResult): RuleFinding {
  const [finding] = ruleFindings([result]);
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

/** What stands under `also` where these faults come of the first one. */
function alsoOf(results: readonly CaseResult[], also: readonly string[] = []): readonly string[] {
  const findings = results.map(findingOf);
  const parts = findings.flatMap((finding): readonly FindingPart[] => finding.parts);
  const finding = { ...(findings[0] as RuleFinding), parts, also };
  const lines = summaryLines(finding, { lang: 'en', requirements, rerun: info.rerun });
  return lines.filter(({ label }) => label === 'also').map(({ text }) => text);
}

test('a further rule that is broken after another act names the act', () => {
  const [first, same, other] = alsoOf([
    breaking('r1', approval, approval),
    breaking('r2', approval, denial),
    breaking('r3', denial, denial),
  ]);
  expect(first).toMatch(/^r2: romeo\/orchard receives <presence type="unsubscribed">/);
  expect(same).toMatch(/^r3: juliet\/balcony sends <presence type="unsubscribed">: romeo\/orchard receives/);
  expect(other).toBeUndefined();
});

test('beyond two further rules, the others stand by their ids, without the rule of the finding', () => {
  const rules = ['r1', 'r2', 'r3', 'r5', 'r4'].map((rule) => breaking(rule, approval, approval));
  expect(alsoOf([...rules, breaking('r1', denial, denial)]).at(-1)).toBe('2 further rules: r4, r5');
});

test('the rules that the same stanzas depart from have a line of their own', () => {
  const lines = alsoOf([breaking('r1', approval, approval), breaking('r2', approval, approval)], ['r2', 'r3', 'r4']);
  expect(lines).toEqual(['r2: 1 case, r2 subscribed', 'the same stanzas depart from: r3; r4']);
});

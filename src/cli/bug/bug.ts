// What `xmppspec bug` writes.

import type { Language } from '../../model/event.ts';
import type { Finding } from '../../model/finding.ts';
import type { RunInfo } from '../../model/run.ts';
import type { Requirement } from '../../model/standard.ts';
import { findingInShort } from '../../report/finding/finding-text.ts';
import { issueText } from '../../report/issue/issue.ts';
import type { Published } from '../../report/issue/reproduce-part.ts';
import { createPaint } from '../../report/text/paint.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { wantsColor } from '../terminal/terminal.ts';
import { findFinding } from './find-finding.ts';
import { hideDomains, reproductionOf } from './reproduction.ts';

export const BUG = catalogue(
  { none: 'the report has no finding that breaks a rule' },
  { none: '报告中没有违反要求的问题' },
);

interface BugOptions {
  readonly report: Pick<RunInfo, 'tool' | 'target' | 'peer' | 'rerun' | 'startedAt'>;
  readonly findings: readonly Finding[];
  /** The catalogue, and those of the report. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly lang: Language;
  readonly published: Published;
}

/** The findings that break a rule, the weightiest first, one a line. */
export function listText({ report, findings, requirements, lang }: Omit<BugOptions, 'published'>): string {
  const rules = findings.filter((finding) => finding.kind === 'rule');
  if (rules.length === 0) return `${BUG[lang].none}\n`;
  const context = { lang, requirements, rerun: report.rerun, paint: createPaint(wantsColor()) };
  return rules.map((finding, at) => findingInShort(finding, at + 1, context)).join('');
}

/** The finding as an issue. Throws `UsageError` where the key names none. */
export function bugText({ report, findings, requirements, lang, published }: BugOptions, wanted: string): string {
  const finding = findFinding(findings, wanted);
  return issueText(finding, {
    lang,
    requirements,
    info: report,
    reproduction: reproductionOf(report, finding.example.result),
    published,
    hide: hideDomains(report),
  });
}

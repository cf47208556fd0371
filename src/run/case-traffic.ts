// What arrived in a case beside what its steps are about.

import type { CaseResult } from '../model/result.ts';
import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import type { CaseContext } from './case-context.ts';
import type { Judgement } from './judge/judge.ts';

/** Marks in the transcript what no expectation names and no rule forbids, and keeps it for the reports. */
export function markTraffic({ setAside, unexplained }: Judgement, { sessions, traffic }: CaseContext): void {
  for (const { stanza, module } of setAside) sessions.transcript.mark([stanza], 'ambient', module);
  const stanzas = unexplained.map(({ stanza }) => stanza);
  sessions.transcript.mark(stanzas, 'unexplained');
  traffic.unexplained.push(...unexplained);
  traffic.modules.push(...setAside.flatMap(({ module }) => module ?? []));
}

/** What the sessions of the case have sent, in its setup and in its steps. */
export function sentIn({ entries }: CaseTranscript): readonly XmlElement[] {
  const isSent = ({ direction, kind }: TranscriptEntry) =>
    direction === 'sent' && (kind === 'step' || kind === 'setup');
  return entries.flatMap((entry) => (isSent(entry) ? (entry.stanza ?? []) : []));
}

/** The traffic of the case as its result keeps it. */
export function trafficOf({
  traffic: { unexplained, modules },
}: CaseContext): Pick<CaseResult, 'unexplained' | 'moduleTraffic'> {
  const names = [...new Set(modules)].sort();
  const count = (module: string) => modules.filter((one) => one === module).length;
  return {
    ...(unexplained.length > 0 && { unexplained }),
    ...(names.length > 0 && { moduleTraffic: Object.fromEntries(names.map((name) => [name, count(name)])) }),
  };
}

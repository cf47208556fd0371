import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';

/** What the sessions of the case have sent, in its setup and in its steps. */
export function sentIn({ entries }: CaseTranscript): readonly XmlElement[] {
  const isSent = ({ direction, kind }: TranscriptEntry) =>
    direction === 'sent' && (kind === 'step' || kind === 'setup');
  return entries.flatMap((entry) => (isSent(entry) ? (entry.stanza ?? []) : []));
}

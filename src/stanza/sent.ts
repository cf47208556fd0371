// What a case has sent, in its transcript, and which addresses that names. Pure.

import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { serialize } from './serialize.ts';

/** Whether a session of the case has sent it, in its setup or in its steps. */
export const isSent = ({ direction, kind }: TranscriptEntry): boolean =>
  direction === 'sent' && (kind === 'step' || kind === 'setup');

/** What the sessions of the case have sent, in its setup and in its steps. */
export const sentIn = ({ entries }: CaseTranscript): readonly XmlElement[] =>
  entries.flatMap((entry) => (isSent(entry) ? (entry.stanza ?? []) : []));

/**
 * Tells whether the case names an address: whether it is one of `jids` or stands in a stanza that was sent. Where a stanza holds other characters than
 * ASCII, stringprep may have changed an address: then every address may be ours.
 */
export function namesOf(entries: readonly TranscriptEntry[], jids: Iterable<string>): (jid: string) => boolean {
  let sent: string | undefined;
  const known = new Set([...jids].map((jid) => jid.toLowerCase()));
  return (jid) => {
    if (known.has(jid.toLowerCase())) return true;
    sent ??= entries
      .map(({ direction, stanza }) => (direction === 'sent' && stanza ? serialize(stanza) : ''))
      .join('\n');
    return !isAscii(sent) || sent.toLowerCase().includes(jid.toLowerCase());
  };
}

/** Without the printable characters of ASCII nothing is left. */
export const isAscii = (text: string): boolean => /^[\n\r\t -~]*$/.test(text);

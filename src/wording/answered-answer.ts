import type { TranscriptEntry } from '../model/session.ts';

/** Whether an entry is an IQ result or error that answers an automatic answer of the session (RFC 6120 8.2.3). */
export function isAnsweredAnswer({
  kind,
  direction,
  stanza,
}: Pick<TranscriptEntry, 'kind' | 'direction' | 'stanza'>): boolean {
  const type = stanza?.attrs['type'];
  return kind === 'auto' && direction === 'received' && (type === 'result' || type === 'error');
}

import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { foldTranscript } from './transcript-lines.ts';

const entry = (changes: Partial<TranscriptEntry>): TranscriptEntry => ({
  ...{ atMs: 0, session: 'juliet/balcony', direction: 'sent', kind: 'step', stanza: parseXml('<message/>') },
  ...changes,
});
const cut = entry({ direction: 'note', kind: 'ambient', stanza: undefined, note: { kind: 'streams-cut' } });
const kinds = (entries: readonly TranscriptEntry[]) => foldTranscript(entries)?.map(({ kind }) => kind);

test('the steps begin with the first one that acts, also on the servers', () => {
  expect(kinds([entry({ kind: 'setup' }), cut, entry({})])).toEqual(['setup', 'entry', 'entry']);
});

test('a cut parts the fences before and after it', () => {
  const fence = [entry({ kind: 'fence' }), entry({ kind: 'fence', direction: 'received' })];
  expect(kinds([entry({}), ...fence, cut, ...fence])).toEqual(['entry', 'fence', 'entry', 'fence']);
});

test('a case that ended during setup has no steps', () => {
  expect(kinds([entry({ kind: 'setup' })])).toBeUndefined();
});

import { expect, test } from 'vitest';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import { messageCase, place } from './fake-session.test-kit.ts';
import { PackedTranscripts } from './kept.ts';
import { emptyResult } from './look.ts';

const roster = parseXml(
  '<iq type="result"><query xmlns="jabber:iq:roster"><item jid="a@b" __proto__="x"/></query></iq>',
);

function resultWith(entries: readonly TranscriptEntry[], checks: readonly CheckResult[] = []): CaseResult {
  const reason = { kind: 'not-run' } as const;
  const empty = emptyResult(messageCase({ sessions: [] }), { outcome: 'failed', reason, began: 0 });
  return { ...empty, checks, transcript: { entries } };
}

const received = (xml: string, atMs = 1.25): TranscriptEntry => ({
  atMs,
  session: 'juliet/balcony',
  direction: 'received',
  kind: 'step',
  stanza: parseXml(xml),
});

test('a packed transcript unpacks to the same entries', () => {
  const transcripts = new PackedTranscripts();
  const ended = { kind: 'ended', cause: { kind: 'stream-error', condition: '\ud800\u0000"' } } as const;
  const note = { atMs: 2, session: 'a', direction: 'note', kind: 'setup', note: ended } as const;
  const entries = [received('<message id="1"><body>你好\u202e</body></message>'), note, { ...note, stanza: roster }];
  const { transcript } = transcripts.pack(resultWith(entries));
  transcripts.pack(resultWith([received('<presence/>')]));
  expect(transcript.entries).not.toBe(entries);
  expect(transcript.entries).toEqual(entries);
  expect(transcript.entries).toBe(transcript.entries);
});

test('the stanza that holds the element at fault of a failure stays the same object', () => {
  const transcripts = new PackedTranscripts();
  const query = roster.children[0];
  const closest = typeof query === 'object' ? query : roster;
  const failure = { kind: 'unexpected', closest, allowed: [] } as const;
  const check: CheckResult = { place, session: 'juliet/balcony', requirements: [], verdict: 'failed', failure };
  const twin = parseXml('<iq type="result"/>');
  const { transcript } = transcripts.pack(
    resultWith(
      [
        { ...received('<a/>'), stanza: twin },
        { ...received('<a/>'), stanza: roster },
      ],
      [check],
    ),
  );
  transcripts.pack(resultWith([received('<presence/>')]));
  expect(transcript.entries[1]?.stanza).toBe(roster);
  expect(transcript.entries[0]?.stanza).toEqual(twin);
});

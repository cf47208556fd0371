import { expect, test } from 'vitest';
import type { TrafficKind } from '../model/session.ts';
import { element, NS } from '../stanza/xml.ts';
import { Transcript } from './transcript.ts';

const message = (body = '') => element('message', NS.client, {}, [body]);

function recorded(count: number, { kind = 'step', body = '' }: { kind?: TrafficKind; body?: string }) {
  const transcript = new Transcript();
  transcript.begin();
  for (let at = 0; at < count; at += 1)
    transcript.record('juliet/balcony', { direction: 'received', kind, stanza: message(body) });
  return transcript;
}

test('a transcript keeps 500 stanzas of the server and counts the others in one note', () => {
  const { entries } = recorded(5000, {});
  expect(entries).toHaveLength(501);
  expect(entries.at(-1)).toMatchObject({ direction: 'note', note: { kind: 'left-out', count: 4500, stanzas: 500 } });
});

test('a transcript keeps 2 MiB of stanzas of the server', () => {
  const { entries } = recorded(10, { body: 'x'.repeat(1024 * 1024) });
  expect(entries).toHaveLength(2);
  expect(entries.at(-1)?.note).toMatchObject({ kind: 'left-out', count: 9 });
});

test('a transcript that is full still records what the case sends, notes, and answers to a fence', () => {
  const transcript = recorded(501, { kind: 'auto' });
  transcript.record('juliet/balcony', { direction: 'sent', kind: 'step', stanza: message() });
  transcript.record('juliet/balcony', { direction: 'received', kind: 'fence', stanza: message() });
  transcript.record('juliet/balcony', { direction: 'note', kind: 'step', note: { kind: 'late', count: 1 } });
  expect(transcript.entries).toHaveLength(501 + 3);
});

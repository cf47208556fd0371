import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, failedResult } from '../report.test-kit.ts';
import { createRename } from '../text/names.ts';
import { createPaint } from '../text/paint.ts';
import { transcriptLines } from './transcript-lines.ts';

const jids = { juliet: 'j.1@localhost', 'juliet/balcony': 'j.1@localhost/balcony' };
const draw = (transcript: readonly TranscriptEntry[], trace = false) =>
  transcriptLines(transcript, {
    rename: createRename(jids),
    paint: createPaint(false),
    trace,
    lang: 'en',
    isMarked: () => false,
  }).join('\n');

const sent = entry({ direction: 'sent', stanza: parseXml('<presence/>') });
const ping = entry({ direction: 'sent', kind: 'fence', stanza: parseXml('<iq type="get" id="f"/>') });
const pong = entry({ kind: 'fence', stanza: parseXml('<iq type="result" id="f"/>') });

test('folds setup to a count and a fence to one line', () => {
  expect(draw(failedResult().transcript.entries)).toMatchInlineSnapshot(`
    "       3 ms  setup                     1 stanza, shown with --trace
          12 ms  juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
          13 ms  server -> juliet/balcony  <iq type="result" id="bad.k3" to="juliet-k3@localhost/balcony"/>
          14 ms  pings"
  `);
});

test('with --trace shows every stanza', () => {
  expect(draw(failedResult().transcript.entries, true)).toMatchInlineSnapshot(`
    "       0 ms  juliet/balcony            connected as juliet-k3@localhost/balcony  (setup)
           3 ms  juliet/balcony -> server  <presence/>  (setup)
          12 ms  juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
          12 ms  juliet/balcony -> server  <iq type="get" id="fence-1.k3" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>  (ping)
          13 ms  server -> juliet/balcony  <iq type="result" id="bad.k3" to="juliet-k3@localhost/balcony"/>
          14 ms  server -> juliet/balcony  <iq type="result" id="fence-1.k3"/>  (ping)"
  `);
});

test('shows a case that ended during setup in full', () => {
  const setup = entry({ kind: 'setup', direction: 'note', note: { kind: 'connected', jid: 'j.1@localhost/balcony' } });
  expect(draw([setup])).toMatchInlineSnapshot(
    `"       0 ms  juliet/balcony  connected as \${juliet/balcony}  (setup)"`,
  );
});

test('puts what arrives during a fence before it, and gives each action its own fence', () => {
  const push = entry({ stanza: parseXml('<message/>') });
  const lines = draw([sent, ping, push, pong, ping, pong, sent, ping, pong]).split('\n');
  expect(lines.map((line) => line.split(' ms  ')[1]?.replace(/ {2,}/, ' '))).toEqual([
    'juliet/balcony -> server <presence/>',
    'server -> juliet/balcony <message/>',
    'pings',
    'juliet/balcony -> server <presence/>',
    'pings',
  ]);
});

test('names the session whose ping was lost', () => {
  expect(draw([sent, ping])).toContain('pings                     no answer to the ping of juliet/balcony');
});

test('replaces the JIDs of sessions by their names, and no other text', () => {
  const rename = createRename(jids);
  expect(rename('j.1@localhost/balcony')).toBe('${juliet/balcony}');
  expect(rename('to "j.1@localhost"')).toBe('to "${juliet}"');
  expect(rename('j.1@localhost/attic')).toBe('${juliet}/attic');
  expect(rename('jj.1@localhost j.1@localhost.org jx1@localhost')).toBe(
    'jj.1@localhost j.1@localhost.org jx1@localhost',
  );
});

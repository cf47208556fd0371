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

test('setting up is folded to a count and a fence to one line', () => {
  expect(draw(failedResult().transcript)).toMatchInlineSnapshot(`
    "       3 ms  setting up                1 stanza, shown with --trace
          12 ms  juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
          13 ms  server -> juliet/balcony  <iq type="result" id="bad.k3" to="juliet-k3@localhost/balcony"/>
          14 ms  fence"
  `);
});

test('with trace every stanza is shown', () => {
  expect(draw(failedResult().transcript, true)).toMatchInlineSnapshot(`
    "       0 ms  juliet/balcony            connected as juliet-k3@localhost/balcony  (setting up)
           3 ms  juliet/balcony -> server  <presence/>  (setting up)
          12 ms  juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
          12 ms  juliet/balcony -> server  <iq type="get" id="fence-1.k3" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>  (fence)
          13 ms  server -> juliet/balcony  <iq type="result" id="bad.k3" to="juliet-k3@localhost/balcony"/>
          14 ms  server -> juliet/balcony  <iq type="result" id="fence-1.k3"/>  (fence)"
  `);
});

test('a case that never got beyond setting up is shown whole', () => {
  const setup = entry({ kind: 'setup', direction: 'note', note: { kind: 'connected', jid: 'j.1@localhost/balcony' } });
  expect(draw([setup])).toMatchInlineSnapshot(
    `"       0 ms  juliet/balcony  connected as \${juliet/balcony}  (setting up)"`,
  );
});

test('what arrives during a fence stands before it, and each cause has a fence of its own', () => {
  const push = entry({ stanza: parseXml('<message/>') });
  const lines = draw([sent, ping, push, pong, ping, pong, sent, ping, pong]).split('\n');
  expect(lines.map((line) => line.split(' ms  ')[1]?.replace(/ {2,}/, ' '))).toEqual([
    'juliet/balcony -> server <presence/>',
    'server -> juliet/balcony <message/>',
    'fence',
    'juliet/balcony -> server <presence/>',
    'fence',
  ]);
});

test('a fence that did not come back says whose ping was lost', () => {
  expect(draw([sent, ping])).toContain('fence                     lost: no answer to the ping of juliet/balcony');
});

test('JIDs become the names of who has them, and no others', () => {
  const rename = createRename(jids);
  expect(rename('j.1@localhost/balcony')).toBe('${juliet/balcony}');
  expect(rename('to "j.1@localhost"')).toBe('to "${juliet}"');
  expect(rename('j.1@localhost/attic')).toBe('${juliet}/attic');
  expect(rename('jj.1@localhost j.1@localhost.org jx1@localhost')).toBe(
    'jj.1@localhost j.1@localhost.org jx1@localhost',
  );
});

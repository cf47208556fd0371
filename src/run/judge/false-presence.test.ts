import { expect, test } from 'vitest';
import type { Case } from '../../model/case.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { messageCase } from '../fake-session.test-kit.ts';
import { type Doings, presenceFault } from './false-presence.ts';

const session = (ref: string) => ({ ref, resource: ref, roster: true, answers: true, atStart: true });
const actor = (name: string, ...refs: readonly string[]) => ({
  name,
  account: 'fresh',
  isRemote: false,
  sessions: refs.map((ref) => session(`${name}/${ref}`)),
});
const aCase: Case = { ...messageCase({}), actors: [actor('juliet', 'balcony', 'chamber'), actor('romeo', 'orchard')] };
const NAMES = ['juliet', 'juliet/balcony', 'juliet/chamber', 'romeo', 'romeo/orchard'];
const jids = new Map(NAMES.map((name) => [name, name.replace(/^\w+/, '$&@a')]));

const entry = (name: string, direction: TranscriptEntry['direction'], xml: string): TranscriptEntry => ({
  atMs: 0,
  session: name,
  direction,
  kind: 'step',
  stanza: parseXml(xml),
});
const sent = (name: string, xml: string) => entry(name, 'sent', xml);
const connected = (name: string): TranscriptEntry => ({
  atMs: 0,
  session: name,
  direction: 'note',
  kind: 'setup',
  note: { kind: 'connected', jid: jids.get(name) ?? '' },
});
const ended = (name: string): TranscriptEntry => ({
  ...connected(name),
  note: { kind: 'ended', cause: { kind: 'stream-closed-by-client' } },
});
const subscribed = entry(
  'juliet/balcony',
  'received',
  '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@a" subscription="from"/></query></iq>',
);
const bothThere = ['balcony', 'chamber'].flatMap((name) => [
  connected(`juliet/${name}`),
  sent(`juliet/${name}`, '<presence/>'),
]);

/** What is wrong with presence that arrives at romeo in the step that follows `before`, after `now`. */
function faultOf(
  xml: string,
  before: readonly TranscriptEntry[],
  now: readonly TranscriptEntry[] = [],
  more?: Partial<Doings>,
) {
  const stanza = parseXml(xml);
  const arrived = { ...entry('romeo/orchard', 'received', '<presence/>'), stanza };
  const entries = [...before, ...now, arrived];
  const doings = { case: aCase, entries, since: before.length, jids, unprovenEnds: new Set<string>(), ...more };
  return presenceFault({ session: 'romeo/orchard', stanza, count: 1 }, doings);
}

const chamberGone = '<presence type="unavailable" from="juliet@a/chamber"/>';
const chamberHere = '<presence from="juliet@a/chamber"/>';
const isFalse = (isAvailable: boolean) => ({
  requirement: 'rfc6121-11-c',
  fault: { kind: 'false-presence', session: 'juliet/chamber', isAvailable },
});

test('unavailable presence of a resource that is there is false when another one goes', () => {
  const now = [sent('juliet/balcony', '<presence type="unavailable"/>')];
  expect(faultOf(chamberGone, [...bothThere, subscribed], now)).toEqual(isFalse(true));
});

test('unavailable presence of the account is false while one of its resources is there', () => {
  const now = [sent('juliet/balcony', '<presence type="unavailable"/>')];
  expect(faultOf('<presence type="unavailable" from="juliet@a"/>', [...bothThere, subscribed], now)).toEqual(
    isFalse(true),
  );
});

test.each<[string, readonly TranscriptEntry[], readonly TranscriptEntry[]]>([
  ['it is gone', [], [sent('juliet/chamber', '<presence type="unavailable"/>')]],
  [
    'it was gone before, and the news may be late',
    [sent('juliet/chamber', '<presence type="unavailable"/>'), sent('juliet/chamber', '<presence/>')],
    [],
  ],
  ['its stream has ended', [], [ended('juliet/chamber')]],
  ['it told so itself', [sent('juliet/chamber', '<presence type="unavailable" to="romeo@a"/>')], []],
  ['the subscription is cancelled', [], [sent('juliet/balcony', '<presence type="unsubscribed" to="romeo@a"/>')]],
  ['the subscriber ends it', [], [sent('romeo/orchard', '<presence type="unsubscribe" to="juliet@a"/>')]],
  ['the subscriber probes', [], [sent('romeo/orchard', '<presence type="probe" to="juliet@a"/>')]],
  ['the contact is removed', [], [sent('juliet/balcony', '<iq type="set"><query xmlns="jabber:iq:roster"/></iq>')]],
])('unavailable presence is not false where %s', (_, before, now) => {
  expect(faultOf(chamberGone, [...bothThere, subscribed, ...before], now)).toBeUndefined();
});

test('nothing is false or leaked where streams are cut or servers restart', () => {
  const steps = [{ kind: 'network', change: 'cut', ends: [], place: aCase.steps[0]!.place }] as const;
  expect(faultOf(chamberGone, [...bothThere, subscribed], [], { case: { ...aCase, steps } })).toBeUndefined();
});

test('available presence is false of a resource that never was, or that the receiver has seen go', () => {
  expect(faultOf(chamberHere, [connected('juliet/chamber'), subscribed])).toEqual(isFalse(false));
  const gone = [
    sent('juliet/chamber', '<presence type="unavailable"/>'),
    entry('romeo/orchard', 'received', chamberGone),
  ];
  expect(faultOf(chamberHere, [...bothThere, subscribed, ...gone])).toEqual(isFalse(false));
});

test('available presence is not false of a resource whose end the receiver or the server may not know', () => {
  const gone = sent('juliet/chamber', '<presence type="unavailable"/>');
  expect(faultOf(chamberHere, [...bothThere, subscribed, gone])).toBeUndefined();
  expect(faultOf(chamberHere, [subscribed], [], { unprovenEnds: new Set(['juliet/chamber']) })).toBeUndefined();
});

const told = entry('romeo/orchard', 'received', chamberGone);

test.each<[string, readonly TranscriptEntry[]]>([
  [
    'has cancelled, been asked and approved again',
    [
      sent('juliet/balcony', '<presence type="unsubscribed" to="romeo@a"/>'),
      told,
      sent('romeo/orchard', '<presence type="subscribe" to="juliet@a"/>'),
      sent('juliet/balcony', '<presence type="subscribed" to="romeo@a"/>'),
    ],
  ],
  [
    'has directed unavailable presence to him, and he probes',
    [
      sent('juliet/chamber', '<presence type="unavailable" to="romeo@a"/>'),
      told,
      sent('romeo/orchard', '<presence type="probe" to="juliet@a"/>'),
    ],
  ],
  [
    'has directed unavailable presence to him, and his server probes for another resource',
    [sent('juliet/chamber', '<presence type="unavailable" to="romeo@a"/>'), told],
  ],
])('available presence is not false of a resource that is there, whose user %s', (_, before) => {
  expect(faultOf(chamberHere, [...bothThere, subscribed, ...before])).toBeUndefined();
});

test('available presence is not false where the news that the resource went came in the same step', () => {
  const before = [...bothThere, subscribed, sent('juliet/chamber', '<presence type="unavailable"/>')];
  expect(faultOf(chamberHere, before, [told])).toBeUndefined();
});

test('available presence of a resource that went is not false while the subscription changes', () => {
  const before = [...bothThere, subscribed, sent('juliet/chamber', '<presence type="unavailable"/>'), told];
  const now = [sent('juliet/balcony', '<presence type="subscribed" to="romeo@a"/>')];
  expect(faultOf(chamberHere, before, now)).toBeUndefined();
  expect(faultOf(chamberHere, [...bothThere, subscribed, ended('juliet/chamber'), told])).toEqual(isFalse(false));
});

test('available presence of the account is false only where none of its resources is there', () => {
  const here = '<presence from="juliet@a"/>';
  const nobody = ['balcony', 'chamber'].map((name) => connected(`juliet/${name}`));
  expect(faultOf(here, [...nobody, subscribed])?.requirement).toBe('rfc6121-11-c');
  expect(faultOf(here, [...nobody, subscribed, sent('juliet/balcony', '<presence/>')])).toBeUndefined();
});

test('presence of the account is no leak where one of its resources has directed presence there', () => {
  const directed = sent('juliet/balcony', '<presence to="romeo@a"/>');
  const now = [sent('juliet/balcony', '<presence type="unavailable"/>')];
  expect(faultOf('<presence type="unavailable" from="juliet@a"/>', [...bothThere, directed], now)).toBeUndefined();
});

test('presence is no leak to somebody whom the roster shows as a subscriber without a push', () => {
  const roster = entry(
    'juliet/balcony',
    'received',
    '<iq type="result"><query xmlns="jabber:iq:roster"><item jid="romeo@a" subscription="both"/></query></iq>',
  );
  expect(faultOf(chamberHere, [...bothThere, roster])).toBeUndefined();
});

test('unavailable presence is not false of a resource whose presence the server refused', () => {
  const refused = entry('juliet/chamber', 'received', '<presence type="error"/>');
  expect(faultOf(chamberGone, [...bothThere, refused, subscribed])).toBeUndefined();
});

test('presence for somebody who is not subscribed is a leak', () => {
  const leak = { requirement: 'rfc6121-11-b', fault: { kind: 'leaked-presence', session: 'juliet/chamber' } };
  expect(faultOf(chamberHere, bothThere)).toEqual(leak);
  expect(faultOf(chamberGone, bothThere)).toEqual(leak);
});

test.each<[string, TranscriptEntry]>([
  ['has directed presence', sent('juliet/chamber', '<presence to="romeo@a/orchard"/>')],
  ['has asked for it', sent('romeo/orchard', '<presence type="subscribe" to="juliet@a"/>')],
  [
    'has been approved, which the roster may not show yet',
    sent('juliet/balcony', '<presence type="subscribed" to="romeo@a"/>'),
  ],
])('presence is no leak to somebody who %s', (_, before) => {
  expect(faultOf(chamberHere, [...bothThere, before])).toBeUndefined();
});

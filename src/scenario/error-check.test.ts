// The short form of an error.

import { expect, test } from 'vitest';
import type { ExpectStep } from '../model/step.ts';
import { match } from '../stanza/match.ts';
import { serialize } from '../stanza/serialize.ts';
import { parseXml } from '../stanza/xml.ts';
import { mistakesIn, parse, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';

function error(inside: string, beside = ''): ExpectStep {
  const text = withSteps(`  - expect: { juliet/balcony: [ { error: { ${inside} }, proves: ${ID}${beside} } ] }`);
  expect(mistakesIn(text)).toBe('');
  return parse(text).cases[0]!.steps.find((step): step is ExpectStep => step.kind === 'expect')!;
}

const patterns = (step: ExpectStep) => step.sessions.flatMap((s) => s.receives.map((c) => serialize(c.pattern)));
const further = (step: ExpectStep) =>
  step.sessions[0]?.receives[0]?.further.map(({ pattern, proves }) => [serialize(pattern), ...proves]);

test('reads a short error as a pattern, with checks of their own for the type and the sender', () => {
  const step = error('condition: not-acceptable, id: a, from: "${juliet}"');
  expect(patterns(step)).toEqual([
    '<iq type="error" id="a"><error><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
  ]);
  expect(further(step)).toEqual([
    ['<iq type="error"><error type="modify"/></iq>', 'rfc6120-8.3.3.9-a'],
    ['<iq from="${juliet}"/>', 'rfc6120-8.3.1-b'],
  ]);
});

test('keeps the sender in the pattern of an error that no id identifies', () => {
  const step = error('condition: conflict, from: "${juliet}"');
  expect(patterns(step)).toEqual([
    '<iq type="error" from="${juliet}"><error><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
  ]);
  expect(further(step)).toEqual([]);
});

test.each([
  [
    'condition: forbidden, type: auth|cancel',
    '',
    [['<iq type="error"><error type="${oneof:auth|cancel}"/></iq>', 'rfc6120-8.3.3.4-a']],
  ],
  ['condition: any', '', []],
  ['condition: conflict', '', []],
  ['condition: conflict', `, typeProves: ${ID}`, [['<iq type="error"><error type="cancel"/></iq>', ID]]],
  [
    'condition: any, kind: message, type: wait',
    `, typeProves: ${ID}`,
    [['<message type="error"><error type="wait"/></message>', ID]],
  ],
])('reads the type of an error with %s%s', (inside, beside, expected) => {
  expect(further(error(inside, beside))).toEqual(expected);
});

const NO_BINDINGS = { fixed: new Map<string, string>(), captures: new Map<string, string>() };

test('matches either of two conditions and no other', () => {
  const pattern = error('condition: gone|conflict').sessions[0]!.receives[0]!.pattern;
  const answer = (condition: string) =>
    parseXml(`<iq type="error"><error><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
  const matches = ['gone', 'conflict', 'redirect'].map((c) => match(pattern, answer(c), NO_BINDINGS).matches);
  expect(matches).toEqual([true, true, false]);
});

test('matches any condition and type that it captures, and later only the same', () => {
  const pattern = error('condition: "${capture:why}", type: "${capture:kind}"').sessions[0]!.receives[0]!.pattern;
  const answer = (type: string, conditions: string) =>
    parseXml(`<iq type="error"><error type="${type}">${conditions}</error></iq>`);
  const named = (name: string) => `<${name} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>`;
  const first = match(pattern, answer('auth', named('text') + named('forbidden')), NO_BINDINGS);
  const captures = first.matches ? first.captures : new Map();
  expect([...captures]).toEqual([
    ['kind', 'auth'],
    ['why', 'forbidden'],
  ]);
  const later = (type: string, name: string) =>
    match(pattern, answer(type, named(name)), { fixed: new Map(), captures });
  expect(later('auth', 'forbidden').matches).toBe(true);
  expect(later('auth', 'not-allowed').matches).toBe(false);
  expect(later('cancel', 'forbidden').matches).toBe(false);
  expect(match(pattern, answer('auth', named('text')), NO_BINDINGS).matches).toBe(false);
});

// What a later step uses is captured on every path on which the case goes on.

import { expect, test } from 'vitest';
import { mistakesIn, withSteps } from './standards.test-kit.ts';

const MUST = 'rfc6121-2.3.2-b';
const SHOULD = 'rfc6121-2.6.3-j';
const CAPTURED = '<iq id="${capture:v}"/>';
const ANY = '<iq/>';
const check = (stanza: string, proves = MUST, further = '') => `{ stanza: '${stanza}', proves: ${proves}${further} }`;
const and = (stanza: string, proves = MUST) => `, and: [${check(stanza, proves)}]`;
const receive = (...checks: readonly string[]) => `  - expect: { juliet/balcony: [${checks.join(', ')}] }`;
const oneOf = (...outcomes: readonly string[]) => `  - expect: { oneOf: { ${outcomes.join(', ')} } }`;
const outcome = (name: string, stanza: string, beside = '') =>
  `${name}: { ${beside}juliet/balcony: [${check(stanza)}] }`;
const USE = `  - send: { from: juliet/balcony, stanza: '<iq id="\${v}"/>' }\n${receive(check('<iq type="result"/>'))}`;
const UNSURE =
  '${v} may have no value here: the stanza that it is captured from need not come; capture it in a check of a MUST, and in every outcome of "oneOf" without "ends"';
const AT_USE = `x.yaml:5:52 ${UNSURE}`;

test.each([
  ['a check of a SHOULD', receive(check(CAPTURED, SHOULD))],
  ['a stanza that may come', `  - expect: { juliet/balcony: { receives: [], may: ['${CAPTURED}'], proves: ${MUST} } }`],
  ['one of several outcomes', oneOf(outcome('a', CAPTURED), outcome('b', ANY))],
  [
    'all outcomes but one that violates a SHOULD',
    oneOf(outcome('a', CAPTURED), outcome('b', ANY, `violates: ${SHOULD}, `)),
  ],
  ['an outcome that ends the case', oneOf(outcome('a', CAPTURED, 'ends: true, '), outcome('b', ANY))],
  ['a further pattern of a SHOULD', receive(check(ANY, MUST, and(CAPTURED, SHOULD)))],
  ['a further pattern of a stanza that only a SHOULD demands', receive(check(ANY, SHOULD, and(CAPTURED)))],
  [
    'a feature of a SHOULD',
    `  - features: { of: juliet/balcony, has: '<c node="\${capture:v}"/>', proves: ${SHOULD} }`,
  ],
  [
    'a feature that must be absent',
    `  - features: { of: juliet/balcony, lacks: '<c node="\${capture:v}"/>', proves: ${MUST} }`,
  ],
  [
    'the sender of an error with an id',
    `  - expect: { juliet/balcony: [{ error: { id: a, condition: any, from: '\${capture:v}' }, proves: ${MUST} }] }`,
  ],
])('refuses the use of what comes from %s', (_, step) => {
  expect(mistakesIn(withSteps(`${step}\n${USE}`))).toBe(AT_USE);
});

test.each([
  ['another outcome', oneOf(outcome('a', CAPTURED), outcome('b', '<iq id="${v}"/>')), UNSURE],
  ['an earlier check of a SHOULD', receive(check(CAPTURED, SHOULD), check('<iq id="${v}"/>')), UNSURE],
  [
    'a further pattern of the same step',
    receive(check(ANY, MUST, and(CAPTURED)), check('<iq id="${v}"/>')),
    '${v} is used before a pattern captures it',
  ],
])('refuses the use of what comes from %s in a pattern', (_, step, message) => {
  expect(mistakesIn(withSteps(step)).replace(/^x\.yaml:4:\d+ /, '')).toBe(message);
});

test.each([
  ['a check of a MUST', receive(check(CAPTURED))],
  ['a check of a MUST and a SHOULD', receive(check(CAPTURED, `[${SHOULD}, ${MUST}]`))],
  ['every outcome', oneOf(outcome('a', CAPTURED), outcome('b', CAPTURED))],
  ['every outcome that violates no MUST', oneOf(outcome('a', CAPTURED), outcome('b', ANY, `violates: ${MUST}, `))],
  ['every outcome that does not end the case', oneOf(outcome('a', CAPTURED), outcome('b', ANY, 'ends: true, '))],
  ['a further pattern', receive(check(ANY, MUST, and(CAPTURED)))],
  ['a feature', `  - features: { of: juliet/balcony, has: '<c node="\${capture:v}"/>', proves: ${MUST} }`],
])('accepts the use of what comes from %s', (_, step) => {
  expect(mistakesIn(withSteps(`${step}\n${USE}`))).toBe('');
});

test('a value that may be captured twice is compared, not used', () => {
  expect(mistakesIn(withSteps(`${receive(check(CAPTURED, SHOULD))}\n${receive(check(CAPTURED))}\n${USE}`))).toBe('');
});

test('names the stanza in whose text the use is', () => {
  const steps = `${receive(check(CAPTURED, SHOULD))}\n${USE.replace(/'<iq id="\$\{v\}"\/>'/, 'late')}`;
  expect(mistakesIn(withSteps(steps, '\nstanzas: { late: \'<iq id="${v}"/>\' }'))).toBe(
    `x.yaml:6:43 in the stanza "late": ${UNSURE}`,
  );
});

test('an element is kept on every path, too', () => {
  const same = `  - expect: { juliet/balcony: [${check('<iq><q>${same:v}</q></iq>')}] }`;
  const kept = '<iq><q>${element:v}</q></iq>';
  expect(mistakesIn(withSteps(`${receive(check(kept))}\n${same}`))).toBe('');
  expect(mistakesIn(withSteps(`${receive(check(kept, SHOULD))}\n${same}`))).toContain(
    '${same:v} may have no value here',
  );
  expect(mistakesIn(withSteps(`${receive(check(kept))}\n${USE}`))).toContain('unknown placeholder ${v}');
});

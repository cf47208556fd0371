import { expect, test } from 'vitest';
import type { Step } from '../model/step.ts';
import { serialize } from '../stanza/serialize.ts';
import { mistakesIn, parse, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';

function stepsOf(text: string): readonly Step[] {
  expect(mistakesIn(text)).toBe('');
  return parse(text).cases[0]?.steps ?? [];
}

const checkOf = (receives: string) => `  - expect: { juliet/balcony: { receives: [${receives}], proves: ${ID} } }`;

test('sends a stanza once for each number of a range', () => {
  const send = `  - send: { from: juliet/balcony, stanza: '<message id="m\${8..10}"><body>\${8..10}</body></message>' }`;
  const steps = stepsOf(withSteps(`${send}\n${checkOf('')}`));
  const sent = steps.flatMap((step) => (step.kind === 'send' ? [serialize(step.stanza)] : []));
  expect(sent).toEqual([8, 9, 10].map((n) => `<message id="m${n}"><body>${n}</body></message>`));
  expect(new Set(steps.slice(0, 3).map(({ place }) => place.line))).toEqual(new Set([4]));
});

test('expects a stanza, and permits one, once for each number of a range', () => {
  const check = `{ stanza: '<iq id="a\${1..3}"/>', proves: ${ID} }`;
  const text = `  - expect: { juliet/balcony: { receives: [${check}], may: ['<iq id="b\${1..2}"/>'] } }`;
  const [step] = stepsOf(withSteps(text));
  const [session] = step?.kind === 'expect' ? step.sessions : [];
  expect(session?.receives.map(({ pattern }) => pattern.attrs['id'])).toEqual(['a1', 'a2', 'a3']);
  expect(session?.may.map(({ attrs }) => attrs['id'])).toEqual(['b1', 'b2']);
});

test('expects the same of each session that a range names', () => {
  const actors = 'title: A scenario\nactors: { juliet: { r1: {}, r2: {} } }\nsteps:\n';
  const check = `[{ stanza: '<iq id="a\${1..2}"/>', proves: ${ID} }]`;
  const [step] = stepsOf(`${actors}  - expect: { 'juliet/r\${1..2}': ${check} }\n`);
  const sessions = step?.kind === 'expect' ? step.sessions : [];
  expect(sessions.map(({ session, receives }) => [session, receives[0]?.pattern.attrs['id']])).toEqual([
    ['juliet/r1', 'a1'],
    ['juliet/r2', 'a2'],
  ]);
});

test('compares a roster with one item for each number of a range, whose end may be a column', () => {
  const roster = `  - roster: { of: juliet, is: ['<item jid="g\${1..\${many}}@\${domain}"/>'], proves: rfc6121-2-b }`;
  const [step] = stepsOf(withSteps(roster, '\ncases: [{ case: two, many: 2 }]'));
  const items = step?.kind === 'roster' ? step.items : [];
  expect(items.map(({ attrs }) => attrs['jid'])).toEqual(['g1@${domain}', 'g2@${domain}']);
});

test.each(['${3..1}', '${1..201}', '${1..}'])(
  'reports the range %s, which is empty, too long or not complete',
  (range) => {
    const send = `  - send: { from: juliet/balcony, stanza: '<message id="m${range}"/>' }`;
    expect(mistakesIn(withSteps(`${send}\n${checkOf('')}`))).toContain(range);
  },
);

test('refuses a file whose ranges stand for too much text', () => {
  const long = 'x'.repeat(8000);
  const send = `  - send: { from: juliet/balcony, stanza: '<message id="m\${1..200}"><body>${long}</body></message>' }\n`;
  expect(mistakesIn(withSteps(`${send.repeat(6)}${checkOf('')}`))).toContain('8388608');
});

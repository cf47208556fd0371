// Every text gives cases or mistakes with places, never an exception.

import { expect, test } from 'vitest';
import { mustBeBilingual, parse } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const WHOLE = `title: "A scenario: \${case}"
topologies: [local, remote]
contacts: [romeo, tybalt]
needs: [roster-version]
actors:
  juliet: { balcony: {}, chamber: { presence: '<presence><show>dnd</show></presence>' } }
  romeo: { orchard: &s { priority: 5 }, garden: *s }
accounts: { tybalt: absent }
given: { user: juliet, contact: romeo, state: "\${state}" }
stanzas:
  push: |
    <iq type="set" id="\${capture:push}">
      <query xmlns="jabber:iq:roster">\${only}<item jid="\${romeo}" ask="\${absent}"/></query>
    </iq>
cases:
  - { case: one, state: None, rule: ${ID}, cell: out-subscribe-1 }
  - { case: 2.0, state: To + Pending In, rule: rfc6121-2-b, cell: out-subscribe-6 }
steps:
  - disconnect: juliet/chamber
  - send: { from: juliet/balcony, stanza: '<iq type="get" id="a"><query xmlns="jabber:iq:roster"/></iq>' }
  - expect:
      juliet/balcony: { receives: [ { stanza: push, proves: "\${rule}" } ], may: [push] }
      oneOf:
        stored: { romeo/orchard: [] }
        refused: { romeo/orchard: [ { error: { condition: forbidden, id: a }, proves: ${ID} } ] }
  - roster: { of: juliet, is: [ '<item jid="\${romeo}"><group>A</group></item>' ], proves: ${ID} }
  - features: { of: juliet/balcony, has: <ver xmlns="urn:xmpp:features:rosterver"/>, proves: ${ID} }
  - send: { from: juliet/balcony, stanza: '<presence to="\${romeo}" type="subscribe"/>' }
  - expect: { cell: "\${cell}" }
  - state: { cell: "\${cell}" }
  - state: { user: juliet, contact: romeo, is: [None, To + Pending In], proves: ${ID} }
  - drop: juliet/balcony
  - expect: { romeo/orchard: [ { stanza: '<presence type="unavailable"/>', proves: ${ID} } ] }
`;
const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '<',
  '/>',
  '${',
  '!!x ',
  '|',
  '\u0000',
  '漢',
  '~',
  '1',
  '__proto__: ',
  '? ',
];

/** A fixed sequence, the same in every run (a linear congruential generator with the constants of Numerical Recipes). */
function sequence(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function check(text: string): void {
  const { cases, mistakes, warnings } = parse(text);
  mustBeBilingual([...mistakes, ...warnings]);
  expect(cases.length === 0).toBe(mistakes.length > 0);
  const lines = text.split('\n').length;
  const isPlaced = mistakes.every(({ place }) => place.line >= 1 && place.line <= lines && place.col >= 1);
  expect(isPlaced, text).toBe(true);
}

test('reads the whole file', () => {
  expect(parse(WHOLE)).toMatchObject({ mistakes: [], cases: { length: 4 } });
});

test('reads a file cut off anywhere without throwing', () => {
  for (let end = 0; end < WHOLE.length; end += 1) check(WHOLE.slice(0, end));
});

test('reads a file with a piece inserted, removed or doubled without throwing', () => {
  const random = sequence();
  for (let round = 0; round < 800; round += 1) {
    const at = random(WHOLE.length);
    const cut = random(3) === 0 ? random(40) : random(2);
    const piece = random(4) === 0 ? WHOLE.slice(at, at + random(60)) : PIECES[random(PIECES.length)];
    check(`${WHOLE.slice(0, at)}${piece}${WHOLE.slice(at + cut)}`);
  }
});

test.each([
  ['brackets', '['.repeat(100_000)],
  ['braces', '{a: '.repeat(100_000)],
  ['dashes', '- '.repeat(100_000)],
  ['question marks', '? '.repeat(100_000)],
  ['elements', WHOLE.replace('<group>', '<group>'.repeat(2_000))],
  ['letters in a stanza', WHOLE.replace('<group>', '<group>'.repeat(50_000))],
  ['placeholders', WHOLE.replace('id="a"', `id="${'${'.repeat(20_000)}"`)],
  ['marks in each other', WHOLE.replace('${capture:push}', `${'${optional:'.repeat(500)}${'}'.repeat(500)}`)],
  ['letters in a name', WHOLE.replaceAll('juliet/balcony', 'j'.repeat(100_000))],
])('reports mistakes for a large number of %s', (_, text) => {
  check(text);
});

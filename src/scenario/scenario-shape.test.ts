import { expect, test } from 'vitest';
import { CHECK, mistakesIn, withSteps } from './standards.test-kit.ts';

const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: ${stanza} }`;

test.each([
  ['an unknown verb', withSteps(`  - sned: 1\n${CHECK}`), 'x.yaml:4:5 unknown verb "sned"; did you mean "send"?'],
  [
    'a verb without a similar one',
    withSteps(`  - wait: 1\n${CHECK}`),
    'x.yaml:4:5 unknown verb "wait"; expected connect, disconnect, drop, network, send, expect, roster, state, features, do or shows',
  ],
  [
    'several verbs',
    withSteps(`  - connect: a/b\n    disconnect: a/b\n${CHECK}`),
    'x.yaml:4:5 expected one verb, got "connect" and "disconnect"; make a step of each',
  ],
  [
    'no verb',
    withSteps(`  - {}\n${CHECK}`),
    'x.yaml:4:5 expected one of the verbs connect, disconnect, drop, network, send, expect, roster, state, features, do, shows, got none',
  ],
  ['a step without a map', withSteps(`  - send\n${CHECK}`), 'x.yaml:4:5 expected a map for "steps", got "send"'],
  [
    'an unknown key of a session',
    `title: A scenario\nactors: { a: { b: { rooster: false } } }\nsteps:\n${CHECK}`,
    'x.yaml:2:21 unknown key "rooster"; did you mean "roster"?',
  ],
  [
    'a misspelt key, but not as missing',
    `titel: A play\nactors: {}\nsteps:\n${CHECK}`,
    'x.yaml:1:1 unknown key "titel"; did you mean "title"?',
  ],
  ['a missing key', `actors: {}\nsteps:\n${CHECK}`, 'x.yaml:1:1 key "title" is missing'],
  [
    'a missing key inside',
    withSteps(`  - send: { from: juliet/balcony }\n${CHECK}`),
    'x.yaml:4:11 key "stanza" is missing in "send"',
  ],
  [
    'a wrong type',
    `title: A scenario\nactors: { a: { b: { roster: maybe } } }\nsteps:\n${CHECK}`,
    'x.yaml:2:29 expected true or false for "roster", got "maybe"',
  ],
  [
    'a missing map',
    `title: A scenario\nactors: { a: { b: } }\nsteps:\n${CHECK}`,
    'x.yaml:2:19 expected a map for "b", got nothing; write {} for a map without keys',
  ],
  [
    'a number instead of text',
    withSteps(CHECK).replace('A scenario', '2936'),
    'x.yaml:1:8 expected text for "title", got the number 2936; put it in quotes',
  ],
  [
    'an empty title',
    withSteps(CHECK).replace('A scenario', "''"),
    'x.yaml:1:8 expected at least one character, got none',
  ],
  ['no steps', 'title: A scenario\nactors: {}\nsteps: []', 'x.yaml:3:8 expected at least one entry, got none'],
  [
    'an unknown topology',
    withSteps(CHECK, '\ntopologies: [lokal]'),
    'x.yaml:2:14 expected "local", "remote" or "federated", got "lokal"; did you mean "local"?',
  ],
  [
    'a priority out of range',
    `title: A scenario\nactors: { a: { b: { priority: 200 } } }\nsteps:\n${CHECK}`,
    'x.yaml:2:31 expected a number of at most 127, got the number 200',
  ],
  [
    'an actor with a capital letter',
    `title: A scenario\nactors: { Juliet: {} }\nsteps:\n${CHECK}`,
    'x.yaml:2:11 expected a name of lower-case letters, digits and "-" that begins with a letter, got "Juliet"',
  ],
  [
    'a session that is neither a list nor a map',
    withSteps('  - expect: { juliet/balcony: push, proves: rfc6121-2.3.2-b }'),
    'x.yaml:4:31 expected a list or a map for "juliet/balcony", got "push"',
  ],
  [
    'a misspelt key of an expect',
    withSteps('  - expect: { oneof: {}, proves: rfc6121-2.3.2-b }'),
    'x.yaml:4:15 unknown key "oneof"; did you mean "oneOf"?',
  ],
  [
    'an unknown key of an alternative',
    withSteps('  - expect: { oneOf: { gone: { proves: rfc6121-2.3.2-b } } }'),
    'x.yaml:4:32 unknown key "proves"; expected a session such as juliet/balcony, or violates',
  ],
  [
    'a check without a requirement',
    withSteps('  - expect:\n      juliet/balcony:\n        - { stanza: <message/> }'),
    'x.yaml:6:11 a check without a requirement: expected the key "proves" with a requirement id',
  ],
  [
    'a requirement inside of an error',
    withSteps('  - expect: { juliet/balcony: [ { error: { condition: conflict, proves: rfc6121-2.3.2-b } } ] }'),
    'x.yaml:4:65 unknown key "proves" in "error"; write it beside "error", not inside',
  ],
  [
    'both a stanza and an error',
    withSteps(
      '  - expect: { juliet/balcony: [ { stanza: <iq/>, error: { condition: conflict }, proves: rfc6121-2.3.2-b } ] }',
    ),
    'x.yaml:4:33 expected one key, got "stanza" and "error"; remove one',
  ],
  [
    'features without "has" and "lacks"',
    withSteps('  - features: { of: juliet/balcony, proves: rfc6121-2.3.2-b }'),
    'x.yaml:4:15 expected one of the keys has, lacks, got none',
  ],
  [
    'a column without a value',
    withSteps(CHECK, '\ncases: [ { case: a, b: } ]'),
    'x.yaml:2:24 expected text, a number or true or false for "b", got nothing',
  ],
  ['an empty table', withSteps(CHECK, '\ncases: []'), 'x.yaml:2:8 expected at least one entry, got none'],
  [
    'a stanza that is not text',
    withSteps(`${send('[]')}\n${CHECK}`),
    'x.yaml:4:43 expected text for "stanza", got an empty list',
  ],
  ['an empty file', '', 'x.yaml:1:1 expected a map for the file, got nothing; write {} for a map without keys'],
])('reports %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(message);
});

test('reports all mistakes of shape at once', () => {
  expect(mistakesIn(`title: 1\nactor: {}\nsteps:\n  - sned: 1\n  - send: { form: x }\n`)).toMatchInlineSnapshot(`
    "x.yaml:1:8 expected text for "title", got the number 1; put it in quotes
    x.yaml:2:1 unknown key "actor"; did you mean "actors"?
    x.yaml:4:5 unknown verb "sned"; did you mean "send"?
    x.yaml:5:13 unknown key "form"; did you mean "from"?"
  `);
});

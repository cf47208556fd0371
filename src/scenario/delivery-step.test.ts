// The cells of the delivery table, from the file to the recognised outcomes.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Alternative, ExpectStep } from '../model/step.ts';
import { loadScenarios } from './load.ts';
import { mistakesIn, standards } from './standards.test-kit.ts';

const shipped = fileURLToPath(new URL('../../scenarios/rfc6121/8.5', import.meta.url));
const { cases } = await loadScenarios({ roots: [shipped], files: [], standards: () => standards });
const deliveries = cases.filter(({ cell }) => cell?.table === 'delivery-table');

const caseCalled = (name: string): Case => cases.find(({ id }) => id === `message-delivery[${name}]`)!;
const outcomesOf = (name: string): readonly Alternative[] =>
  caseCalled(name).steps.find((step): step is ExpectStep => step.kind === 'expect')!.alternatives;
const outcome = (name: string, called: string) => outcomesOf(name).find((one) => one.name === called);
const allowed = (name: string) =>
  outcomesOf(name)
    .filter(({ violates }) => violates.length === 0)
    .map((one) => one.name);
const receivers = (name: string, called: string) =>
  outcome(name, called)
    ?.sessions.filter(({ receives }) => receives.length > 0)
    .map(({ session }) => session);

test('expands each of the 13 rows for seven types, in every topology', () => {
  for (const row of standards.tables.delivery) {
    for (const column of ['normal', 'chat', 'groupchat', 'headline', 'error', 'none', 'unknown']) {
      const here = deliveries.filter(({ cell }) => cell?.row === row.id && cell.column === column);
      expect(new Set(here.map(({ topology }) => topology)), `${row.id} ${column}`).toEqual(
        new Set(['local', 'remote', 'federated']),
      );
    }
  }
});

test('permits exactly the outcomes of the table', () => {
  for (const { id, cell } of deliveries) {
    const row = standards.tables.delivery.find((candidate) => candidate.id === cell?.row)!;
    const type = cell?.column as keyof typeof row.allowed;
    const name = id.slice('message-delivery['.length, -1);
    const letters = new Set(allowed(name).map((called) => called.charAt(0)));
    const table = (name.startsWith('no-active-resource.connected') && row.connectedOnly) || row.allowed;
    const wanted = new Set<string>(table[type] ?? table.normal);
    // A copy of a chat message to all violates a SHOULD NOT, unless the priorities are equal.
    if (type === 'chat' && !letters.has('A')) wanted.delete('A');
    expect(letters, id).toEqual(wanted);
  }
});

test('names the violated requirement of every other outcome', () => {
  expect(outcome('negative-only,bare,chat', 'D (balcony)')?.violates).toEqual([
    'rfc6121-8.5.2.1.1-e',
    'rfc6121-8.5.2.1.1-q',
    'rfc6121-8.5.2.1.1-p',
  ]);
  expect(outcome('one-non-negative,bare,groupchat', 'D')?.violates).toContain('rfc6121-8.5.2.1.1-i');
  expect(outcome('one-non-negative,bare,error', 'E')?.violates).toContain('rfc6120-8.3.1-a');
});

test('a headline to some resources violates a SHOULD and a disputed MUST, to none of them another MUST', () => {
  const several = 'several-non-negative,bare,headline';
  expect(outcome(several, 'M (chamber)')?.violates).toEqual(['rfc6121-5.2.2-d', 'rfc6121-8.5.2.1.1-n']);
  expect(outcome(several, 'S')?.violates).toEqual(['rfc6121-8.5.2.1.1-n', 'rfc6121-5.2.2-e']);
});

test('an error for a headline that nobody can get violates 8.5 alone, because 5.2.2 permits it', () => {
  expect(outcome('negative-only,bare,headline', 'E')?.violates).toEqual(['rfc6121-8.5.2.1.1-l']);
  expect(outcome('no-active-resource,bare,headline', 'E')?.violates).toEqual(['rfc6121-8.5.2.2.1-e']);
});

test('permits delivery to a connected resource where none is available', () => {
  const connected = 'no-active-resource.connected,bare,chat';
  expect(outcome(connected, 'D (balcony)')?.violates).toEqual([]);
  expect(outcome(connected, 'S')?.violates).toEqual(['rfc6120-10.5.3.2-a']);
  expect(outcome('no-active-resource.connected,bare,error', 'D (balcony)')?.violates).toEqual(['rfc6121-8.5.2.1.1-o']);
});

test('a chat message to all violates a SHOULD NOT if one resource is more available', () => {
  expect(outcome('several-non-negative.unequal,bare,chat', 'A')?.violates).toEqual(['rfc6121-8.5.4-b']);
  expect(outcome('several-non-negative,bare,chat', 'A')?.violates).toEqual([]);
});

test('expects a stored message at the late session, with or without a stamp', () => {
  expect(receivers('no-active-resource,bare,chat', 'O')).toEqual(['juliet/hall']);
  expect(receivers('no-active-resource,bare,chat', 'O (unstamped)')).toEqual(['juliet/hall']);
});

test('cites the requirement on unknown types for an unknown type', () => {
  expect(caseCalled('one-non-negative,bare,unknown').requirements).toContain('rfc6121-5.2.2-i');
  expect(caseCalled('one-non-negative,bare,normal').requirements).not.toContain('rfc6121-5.2.2-i');
});

test('does not cite the requirement on unknown types if a server may treat normal as chat', () => {
  expect(caseCalled('one-non-negative,full-no-match,unknown').requirements).not.toContain('rfc6121-5.2.2-i');
});

test('leaves out the steps of an absent session', () => {
  expect(caseCalled('no-account,bare,chat').steps.map(({ kind }) => kind)).toEqual(['send', 'expect']);
});

test('reports an unknown cell, and a cell without a message before it', () => {
  const file = (step: string, cell: string) => `title: A scenario
actors: { juliet: { balcony: {} }, romeo: { orchard: {} } }
steps:
  - send: { from: romeo/orchard, stanza: '${step}' }
  - expect: { cell: ${cell} }`;
  expect(mistakesIn(file('<message to="${juliet}"/>', 'negative-only/bare/chap'))).toContain(
    'x.yaml:5:21 unknown cell "negative-only/bare/chap"; did you mean "negative-only/bare/chat"?',
  );
  expect(mistakesIn(file('<presence to="${juliet}"/>', 'negative-only/bare/chat'))).toContain(
    'x.yaml:5:21 the cell "negative-only/bare/chat" needs a send of a <message/> to an actor before it',
  );
});

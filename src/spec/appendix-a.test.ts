import { expect, test } from 'vitest';
import { findCell, findState, loadAppendixA, type StateName } from './appendix-a.ts';

const appendix = loadAppendixA();

test('there are eight tables of nine cells, in the order of the states', () => {
  expect(appendix.states).toHaveLength(9);
  expect(appendix.tables).toHaveLength(8);
  const states = appendix.states.map((s) => s.name);
  for (const table of appendix.tables) expect(table.cells.map((c) => c.state)).toEqual(states);
});

test('a table names its section', () => {
  const sections = appendix.tables.map(({ section }) => section);
  expect(sections).toEqual(['A.2.1', 'A.2.2', 'A.2.3', 'A.2.4', 'A.3.1', 'A.3.2', 'A.3.3', 'A.3.4']);
});

test('a push that is due shows what the roster shows in the new state', () => {
  const cells = appendix.tables.flatMap((t) => t.cells).filter((c) => c.push.due === 'MUST');
  for (const { push, newState } of cells) {
    const { subscription, ask } = findState(appendix, newState);
    expect(push.shows).toMatchObject({ subscription, ask });
  }
});

test('the contact sees the mirror of the mirror', () => {
  for (const { name, mirror } of appendix.states) expect(findState(appendix, mirror).mirror).toBe(name);
});

/** Plays the moves of a state by the tables themselves, as two servers would. */
function play(name: StateName): StateName {
  const state: Record<'user' | 'contact', StateName> = { user: 'None', contact: 'None' };
  for (const { who, type } of findState(appendix, name).moves) {
    const other = who === 'user' ? 'contact' : 'user';
    const out = findCell(appendix, 'outbound', type, state[who]);
    state[who] = out.newState;
    if (out.pass === 'MUST') state[other] = findCell(appendix, 'inbound', type, state[other]).newState;
  }
  return state.user;
}

test('the moves of every state lead to it by the tables', () => {
  expect(appendix.states.map((s) => play(s.name))).toEqual(appendix.states.map((s) => s.name));
});

test('a pre-approving cell says so without prose', () => {
  const cell = findCell(appendix, 'outbound', 'subscribed', 'None + Pending Out');
  expect(cell).toMatchObject({ pass: 'MUST NOT', newState: 'None + Pending Out', preApproval: 'set' });
  expect(cell.push.shows?.approved).toBe(true);
});

test('a cell says what happens where the contact is pre-approved', () => {
  const cell = findCell(appendix, 'inbound', 'subscribe', 'To');
  expect(cell.ifPreApproved).toMatchObject({ pass: 'MUST NOT', newState: 'Both', reply: 'subscribed' });
});

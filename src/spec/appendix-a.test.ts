import { expect, test } from 'vitest';
import { findCell, findState, loadAppendixA, type StateName } from './appendix-a.ts';

const appendix = loadAppendixA();

test('has eight tables of nine cells, in the order of the states', () => {
  expect(appendix.states).toHaveLength(9);
  expect(appendix.tables).toHaveLength(8);
  const states = appendix.states.map((s) => s.name);
  for (const table of appendix.tables) expect(table.cells.map((c) => c.state)).toEqual(states);
});

test('gives each table its section', () => {
  const sections = appendix.tables.map(({ section }) => section);
  expect(sections).toEqual(['A.2.1', 'A.2.2', 'A.2.3', 'A.2.4', 'A.3.1', 'A.3.2', 'A.3.3', 'A.3.4']);
});

test('shows the new state in every required push', () => {
  const cells = appendix.tables.flatMap((t) => t.cells).filter((c) => c.push.due === 'MUST');
  for (const { push, newState } of cells) {
    const { subscription, ask } = findState(appendix, newState);
    expect(push.shows).toMatchObject({ subscription, ask });
  }
});

test('returns to the state by mirroring twice', () => {
  for (const { name, mirror } of appendix.states) expect(findState(appendix, mirror).mirror).toBe(name);
});

/** The state after the moves of a state, applied by the tables of both users. */
function applyMoves(name: StateName): StateName {
  const state: Record<'user' | 'contact', StateName> = { user: 'None', contact: 'None' };
  for (const { who, type } of findState(appendix, name).moves) {
    const other = who === 'user' ? 'contact' : 'user';
    const out = findCell(appendix, 'outbound', type, state[who]);
    state[who] = out.newState;
    if (out.pass === 'MUST') state[other] = findCell(appendix, 'inbound', type, state[other]).newState;
  }
  return state.user;
}

test('reaches every state by its moves', () => {
  expect(appendix.states.map((s) => applyMoves(s.name))).toEqual(appendix.states.map((s) => s.name));
});

test('marks a cell that sets a pre-approval', () => {
  const cell = findCell(appendix, 'outbound', 'subscribed', 'None + Pending Out');
  expect(cell).toMatchObject({ pass: 'MUST NOT', newState: 'None + Pending Out', preApproval: 'set' });
  expect(cell.push.shows?.approved).toBe(true);
});

test('gives the effect for a pre-approved contact', () => {
  const cell = findCell(appendix, 'inbound', 'subscribe', 'To');
  expect(cell.ifPreApproved).toMatchObject({ pass: 'MUST NOT', newState: 'Both', reply: 'subscribed' });
});

// Steps that name a cell of RFC 6121 Appendix A: the stanzas that both users can receive, and the states after them.

import type { SessionPlan } from '../model/case.ts';
import type { ExpectStep, SendStep, StateStep, Step } from '../model/step.ts';
import type { AppendixTable, Cell, SubscriptionMove } from '../spec/appendix-a.ts';
import { actorOf } from '../stanza/jid.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { bothQuoted } from '../wording/texts.ts';
import type { AuthoredExpect } from './expect-schema.ts';
import type { AuthoredState } from './schema.ts';
import { type Cursor, cite, type StepScope, unknown } from './scope.ts';
import type { Peer } from './standard/cell-expectations.ts';
import { type CellOutcome, expandCell } from './standard/expand-cell.ts';
import { citedIn, NO_EXPECTATIONS, toExpectStep } from './standard/expectation-builder.ts';

type Read<T> = Omit<T, 'place'>;
type Authored = Pick<AuthoredExpect & AuthoredState, 'cell'>;

/** After the id of a cell: the server offers pre-approval, and the contact is pre-approved before the stanza. */
const PRE_APPROVED = ' pre-approved';

/** The expect step of a cell. It expects nothing if the cell has a mistake, which is reported. */
export function readCellExpect(expect: AuthoredExpect, here: Cursor<StepScope>): Read<ExpectStep> {
  const further = Object.keys(expect).filter((key) => key !== 'cell');
  if (further.length > 0) here.at('cell').report(scenarioMistake('cellStatesAll', bothQuoted(further)));
  const outcome = readCell(expect, here) ?? { expectations: NO_EXPECTATIONS, states: [] };
  const proves = outcome.states.findLast(({ of }) => of === here.scope.file.given?.user)?.proves ?? [];
  cite([...proves, ...citedIn(outcome.expectations)], here);
  return toExpectStep(outcome.expectations, proves, here.place());
}

/** The states after a cell: one step for each user with an account on the server under test. */
export function readCellStates(state: AuthoredState, here: Cursor<StepScope>): readonly Read<StateStep>[] {
  const outcome = readCell(state, here);
  const last = new Map(outcome?.states.map((after) => [after.of, after]));
  return [...last.values()].map(({ of, towards, state: name, proves }) => ({
    kind: 'state',
    user: of,
    contact: towards,
    states: [name],
    proves: cite(proves, here),
  }));
}

function readCell(authored: Authored, here: Cursor<StepScope>): CellOutcome | undefined {
  const { cell: written = '' } = authored;
  const preApproval = written.endsWith(PRE_APPROVED);
  const id = preApproval ? written.slice(0, -PRE_APPROVED.length) : written;
  const at = here.at('cell');
  const { scope } = here;
  const { appendix } = scope.standards.tables;
  const [table, cell] = findCellById(id, appendix.tables);
  if (table === undefined || cell === undefined) {
    const known = appendix.tables.flatMap(({ cells }) => cells.map((candidate) => candidate.id));
    at.report(unknown('cell', id, { known, scope }));
    return undefined;
  }
  checkCause(cell, at);
  if (preApproval && cell.preApproval === undefined && cell.ifPreApproved === undefined)
    at.report(scenarioMistake('preApprovalIdle', id));
  const peers = readPeers(cell, at);
  if (peers === undefined) return undefined;
  const [sender, receiver] = table.direction === 'outbound' ? peers : [peers[1], peers[0]];
  const sent = findSent(scope.before, sender.name, table.stanza);
  if (sent === undefined) {
    at.report(scenarioMistake('cellNeedsSend', id, table.stanza, sender.name));
    return undefined;
  }
  const stanzaId = sent.stanza.attrs['id'];
  const exchange = { appendix, sender, receiver, type: table.stanza, preApproval };
  return expandCell(stanzaId === undefined ? exchange : { ...exchange, id: stanzaId });
}

function findCellById(
  id: string,
  tables: readonly AppendixTable[],
): readonly [AppendixTable | undefined, Cell | undefined] {
  const table = tables.find(({ cells }) => cells.some((cell) => cell.id === id));
  return [table, table?.cells.find((cell) => cell.id === id)];
}

function checkCause({ id, localCause }: Cell, { scope, report }: Cursor<StepScope>): void {
  if (scope.topology === 'remote' || localCause) return;
  report(scenarioMistake('cellRemote', id));
}

/** The user and the contact of "given", each in its state. */
function readPeers(cell: Cell, { scope, report }: Cursor<StepScope>): readonly [Peer, Peer] | undefined {
  const { given } = scope.file;
  if (given === undefined) {
    report(scenarioMistake('cellNeedsGiven', cell.id, cell.state));
    return undefined;
  }
  if (given.state !== cell.state) {
    report(scenarioMistake('cellOtherState', cell.id, cell.state, given.state));
    return undefined;
  }
  const { states } = scope.standards.tables.appendix;
  const mirror = states.find(({ name }) => name === cell.state)?.mirror ?? cell.state;
  const user = toPeer(given.user, cell.state, scope);
  const contact = toPeer(given.contact, mirror, scope);
  return user && contact && [user, contact];
}

function toPeer(name: string, state: Peer['state'], { actors, before }: StepScope): Peer | undefined {
  const actor = actors.find((candidate) => candidate.name === name);
  if (actor === undefined) return undefined;
  const sessions = actor.sessions.filter((session) => isConnectedAfter(before, session));
  return { name, isRemote: actor.isRemote, isPeer: actor.isPeer === true, sessions, state };
}

/** Whether a session is connected after the steps. */
function isConnectedAfter(steps: readonly Step[], { ref, atStart }: SessionPlan): boolean {
  const isOnConnection = (step: Step) =>
    step.kind === 'network'
      ? step.ends.includes(ref)
      : ['connect', 'disconnect', 'drop'].includes(step.kind) && 'session' in step && step.session === ref;
  const last = steps.findLast(isOnConnection);
  return last === undefined ? atStart : last.kind === 'connect';
}

/** The last stanza of that type that a session of the actor sends. */
function findSent(steps: readonly Step[], actor: string, type: SubscriptionMove): SendStep | undefined {
  return steps.findLast(
    (step): step is SendStep =>
      step.kind === 'send' && actorOf(step.from) === actor && step.stanza.attrs['type'] === type,
  );
}

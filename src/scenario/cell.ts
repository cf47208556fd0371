// A step that names a cell of RFC 6121 Appendix A, expanded to what the cell lets both sides see and become.

import type { SessionPlan } from '../model/case.ts';
import type { ExpectStep, SendStep, StateStep, Step } from '../model/step.ts';
import type { Cell, SubscriptionMove } from '../spec/appendix-a.ts';
import type { Path } from '../yaml/read.ts';
import type { AuthoredExpect, AuthoredState } from './schema.ts';
import { cite, type Scope, unknown } from './scope.ts';
import type { Party } from './standard/cell-expectations.ts';
import { type Outcome, playOut } from './standard/cell-play.ts';
import { citedIn, NOTHING, toExpect } from './standard/expectation-builder.ts';

type Read<T> = Omit<T, 'place'>;
type Authored = Pick<AuthoredExpect & AuthoredState, 'cell' | 'preApproval'>;

/** What the sessions receive by the cell; nothing where the cell cannot be read. */
export function readCellExpect(expect: AuthoredExpect, path: Path, scope: Scope): Read<ExpectStep> {
  const further = Object.keys(expect).filter((key) => key !== 'cell' && key !== 'preApproval');
  if (further.length > 0)
    scope.report([...path, 'cell'], `"cell" says all that is seen; remove "${further.join('" and "')}"`);
  const outcome = playCell(expect, path, scope) ?? { picture: NOTHING, states: [] };
  const proves = outcome.states.findLast(({ of }) => of === scope.file.given?.user)?.proves ?? [];
  cite([...proves, ...citedIn(outcome.picture)], path, scope);
  return toExpect(outcome.picture, proves, scope.source.place(path));
}

/** The states after the cell, of each side whose server is under test. */
export function readCellStates(state: AuthoredState, path: Path, scope: Scope): readonly Read<StateStep>[] {
  const outcome = playCell(state, path, scope);
  const last = new Map(outcome?.states.map((after) => [after.of, after]));
  return [...last.values()].map(({ of, towards, state: name, proves }) => ({
    kind: 'state',
    user: of,
    contact: towards,
    states: [name],
    proves: cite(proves, path, scope),
  }));
}

function playCell(authored: Authored, path: Path, scope: Scope): Outcome | undefined {
  const { cell: id = '', preApproval = false } = authored;
  const at = [...path, 'cell'];
  const { appendix } = scope.standards.tables;
  const table = appendix.tables.find(({ cells }) => cells.some((c) => c.id === id));
  const cell = table?.cells.find((c) => c.id === id);
  if (table === undefined || cell === undefined) {
    const known = appendix.tables.flatMap(({ cells }) => cells.map((c) => c.id));
    scope.report(at, unknown('cell', id, known, scope));
    return undefined;
  }
  checkCause(cell, at, scope);
  if (preApproval && cell.preApproval === undefined && cell.ifPreApproved === undefined)
    scope.report([...path, 'preApproval'], `pre-approval plays no part in the cell "${id}"; remove it`);
  const parties = readParties(cell, at, scope);
  if (parties === undefined) return undefined;
  const [sender, receiver] = table.direction === 'outbound' ? parties : [parties[1], parties[0]];
  const sent = findSent(scope.before, sender.name, table.stanza);
  if (sent === undefined) {
    const wanted = `a send of <presence type="${table.stanza}"/> by "${sender.name}" before it`;
    scope.report(at, `the cell "${id}" needs ${wanted}`);
    return undefined;
  }
  const stanza = sent.stanza.attrs['id'];
  const scene = { appendix, sender, receiver, type: table.stanza, preApproval };
  return playOut(stanza === undefined ? scene : { ...scene, id: stanza });
}

function checkCause({ id, localCause }: Cell, path: Path, scope: Scope): void {
  if (scope.topology === 'remote' || localCause) return;
  scope.report(path, `no local contact can cause the cell "${id}"; write topologies: [remote]`);
}

/** User and contact, each in its state, by `given`. */
function readParties(cell: Cell, path: Path, scope: Scope): readonly [Party, Party] | undefined {
  const { given } = scope.file;
  if (given === undefined) {
    scope.report(path, `the cell "${cell.id}" needs "given" with the state "${cell.state}"`);
    return undefined;
  }
  if (given.state !== cell.state) {
    scope.report(path, `the cell "${cell.id}" is for the state "${cell.state}", but "given" says "${given.state}"`);
    return undefined;
  }
  const { states } = scope.standards.tables.appendix;
  const mirror = states.find(({ name }) => name === cell.state)?.mirror ?? cell.state;
  const user = toParty(given.user, cell.state, scope);
  const contact = toParty(given.contact, mirror, scope);
  return user && contact && [user, contact];
}

function toParty(name: string, state: Party['state'], scope: Scope): Party | undefined {
  const actor = scope.actors.find((candidate) => candidate.name === name);
  return actor && { name, isRemote: actor.isRemote, sessions: actor.sessions.filter(isConnected(scope.before)), state };
}

/** Whether a session is connected after these steps. */
const isConnected =
  (steps: readonly Step[]) =>
  ({ ref, atStart }: SessionPlan): boolean => {
    const isAbout = ({ kind, ...step }: Step) =>
      ['connect', 'disconnect', 'drop'].includes(kind) && 'session' in step && step.session === ref;
    const last = steps.findLast(isAbout);
    return last === undefined ? atStart : last.kind === 'connect';
  };

/** The last stanza of that type that a session of the actor sent. */
function findSent(steps: readonly Step[], actor: string, type: SubscriptionMove): SendStep | undefined {
  return steps.findLast(
    (step): step is SendStep =>
      step.kind === 'send' && step.from.startsWith(`${actor}/`) && step.stanza.attrs['type'] === type,
  );
}

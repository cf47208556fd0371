// Which case shows that a server does not reach the given state of others: the one for the cell of Appendix A that leads into it. Pure.

import type { Case, TableCell, Topology } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import type { StateRecipe } from '../../model/standard.ts';
import { isOnPeer } from './lacking-basics.ts';

/** The last transition on the way into a state, as the user sees it whose state is wrong. */
interface Transition extends Pick<TableCell, 'table' | 'row'> {
  /** Where the contact is. */
  readonly topology: Topology;
}

/**
 * The transition after which a broken case did not find its given state; undefined where it is broken for another reason, and where the
 * state is wrong on the peer of the server under test.
 */
export function transitionInto(
  { case: aCase, outcome, reason }: CaseResult,
  states: ReadonlyMap<string, StateRecipe>,
): Transition | undefined {
  if (outcome !== 'broken' || aCase.given === undefined) return undefined;
  if (reason?.kind !== 'state-not-reached' && reason?.kind !== 'request-not-redelivered') return undefined;
  if (isOnPeer(reason.user, aCase)) return undefined;
  const { user, contact } = aCase.given;
  const isOwn = reason.user === user;
  const { moves = [] } = states.get(reason.state) ?? {};
  const last = moves.at(-1);
  const before = [...states.values()].find((one) => isSameWay(one.moves, moves.slice(0, -1)));
  if (last === undefined || before === undefined) return undefined;
  const direction = (last.who === 'user') === isOwn ? 'out' : 'in';
  return {
    table: `appendix-a/${direction}-${last.type}`,
    row: isOwn ? before.name : before.mirror,
    topology: topologyOf(isOwn ? contact : user, aCase),
  };
}

function isSameWay(one: StateRecipe['moves'], other: StateRecipe['moves']): boolean {
  return (
    one.length === other.length && one.every(({ who, type }, at) => other[at]?.who === who && other[at].type === type)
  );
}

function topologyOf(contact: string, aCase: Case): Topology {
  if (isOnPeer(contact, aCase)) return 'federated';
  return aCase.actors.some(({ name, isRemote }) => name === contact && isRemote) ? 'remote' : 'local';
}

/** Whether the case plays this transition and reads the state after it. */
export function leadsThrough({ establishes, cell, topology }: Case, transition: Transition): boolean {
  const isIt = cell?.table === transition.table && cell.row === transition.row;
  return establishes === 'state' && isIt && topology === transition.topology;
}

/** Whether the state after the transition was not the one of the standard. */
export const showsWrongState = ({ outcome, checks }: CaseResult): boolean =>
  (outcome === 'failed' || outcome === 'warned') && checks.some(({ failure }) => failure?.kind === 'state');

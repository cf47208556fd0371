// A cell of Appendix A, and faults in its effects.

import type { XmlElement } from '../../../model/xml.ts';
import type { AppendixA, Cell, Effect, SubscriptionMove } from '../../../spec/appendix-a.ts';
import type { Proofs } from '../../../spec/cell-proofs.ts';
import type { Fault } from '../../fault.ts';
import type { CellParties } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { toClient, withHooks } from '../kit/mutant.ts';
import { isPush, mapItems } from '../kit/rewrites.ts';

const MOVES: readonly SubscriptionMove[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** All faults in the effects of a cell. */
export function wrongEffects(site: ProvenCell, appendix: AppendixA): readonly CellFault[] {
  const own = [...wrongPass(site), ...wrongStates(site, appendix), ...wrongPushes(site)];
  return [...own, ...missingPresence(site), ...wrongReplies(site), ...wrongPreApproval(site, appendix)];
}

function wrongPass({ cell, proofs }: ProvenCell): readonly CellFault[] {
  if (isLeftOpen(cell)) return [];
  const { pass = [], local = [], remote = [], withheld = [], quiet = [] } = proofs;
  const isPassed = cell.pass === 'MUST';
  const fault = withEffects(cell.id, { pass: isPassed ? 'MUST NOT' : 'MUST' });
  const requirements = isPassed ? [...pass, ...local, ...remote] : [...withheld, ...quiet];
  const title = isPassed ? 'keeps the stanza to itself' : 'lets the stanza through';
  return [{ slug: isPassed ? 'withheld' : 'passed', title, requirements, fault }];
}

function wrongStates({ cell, proofs }: ProvenCell, { states }: AppendixA): readonly CellFault[] {
  const others = states.map(({ name }) => name).filter((name) => name !== cell.newState);
  return others.map((newState) => ({
    slug: slugOf(newState),
    title: `enters the state ${newState} instead of ${cell.newState}`,
    requirements: proofs.state,
    fault: withEffects(cell.id, { newState }),
  }));
}

const slugOf = (state: string): string => state.toLowerCase().replaceAll(' ', '');

/** Faults in the roster pushes that the cell causes. */
function wrongPushes({ cell, proofs, preApproved }: ProvenCell): readonly CellFault[] {
  const { due } = cell.push;
  const preApproval = due === 'pre-approval-supported' || cell.ifPreApproved ? preApproved.push : undefined;
  const requirements = due === 'MUST' ? proofs.push : preApproval;
  const pushes = (slug: string, title: string, rewrite: (push: XmlElement) => readonly XmlElement[]): CellFault => ({
    slug: `push-${slug}`,
    title,
    requirements,
    fault: toClient((stanza, { server }) => server.cell === cell.id && isPush(stanza), rewrite),
  });
  const doubled = pushes('doubled', 'pushes twice', (push) => [push, stamp(push, { id: `${push.attrs['id']}-again` })]);
  return [
    pushes('missing', 'pushes nothing', () => []),
    pushes('wrong', 'pushes another state', (push) => [withWrongState(push)]),
    // No requirement on pre-approval says how often the server sends the push that the automatic approval causes.
    ...(cell.ifPreApproved ? [] : [doubled]),
  ];
}

function withWrongState(push: XmlElement): XmlElement {
  return mapItems(push, (item) => [
    stamp(item, { subscription: item.attrs['subscription'] === 'both' ? 'none' : 'both' }),
  ]);
}

/** Presence that is not sent to the contact. */
function missingPresence({ cell, proofs }: ProvenCell): readonly CellFault[] {
  const { presence } = proofs;
  const missing = (title: string, change: Partial<Cell>): CellFault => ({
    slug: 'untold',
    title,
    requirements: presence,
    fault: withEffects(cell.id, change),
  });
  return [
    ...(cell.unavailableFirst
      ? [missing('does not send unavailable presence first', { unavailableFirst: false })]
      : []),
    ...(cell.unavailableAfter ? [missing('does not send unavailable presence', { unavailableAfter: false })] : []),
    ...(cell.presenceAfter ? [missing('does not send presence', { presenceAfter: false })] : []),
  ];
}

/** Faults in the automatic answer of the server, or an answer that it must leave to the user. */
function wrongReplies({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  if (isLeftOpen(cell)) return [];
  const { reply, noAnswer } = proofs;
  if (!cell.reply) {
    const type = table === 'in-subscribe' ? 'subscribed' : 'unsubscribed';
    const fault = withEffects(cell.id, { reply: type });
    return [{ slug: 'answered', title: `answers with ${type} automatically`, requirements: noAnswer, fault }];
  }
  const unanswered = withCell(cell.id, ({ reply: _, ...rest }) => rest);
  return [
    { slug: 'unanswered', title: 'sends no answer', requirements: reply, fault: unanswered },
    ...movesExcept(cell.reply).map((type) => ({
      slug: `answered-${type}`,
      title: `answers with ${type}`,
      requirements: reply,
      fault: withEffects(cell.id, { reply: type }),
    })),
  ];
}

const movesExcept = (right: SubscriptionMove): readonly SubscriptionMove[] => MOVES.filter((type) => type !== right);

/** Faults in pre-approval (3.4.2). */
function wrongPreApproval({ cell, preApproved }: ProvenCell, appendix: AppendixA): readonly CellFault[] {
  const { ifPreApproved, preApproval } = cell;
  if (ifPreApproved) return wrongAutomaticApproval(cell.id, ifPreApproved, { preApproved, appendix });
  if (!preApproval) return [];
  const fault = withCell(cell.id, ({ preApproval: _, ...rest }) => rest);
  return [{ slug: 'mark-kept', title: 'does not change the pre-approval', requirements: preApproved.state, fault }];
}

interface ApprovalContext {
  readonly preApproved: Proofs;
  readonly appendix: AppendixA;
}

/** Faults in what the cell does for a pre-approved contact. */
function wrongAutomaticApproval(
  id: string,
  right: Effect,
  { preApproved: { reply, asked, withheld, state }, appendix }: ApprovalContext,
): readonly CellFault[] {
  const { reply: _, ...silent } = right;
  const wrong = (description: Omit<CellFault, 'fault'>, effect: Effect): CellFault => ({
    ...description,
    slug: `pre-approval-${description.slug}`,
    title: `${description.title} a pre-approved contact`,
    fault: withEffects(id, { ifPreApproved: effect }),
  });
  const states = appendix.states.map(({ name }) => name).filter((name) => name !== right.newState);
  const ignored = withCell(id, ({ ifPreApproved: _, ...rest }) => rest);
  return [
    {
      slug: 'pre-approval-ignored',
      title: 'asks the user about a pre-approved contact',
      requirements: asked,
      fault: ignored,
    },
    wrong({ slug: 'unanswered', title: 'sends no answer for', requirements: reply }, silent),
    wrong({ slug: 'asked', title: 'delivers the request of', requirements: withheld }, { ...right, pass: 'MUST' }),
    ...movesExcept(right.reply ?? 'subscribed').map((type) =>
      wrong(
        { slug: `answered-${type}`, title: `answers with ${type} for`, requirements: reply },
        { ...right, reply: type },
      ),
    ),
    ...states.map((newState) =>
      wrong(
        { slug: slugOf(newState), title: `enters the state ${newState} for`, requirements: state },
        { ...right, newState },
      ),
    ),
  ];
}

/** A cell, and the requirements that each of its effects proves. */
export interface ProvenCell {
  readonly table: string;
  readonly cell: Cell;
  readonly proofs: Proofs;
  /** The proofs when the contact is pre-approved. */
  readonly preApproved: Proofs;
}

export interface CellFault {
  /** The slug of the mutant is the id of the cell and this. */
  readonly slug: string;
  /** Follows `In the cell ... it` in the title. */
  readonly title: string;
  /** The violated requirements, if any. */
  readonly requirements: readonly string[] | undefined;
  readonly fault: Fault;
}

/** Errata R3: the server may deliver and answer a withdrawn request, or not. */
const LEFT_OPEN: readonly string[] = ['in-unsubscribe-3', 'in-unsubscribe-4', 'in-unsubscribe-6'];

export const isLeftOpen = ({ id }: Cell): boolean => LEFT_OPEN.includes(id);

/** A fault: one cell of Appendix A is changed. */
function withCell(id: string, change: (cell: Cell) => Cell): Fault {
  const inTable = (cell: Cell) => (cell.id === id ? change(cell) : cell);
  const appendix = ({ states, tables }: AppendixA): AppendixA => ({
    states,
    tables: tables.map((table) => ({ ...table, cells: table.cells.map(inTable) })),
  });
  return { appendix };
}

/** A fault: some effects of one cell are replaced. */
const withEffects = (id: string, effects: Partial<Cell>): Fault => withCell(id, (cell) => ({ ...cell, ...effects }));

/** A fault: the server does this each time that the cell has been carried out. */
export const afterCell = (id: string, act: (between: CellParties) => void): Fault =>
  withHooks({ afterCell: (cell, between) => (cell.id === id ? act(between) : undefined) });

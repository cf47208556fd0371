// The effects that a cell of Appendix A names, each one wrong.

import type { XmlElement } from '../../../model/xml.ts';
import type { AppendixA, Cell, Effect, SubscriptionMove } from '../../../spec/appendix-a.ts';
import { stamp } from '../../stanza.ts';
import { toClient } from '../kit/hooks.ts';
import { isPush } from '../kit/predicates.ts';
import { mapItems } from '../kit/rewrites.ts';
import type { CellFault, ProvenCell } from './cell-fault.ts';
import { isLeftOpen, withCell, withEffects } from './cell-fault.ts';

const MOVES: readonly SubscriptionMove[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** All that can be wrong with what the cell names. */
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

/** What becomes of the roster pushes that the cell causes. */
function wrongPushes({ cell, proofs, preApproved }: ProvenCell): readonly CellFault[] {
  const { due } = cell.push;
  const mark = due === 'pre-approval-supported' || cell.ifPreApproved ? preApproved.push : undefined;
  const requirements = due === 'MUST' ? proofs.push : mark;
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
    // No requirement on pre-approval says how often the push comes that its acceptance causes.
    ...(cell.ifPreApproved ? [] : [doubled]),
  ];
}

function withWrongState(push: XmlElement): XmlElement {
  return mapItems(push, (item) => [
    stamp(item, { subscription: item.attrs['subscription'] === 'both' ? 'none' : 'both' }),
  ]);
}

/** Presence that should tell the contact and does not. */
function missingPresence({ cell, proofs }: ProvenCell): readonly CellFault[] {
  const { presence } = proofs;
  const flaw = (title: string, change: Partial<Cell>): CellFault => ({
    ...{ slug: 'untold', title, requirements: presence, fault: withEffects(cell.id, change) },
  });
  return [
    ...(cell.unavailableFirst ? [flaw('does not tell of absence first', { unavailableFirst: false })] : []),
    ...(cell.unavailableAfter ? [flaw('does not tell of absence', { unavailableAfter: false })] : []),
    ...(cell.presenceAfter ? [flaw('does not tell of presence', { presenceAfter: false })] : []),
  ];
}

/** The answer that the server gives by itself, or must leave to the user. */
function wrongReplies({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  if (isLeftOpen(cell)) return [];
  const { reply, noAnswer } = proofs;
  if (!cell.reply) {
    const type = table === 'in-subscribe' ? 'subscribed' : 'unsubscribed';
    const fault = withEffects(cell.id, { reply: type });
    return [{ slug: 'answered', title: `answers with ${type} by itself`, requirements: noAnswer, fault }];
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

/** What becomes of pre-approval (3.4.2). */
function wrongPreApproval(
  { cell, preApproved: { reply, withheld, state } }: ProvenCell,
  appendix: AppendixA,
): readonly CellFault[] {
  const { ifPreApproved, preApproval } = cell;
  const ignored = withCell(cell.id, ({ preApproval: _, ...rest }) => rest);
  const forgetful: CellFault = {
    slug: 'mark-kept',
    title: 'leaves the mark as it is',
    requirements: state,
    fault: ignored,
  };
  if (!ifPreApproved) return preApproval ? [forgetful] : [];
  const { reply: _, ...silent } = ifPreApproved;
  const flaw = (slug: string, title: string, requirements: CellFault['requirements'], effect: Effect): CellFault => ({
    ...{ slug: `pre-approval-${slug}`, title, requirements, fault: withEffects(cell.id, { ifPreApproved: effect }) },
  });
  const states = appendix.states.map(({ name }) => name).filter((name) => name !== ifPreApproved.newState);
  return [
    flaw('unanswered', 'does not answer for one who has pre-approved', reply, silent),
    flaw('asked', 'asks one who has pre-approved', withheld, { ...ifPreApproved, pass: 'MUST' }),
    ...movesExcept(ifPreApproved.reply ?? 'subscribed').map((type) =>
      flaw(`answered-${type}`, `answers with ${type} for one who has pre-approved`, reply, {
        ...ifPreApproved,
        reply: type,
      }),
    ),
    ...states.map((newState) =>
      flaw(slugOf(newState), `enters the state ${newState} for one who has pre-approved`, state, {
        ...ifPreApproved,
        newState,
      }),
    ),
  ];
}

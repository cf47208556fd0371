// The effects that a cell of Appendix A names, each one wrong.

import type { XmlElement } from '../../../model/xml.ts';
import type { AppendixA, Cell, Effect, SubscriptionMove } from '../../../spec/appendix-a.ts';
import { stamp } from '../../stanza.ts';
import { isPush, toClient, withItems } from '../kit/kit.ts';
import type { Flaw, Site } from './cell.ts';
import { changed, isLeftOpen, swapped } from './cell.ts';

const MOVES: readonly SubscriptionMove[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** All that can be wrong with what the cell names. */
export function wrongEffects(site: Site, appendix: AppendixA): readonly Flaw[] {
  const own = [...flipped(site), ...wrongStates(site, appendix), ...wrongPushes(site)];
  return [...own, ...untold(site), ...wrongReplies(site), ...wrongPreApproval(site, appendix)];
}

function flipped({ cell, proofs }: Site): readonly Flaw[] {
  if (isLeftOpen(cell)) return [];
  const { pass = [], local = [], remote = [], withheld = [], quiet = [] } = proofs;
  const isPassed = cell.pass === 'MUST';
  const fault = swapped(cell.id, { pass: isPassed ? 'MUST NOT' : 'MUST' });
  const requirements = isPassed ? [...pass, ...local, ...remote] : [...withheld, ...quiet];
  const title = isPassed ? 'keeps the stanza to itself' : 'lets the stanza through';
  return [{ word: isPassed ? 'withheld' : 'passed', title, requirements, fault }];
}

function wrongStates({ cell, proofs }: Site, { states }: AppendixA): readonly Flaw[] {
  const others = states.map(({ name }) => name).filter((name) => name !== cell.newState);
  return others.map((newState) => ({
    word: inWord(newState),
    title: `enters the state ${newState} instead of ${cell.newState}`,
    requirements: proofs.state,
    fault: swapped(cell.id, { newState }),
  }));
}

const inWord = (state: string): string => state.toLowerCase().replaceAll(' ', '');

/** What becomes of the roster pushes that the cell causes. */
function wrongPushes({ cell, proofs, preApproved }: Site): readonly Flaw[] {
  const { due } = cell.push;
  const mark = due === 'pre-approval-supported' || cell.ifPreApproved ? preApproved.push : undefined;
  const requirements = due === 'MUST' ? proofs.push : mark;
  const pushes = (word: string, title: string, become: (push: XmlElement) => readonly XmlElement[]): Flaw => ({
    word: `push-${word}`,
    title,
    requirements,
    fault: toClient((stanza, { server }) => server.cell === cell.id && isPush(stanza), become),
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
  return withItems(push, (item) => [
    stamp(item, { subscription: item.attrs['subscription'] === 'both' ? 'none' : 'both' }),
  ]);
}

/** Presence that should tell the contact and does not. */
function untold({ cell, proofs }: Site): readonly Flaw[] {
  const { presence } = proofs;
  const flaw = (title: string, change: Partial<Cell>): Flaw => ({
    ...{ word: 'untold', title, requirements: presence, fault: swapped(cell.id, change) },
  });
  return [
    ...(cell.unavailableFirst ? [flaw('does not tell of absence first', { unavailableFirst: false })] : []),
    ...(cell.unavailableAfter ? [flaw('does not tell of absence', { unavailableAfter: false })] : []),
    ...(cell.presenceAfter ? [flaw('does not tell of presence', { presenceAfter: false })] : []),
  ];
}

/** The answer that the server gives by itself, or must leave to the user. */
function wrongReplies({ table, cell, proofs }: Site): readonly Flaw[] {
  if (isLeftOpen(cell)) return [];
  const { reply, noAnswer } = proofs;
  if (!cell.reply) {
    const type = table === 'in-subscribe' ? 'subscribed' : 'unsubscribed';
    const fault = swapped(cell.id, { reply: type });
    return [{ word: 'answered', title: `answers with ${type} by itself`, requirements: noAnswer, fault }];
  }
  const unanswered = changed(cell.id, ({ reply: _, ...rest }) => rest);
  return [
    { word: 'unanswered', title: 'sends no answer', requirements: reply, fault: unanswered },
    ...othersThan(cell.reply).map((type) => ({
      word: `answered-${type}`,
      title: `answers with ${type}`,
      requirements: reply,
      fault: swapped(cell.id, { reply: type }),
    })),
  ];
}

const othersThan = (right: SubscriptionMove): readonly SubscriptionMove[] => MOVES.filter((type) => type !== right);

/** What becomes of pre-approval (3.4.2). */
function wrongPreApproval(
  { cell, preApproved: { reply, withheld, state } }: Site,
  appendix: AppendixA,
): readonly Flaw[] {
  const { ifPreApproved, preApproval } = cell;
  const ignored = changed(cell.id, ({ preApproval: _, ...rest }) => rest);
  const forgetful: Flaw = {
    word: 'mark-kept',
    title: 'leaves the mark as it is',
    requirements: state,
    fault: ignored,
  };
  if (!ifPreApproved) return preApproval ? [forgetful] : [];
  const { reply: _, ...silent } = ifPreApproved;
  const flaw = (word: string, title: string, requirements: Flaw['requirements'], effect: Effect): Flaw => ({
    ...{ word: `pre-approval-${word}`, title, requirements, fault: swapped(cell.id, { ifPreApproved: effect }) },
  });
  const states = appendix.states.map(({ name }) => name).filter((name) => name !== ifPreApproved.newState);
  return [
    flaw('unanswered', 'does not answer for one who has pre-approved', reply, silent),
    flaw('asked', 'asks one who has pre-approved', withheld, { ...ifPreApproved, pass: 'MUST' }),
    ...othersThan(ifPreApproved.reply ?? 'subscribed').map((type) =>
      flaw(`answered-${type}`, `answers with ${type} for one who has pre-approved`, reply, {
        ...ifPreApproved,
        reply: type,
      }),
    ),
    ...states.map((newState) =>
      flaw(inWord(newState), `enters the state ${newState} for one who has pre-approved`, state, {
        ...ifPreApproved,
        newState,
      }),
    ),
  ];
}

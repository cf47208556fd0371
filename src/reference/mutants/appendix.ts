// Every cell of RFC 6121 Appendix A with each of its effects wrong.

import type { XmlElement } from '../../model.ts';
import type { AppendixA, Cell, Effect } from '../../spec/appendix-a.ts';
import { findState, loadAppendixA } from '../../spec/appendix-a.ts';
import { type Proofs, proofsOf } from '../../spec/cell-proofs.ts';
import { stamp } from '../stanza.ts';
import type { Defect } from '../tamper.ts';
import { isPush, toClient, withItems } from './kit.ts';
import type { Mutant } from './mutant.ts';

/** Errata R3: whether a withdrawn request is shown and answered is left open, so these tell nothing when flipped. */
const LEFT_OPEN: readonly string[] = ['in-unsubscribe-3', 'in-unsubscribe-4', 'in-unsubscribe-6'];

interface Site {
  readonly table: string;
  readonly cell: Cell;
  readonly proofs: Proofs;
  /** The same, where the contact is pre-approved. */
  readonly preApproved: Proofs;
}

interface Flaw {
  readonly word: string;
  readonly title: string;
  readonly requirements: readonly string[] | undefined;
  readonly defect: Defect;
}

/** All of them; those whose effect no requirement speaks of are left out. */
export function appendixMutants(): readonly Mutant[] {
  const appendix = loadAppendixA();
  const sites = appendix.tables.flatMap(({ id: table, cells }) =>
    cells.map((cell): Site => {
      const situation = { cell, state: findState(appendix, cell.state) };
      const proofs = proofsOf(table, { ...situation, preApproval: false });
      return { table, cell, proofs, preApproved: proofsOf(table, { ...situation, preApproval: true }) };
    }),
  );
  return sites.flatMap((site) => flawsOf(site, appendix).flatMap((flaw) => toMutant(site, flaw)));
}

function toMutant({ table, cell }: Site, flaw: Flaw): readonly Mutant[] {
  const { word, title, requirements = [], defect } = flaw;
  if (requirements.length === 0) return [];
  const place = { table: `appendix-a/${table}`, row: cell.state, column: 'new state' };
  const id = `${requirements[0]}/${cell.id}-${word}`;
  return [{ id, title: `In the cell ${cell.id} it ${title}.`, requirements, cell: place, defect: () => defect }];
}

function flawsOf(site: Site, appendix: AppendixA): readonly Flaw[] {
  const own = [...flipped(site), ...wrongStates(site, appendix), ...wrongPushes(site)];
  return [...own, ...untold(site), ...wrongReplies(site), ...wrongPreApproval(site)];
}

/** Appendix A with one cell changed. */
function changed(id: string, change: (cell: Cell) => Cell): Defect {
  const inTable = (cell: Cell) => (cell.id === id ? change(cell) : cell);
  const appendix = ({ states, tables }: AppendixA): AppendixA => ({
    states,
    tables: tables.map((table) => ({ ...table, cells: table.cells.map(inTable) })),
  });
  return { appendix };
}

const swapped = (id: string, effects: Partial<Cell>): Defect => changed(id, (cell) => ({ ...cell, ...effects }));

function flipped({ cell, proofs }: Site): readonly Flaw[] {
  if (LEFT_OPEN.includes(cell.id)) return [];
  const { pass = [], local = [], remote = [], withheld = [], quiet = [] } = proofs;
  const isPassed = cell.pass === 'MUST';
  const defect = swapped(cell.id, { pass: isPassed ? 'MUST NOT' : 'MUST' });
  const requirements = isPassed ? [...pass, ...local, ...remote] : [...withheld, ...quiet];
  const title = isPassed ? 'keeps the stanza to itself' : 'lets the stanza through';
  return [{ word: isPassed ? 'withheld' : 'passed', title, requirements, defect }];
}

function wrongStates({ cell, proofs }: Site, { states }: AppendixA): readonly Flaw[] {
  const others = states.map(({ name }) => name).filter((name) => name !== cell.newState);
  return others.map((newState) => ({
    word: newState.toLowerCase().replaceAll(' ', ''),
    title: `enters the state ${newState} instead of ${cell.newState}`,
    requirements: proofs.state,
    defect: swapped(cell.id, { newState }),
  }));
}

/** What becomes of the roster pushes that the cell causes. */
function wrongPushes({ cell, proofs }: Site): readonly Flaw[] {
  if (cell.push.due !== 'MUST') return [];
  const pushes = (word: string, title: string, become: (push: XmlElement) => readonly XmlElement[]): Flaw => ({
    word: `push-${word}`,
    title,
    requirements: proofs.push,
    defect: toClient((stanza, { world }) => world.cell === cell.id && isPush(stanza), become),
  });
  return [
    pushes('missing', 'pushes nothing', () => []),
    pushes('wrong', 'pushes another state', (push) => [withWrongState(push)]),
    pushes('doubled', 'pushes twice', (push) => [push, stamp(push, { id: `${push.attrs['id']}-again` })]),
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
    ...{ word: 'untold', title, requirements: presence, defect: swapped(cell.id, change) },
  });
  return [
    ...(cell.unavailableFirst ? [flaw('does not tell of absence first', { unavailableFirst: false })] : []),
    ...(cell.unavailableAfter ? [flaw('does not tell of absence', { unavailableAfter: false })] : []),
    ...(cell.presenceAfter ? [flaw('does not tell of presence', { presenceAfter: false })] : []),
  ];
}

/** The answer that the server gives by itself, or must leave to the user. */
function wrongReplies({ cell, proofs }: Site): readonly Flaw[] {
  if (LEFT_OPEN.includes(cell.id)) return [];
  const { reply, noAnswer } = proofs;
  const unanswered = changed(cell.id, ({ reply: _, ...rest }) => rest);
  const answered = swapped(cell.id, { reply: 'subscribed' });
  return cell.reply
    ? [{ word: 'unanswered', title: 'sends no answer', requirements: reply, defect: unanswered }]
    : [{ word: 'answered', title: 'answers for the user', requirements: noAnswer, defect: answered }];
}

/** What becomes of pre-approval (3.4.2). */
function wrongPreApproval({ cell, preApproved: { reply, withheld, state } }: Site): readonly Flaw[] {
  const { ifPreApproved, preApproval } = cell;
  const ignored = changed(cell.id, ({ preApproval: _, ...rest }) => rest);
  const forgetful: Flaw = {
    word: 'mark-kept',
    title: 'leaves the mark as it is',
    requirements: state,
    defect: ignored,
  };
  if (!ifPreApproved) return preApproval ? [forgetful] : [];
  const { reply: _, ...silent } = ifPreApproved;
  const flaw = (word: string, title: string, requirements: Flaw['requirements'], effect: Effect): Flaw => ({
    ...{ word, title, requirements, defect: swapped(cell.id, { ifPreApproved: effect }) },
  });
  return [
    flaw('pre-approval-unanswered', 'does not answer for one who has pre-approved', reply, silent),
    flaw('pre-approval-asked', 'asks one who has pre-approved', withheld, { ...ifPreApproved, pass: 'MUST' }),
    flaw('pre-approval-lost', 'forgets what the pre-approval was for', state, {
      ...ifPreApproved,
      newState: cell.state,
    }),
  ];
}

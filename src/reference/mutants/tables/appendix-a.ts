// Every cell of RFC 6121 Appendix A with each of its effects wrong, and with each forbidden side effect.

import { findState, loadAppendixA } from '../../../spec/appendix-a.ts';
import { proofsOf } from '../../../spec/cell-proofs.ts';
import { sendAllUnavailable, sendCurrentPresence } from '../../availability.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { CellParties } from '../../server-state.ts';
import type { Mutant } from '../kit/mutant.ts';
import { afterCell, type CellFault, isLeftOpen, type ProvenCell, wrongEffects } from './cell-effects.ts';

/** Generates the mutants. A fault that violates no requirement is left out. */
export function appendixAMutants(): readonly Mutant[] {
  const appendix = loadAppendixA();
  const sites = appendix.tables.flatMap(({ id: table, cells }) =>
    cells.map((cell): ProvenCell => {
      const situation = { cell, state: findState(appendix, cell.state) };
      const proofs = proofsOf(table, { ...situation, preApproval: false });
      return { table, cell, proofs, preApproved: proofsOf(table, { ...situation, preApproval: true }) };
    }),
  );
  return sites.flatMap((site) =>
    [...wrongEffects(site, appendix), ...forbiddenSideEffects(site)].flatMap((flaw) => toMutant(site, flaw)),
  );
}

function toMutant({ table, cell }: ProvenCell, flaw: CellFault): readonly Mutant[] {
  const { slug, title, requirements = [], fault } = flaw;
  if (requirements.length === 0) return [];
  const place = { table: `appendix-a/${table}`, row: cell.state, column: 'new state' };
  const id = `${requirements[0]}/${cell.id}-${slug}`;
  return [{ id, title: `In the cell ${cell.id} it ${title}.`, requirements, cell: place, fault: () => fault }];
}

/** All forbidden side effects of a cell. */
function forbiddenSideEffects(site: ProvenCell): readonly CellFault[] {
  return [...extraPush(site), ...extraUnavailable(site), ...presenceLeak(site)];
}

/**
 * A push that is forbidden. A push that repeats a roster item is permitted: of the requests, only one from a contact that
 * is not in the roster must not cause a push (A.1, 3.1.3).
 */
function extraPush({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  const isForbidden = table.startsWith('in-') && cell.push.due === 'no' && !isLeftOpen(cell);
  const mayRepeat = table === 'in-subscribe' && cell.state !== 'None';
  if (!isForbidden || mayRepeat) return [];
  const push = ({ server, account, contact }: CellParties) =>
    storeItem(server, account, account.roster.items.get(contact) ?? blankItem(contact));
  return [{ slug: 'pushed', title: 'pushes', requirements: proofs.quiet, fault: afterCell(cell.id, push) }];
}

/** Unavailable presence to a contact that has received no presence. */
function extraUnavailable({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  if (cell.pass === 'MUST' || isLeftOpen(cell)) return [];
  const requirements = { 'out-unsubscribed': proofs.quiet, 'in-unsubscribe': proofs.noAnswer }[table];
  const notify = ({ server, account, contact }: CellParties) => sendAllUnavailable(server, account, contact);
  return [
    {
      slug: 'told',
      title: 'sends unavailable presence to the contact',
      requirements,
      fault: afterCell(cell.id, notify),
    },
  ];
}

/** Presence to a contact that must not receive it. */
function presenceLeak({ cell, proofs }: ProvenCell): readonly CellFault[] {
  const leak = ({ server, account, contact }: CellParties) => sendCurrentPresence(server, account, contact);
  const title = 'sends presence to a contact without a subscription';
  return [{ slug: 'leak', title, requirements: proofs.leak, fault: afterCell(cell.id, leak) }];
}

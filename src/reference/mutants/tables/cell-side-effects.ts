// Side effects that a cell of Appendix A does not have and a requirement forbids.

import { sendAllUnavailable, sendCurrentPresence } from '../../availability.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { CellParties } from '../../server-state.ts';
import type { CellFault, ProvenCell } from './cell-fault.ts';
import { afterCell, isLeftOpen } from './cell-fault.ts';

/** All forbidden side effects of a cell. */
export function forbiddenSideEffects(site: ProvenCell): readonly CellFault[] {
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

// What a cell of Appendix A does not name and a requirement forbids, done besides.

import { sendAllUnavailable, sendCurrentPresence } from '../../availability.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { CellParties } from '../../server-state.ts';
import type { CellFault, ProvenCell } from './cell-fault.ts';
import { afterCell, isLeftOpen } from './cell-fault.ts';

/** All that can be done besides and is forbidden. */
export function forbiddenSideEffects(site: ProvenCell): readonly CellFault[] {
  return [...extraPush(site), ...extraUnavailable(site), ...presenceLeak(site)];
}

/**
 * A push where silence is asked for. Not where one may repeat what the roster shows: of a request, only one from a
 * contact that is not in the roster may cause no push at all (A.1, 3.1.3).
 */
function extraPush({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  const isForbidden = table.startsWith('in-') && cell.push.due === 'no' && !isLeftOpen(cell);
  const mayRepeat = table === 'in-subscribe' && cell.state !== 'None';
  if (!isForbidden || mayRepeat) return [];
  const push = ({ server, account, contact }: CellParties) =>
    storeItem(server, account, account.roster.items.get(contact) ?? blankItem(contact));
  return [{ slug: 'pushed', title: 'pushes', requirements: proofs.quiet, fault: afterCell(cell.id, push) }];
}

/** Absence, told to somebody who was never told of presence. */
function extraUnavailable({ table, cell, proofs }: ProvenCell): readonly CellFault[] {
  if (cell.pass === 'MUST' || isLeftOpen(cell)) return [];
  const requirements = { 'out-unsubscribed': proofs.quiet, 'in-unsubscribe': proofs.noAnswer }[table];
  const tell = ({ server, account, contact }: CellParties) => sendAllUnavailable(server, account, contact);
  return [{ slug: 'told', title: 'tells the contact of absence', requirements, fault: afterCell(cell.id, tell) }];
}

/** Presence, shown to somebody who may not see it. */
function presenceLeak({ cell, proofs }: ProvenCell): readonly CellFault[] {
  const show = ({ server, account, contact }: CellParties) => sendCurrentPresence(server, account, contact);
  const title = 'shows presence to a contact without a subscription';
  return [{ slug: 'leak', title, requirements: proofs.leak, fault: afterCell(cell.id, show) }];
}

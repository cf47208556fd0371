// RFC 6121 3 to 3.1.2: subscription requests of users. The cells of Appendix A have generated mutants.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { accountAt } from '../../lookup.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { isIq, isPresence, isPush, isSubscribe } from '../kit/predicates.ts';
import { isToFullJid } from '../kit/recipients.ts';
import { drop, mapItems, setAttributes } from '../kit/rewrites.ts';
import { isInTable, itemOfRecipient } from './subscription-stanzas.ts';

const MOVES = ['subscribe', 'unsubscribe', 'subscribed', 'unsubscribed'] as const;

/**
 * No mutant violates 3.1.2-i: the server chooses when to send a request again. No mutant ignores a request to a missing
 * account: 8.5.1 permits that. No mutant takes a malformed address: to verify it is an option.
 */
export const sentRequestMutants: readonly Mutant[] = [
  ...MOVES.map((type) =>
    breaks(`3-a/${type}-from-full-jid`, `It stamps "${type}" with the full JID.`, () =>
      onRoute((stanza, server) => isPresence(stanza, type) && isOutbound(server), stampFullFrom),
    ),
  ),
  breaks('3.1.1-d/ask-lost-by-set', 'It removes "ask" when the item is set after the request.', () =>
    fromClient((stanza) => isIq(stanza, 'set', NS.roster), clearAsk),
  ),
  breaks('3.1.1-d/name-lost-by-request', 'It removes name and groups when a request follows them.', () =>
    fromClient(isSubscribe, clearDetails),
  ),
  breaks(
    'A.2.1-b/pushed-as-none',
    'It pushes the subscription "none" after a request to a subscriber.',
    () =>
      toClient(
        (stanza, { server }) => isPush(stanza) && isInTable(server, 'out-subscribe'),
        (push) => [mapItems(push, (item) => [stamp(item, { subscription: 'none' })])],
      ),
    { nearest: ['rfc6121/3.1.2/pushed-states'] },
  ),
  breaks('3.1.2-b/full-jid-dropped', 'It drops requests to full JIDs.', () =>
    fromClient((stanza) => isSubscribe(stanza) && isToFullJid(stanza), drop),
  ),
  breaks('3.1.2-b/full-jid-routed', 'It routes requests to full JIDs unchanged.', keepFullTo),
  breaks('3.1.2-g/failure-hidden', 'It returns no error for a request that it cannot route.', () =>
    toClient((stanza) => isPresence(stanza, 'error'), drop),
  ),
  breaks('3.1.2-g/failure-unexplained', 'It returns an empty error for a request that it cannot route.', () =>
    toClient(
      (stanza) => isPresence(stanza, 'error'),
      (error) => [{ ...error, children: [] }],
    ),
  ),
  breaks('3.1.2-j/no-id', 'It sends a request again without an id.', () =>
    onRoute((stanza, { cell }) => isSubscribe(stanza) && cell === undefined, setAttributes({ id: undefined })),
  ),
];

const isOutbound = ({ cell }: ServerState): boolean => cell?.startsWith('out-') ?? false;

function stampFullFrom(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const from = parseJid(stanza.attrs['from'] ?? '');
  const [resource] = [...((from && accountAt(server, from))?.resources.values() ?? [])];
  return [stamp(stanza, { from: resource?.jid })];
}

function clearAsk(set: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  const { items } = resource.account.roster;
  for (const [jid, item] of items) items.set(jid, { ...item, ask: false });
  return [set];
}

function clearDetails(request: XmlElement, context: ClientContext): readonly XmlElement[] {
  const item = itemOfRecipient(request, context);
  if (item) context.resource.account.roster.items.set(item.jid, { ...item, name: '', groups: [] });
  return [request];
}

function keepFullTo(): Fault {
  let requested: string | undefined;
  const fromClient = (stanza: XmlElement) => {
    requested = isSubscribe(stanza) ? stanza.attrs['to'] : undefined;
    return [stanza];
  };
  const route = (stanza: XmlElement, server: ServerState) =>
    isSubscribe(stanza) && isOutbound(server) ? [stamp(stanza, { to: requested })] : [stanza];
  return withHooks({ fromClient, route });
}

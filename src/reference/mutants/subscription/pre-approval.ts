// RFC 6121 3.4: pre-approval.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { interestedResources } from '../../lookup.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { isPresence, isPush } from '../kit/predicates.ts';
import { recipientBareJid } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { alsoRoute, answersRequest, isInTable, isOfSubscriber, itemOfRecipient } from './subscription-stanzas.ts';

/**
 * No mutant keeps the pre-approval when the subscription begins: 3.4.2 leaves that to the server. No mutant keeps it when
 * that subscription is cancelled: 3.2.2 requires its removal only where there is no subscription.
 */
export const preApprovalMutants: readonly Mutant[] = [
  breaks('3.4-b/not-advertised', 'It does not advertise pre-approval.', () =>
    withHooks({ features: (features) => replaceFeature(features, () => []) }),
  ),
  breaks('3.4-c/required', 'It marks pre-approval as mandatory to negotiate.', () =>
    withHooks({ features: (features) => replaceFeature(features, asRequired) }),
  ),
  breaks('3.4.2-a/routed', 'It routes "subscribed" to a contact that is already subscribed.', () =>
    fromClient((stanza, context) => isApproval(stanza) && isToSubscriber(stanza, context), alsoRoute),
  ),
  breaks('3.4.2-a/marked', 'It marks a contact that is already subscribed as pre-approved.', () =>
    fromClient((stanza, context) => isApproval(stanza) && isToSubscriber(stanza, context), markApproved),
  ),
  breaks('3.4.2-b/only-marked', 'It treats the approval of a request as a pre-approval.', () =>
    fromClient((stanza, context) => isApproval(stanza) && answersRequest(stanza, context), markApproved),
  ),
  breaks('3.4.2-b/unanswered', 'It ignores the approval of a request.', () =>
    fromClient((stanza, context) => isApproval(stanza) && answersRequest(stanza, context), drop),
  ),
  breaks('3.4.2-c/ignored', 'It ignores the pre-approval of a listed contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) !== undefined,
      drop,
    ),
  ),
  breaks('3.4.2-c/not-pushed', 'It pushes a pre-approval to one resource only.', () =>
    toClient(
      (stanza, context) => isPush(stanza) && isInTable(context.server, 'out-subscribed') && !isFirst(context),
      drop,
    ),
  ),
  breaks('3.4.2-d/routed', 'It routes the pre-approval of a listed contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) !== undefined,
      alsoRoute,
    ),
  ),
  breaks('3.4.2-e/ignored', 'It ignores the pre-approval of an unlisted contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) === undefined,
      drop,
    ),
  ),
  breaks('3.4.2-f/routed', 'It routes the pre-approval of an unlisted contact.', () =>
    fromClient(
      (stanza, context) => isPreApproval(stanza, context) && itemOfRecipient(stanza, context) === undefined,
      alsoRoute,
    ),
  ),
];

const isApproval = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribed');

const isToSubscriber = (stanza: XmlElement, context: ClientContext): boolean =>
  isOfSubscriber(itemOfRecipient(stanza, context));

/** Whether a stanza approves a contact that has sent no request. */
const isPreApproval = (stanza: XmlElement, context: ClientContext): boolean =>
  isApproval(stanza) && !answersRequest(stanza, context) && !isToSubscriber(stanza, context);

const isFirst = ({ resource }: ClientContext): boolean => interestedResources(resource.account)[0] === resource;

function markApproved(approval: XmlElement, context: ClientContext): readonly XmlElement[] {
  const item = itemOfRecipient(approval, context) ?? blankItem(recipientBareJid(approval));
  storeItem(context.server, context.resource.account, { ...item, approved: true });
  return [];
}

/** Replaces the feature of pre-approval. */
function replaceFeature(features: XmlElement, rewrite: (feature: XmlElement) => readonly XmlElement[]): XmlElement {
  const isPreApproval = ({ ns }: XmlElement) => ns === NS.preApproval;
  return { ...features, children: elements(features).flatMap((f) => (isPreApproval(f) ? rewrite(f) : [f])) };
}

const asRequired = ({ name, ns }: XmlElement): readonly XmlElement[] => [
  element(name, ns, {}, [element('required', ns)]),
];

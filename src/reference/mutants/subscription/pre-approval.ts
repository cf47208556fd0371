// RFC 6121 3.4: pre-approval.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { interestedResources } from '../../lookup.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, isPresence, isPush, lost, tampered, toClient, withItems } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { alsoSentOut, contactOf, isAwaited, isInTable, itemFor, seesPresence } from '../kit/subscription.ts';

/**
 * None that never spends a pre-approval, since 3.4.2 leaves the mark to the server; nor one that keeps it when the
 * subscription that came of it is cancelled, since 3.2.2 has it removed only where there is no subscription.
 */
export const subscriptionPreApprovalMutants: readonly Mutant[] = [
  breaks('3.4-b', {
    word: 'not-advertised',
    title: 'It supports pre-approval and does not say so.',
    fault: () => tampered({ features: (features) => withFeature(features, () => []) }),
  }),
  breaks('3.4-c', {
    word: 'required',
    title: 'It makes pre-approval mandatory to negotiate.',
    fault: () => tampered({ features: (features) => withFeature(features, required) }),
  }),
  breaks('3.4.2-a', {
    word: 'routed',
    title: 'It routes "subscribed" to a contact who is subscribed already.',
    fault: () => fromClient((stanza, at) => isApproval(stanza) && isToSubscriber(stanza, at), alsoSentOut),
  }),
  breaks('3.4.2-a', {
    word: 'marked',
    title: 'It marks a contact who is subscribed already as pre-approved.',
    fault: () => fromClient((stanza, at) => isApproval(stanza) && isToSubscriber(stanza, at), marked),
  }),
  breaks('3.4.2-b', {
    word: 'only-marked',
    title: 'It takes the approval of a request for a pre-approval.',
    fault: () => fromClient((stanza, at) => isApproval(stanza) && isAwaited(stanza, at), marked),
  }),
  breaks('3.4.2-b', {
    word: 'unanswered',
    title: 'It ignores the approval of a request.',
    fault: () => fromClient((stanza, at) => isApproval(stanza) && isAwaited(stanza, at), lost),
  }),
  breaks('3.4.2-c', {
    word: 'ignored',
    title: 'It ignores the pre-approval of a listed contact.',
    fault: () => fromClient((stanza, at) => isPreApproval(stanza, at) && itemFor(stanza, at) !== undefined, lost),
  }),
  breaks('3.4.2-c', {
    word: 'not-pushed',
    title: 'It pushes the mark of a pre-approval to one resource only.',
    fault: () =>
      toClient((stanza, at) => isPush(stanza) && isInTable(at.server, 'out-subscribed') && !isFirst(at), lost),
  }),
  breaks('3.4.2-d', {
    word: 'routed',
    title: 'It routes the pre-approval of a listed contact.',
    fault: () =>
      fromClient((stanza, at) => isPreApproval(stanza, at) && itemFor(stanza, at) !== undefined, alsoSentOut),
  }),
  breaks('3.4.2-e', {
    word: 'ignored',
    title: 'It ignores the pre-approval of a contact who is not listed.',
    fault: () => fromClient((stanza, at) => isPreApproval(stanza, at) && itemFor(stanza, at) === undefined, lost),
  }),
  breaks('3.4.2-e', {
    word: 'without-mark',
    title: 'It pushes the item of a pre-approved contact without the mark.',
    fault: () =>
      toClient(
        (stanza, { server }) => isPush(stanza) && isInTable(server, 'out-subscribed'),
        (push) => [withItems(push, (item) => [stamp(item, { approved: undefined })])],
      ),
  }),
  breaks('3.4.2-f', {
    word: 'routed',
    title: 'It routes the pre-approval of a contact who is not listed.',
    fault: () =>
      fromClient((stanza, at) => isPreApproval(stanza, at) && itemFor(stanza, at) === undefined, alsoSentOut),
  }),
];

const isApproval = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribed');

const isToSubscriber = (stanza: XmlElement, at: ClientContext): boolean => seesPresence(itemFor(stanza, at));

/** Whether it approves what nobody has asked for. */
const isPreApproval = (stanza: XmlElement, at: ClientContext): boolean =>
  isApproval(stanza) && !isAwaited(stanza, at) && !isToSubscriber(stanza, at);

const isFirst = ({ resource }: ClientContext): boolean => interestedResources(resource.account)[0] === resource;

function marked(approval: XmlElement, at: ClientContext): readonly XmlElement[] {
  const item = itemFor(approval, at) ?? blankItem(contactOf(approval));
  storeItem(at.server, at.resource.account, { ...item, approved: true });
  return [];
}

/** The features with that of pre-approval replaced. */
function withFeature(features: XmlElement, become: (feature: XmlElement) => readonly XmlElement[]): XmlElement {
  const isPreApproval = ({ ns }: XmlElement) => ns === NS.preApproval;
  return { ...features, children: elements(features).flatMap((f) => (isPreApproval(f) ? become(f) : [f])) };
}

const required = ({ name, ns }: XmlElement): readonly XmlElement[] => [
  element(name, ns, {}, [element('required', ns)]),
];

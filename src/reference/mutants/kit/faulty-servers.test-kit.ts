// Faults that no mutant has, because they break more than a rule.

import type { XmlElement } from '../../../model/xml.ts';
import { child, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, resultOf } from '../../stanza.ts';
import { fromClient } from './mutant.ts';
import { bareJidOf } from './recipients.ts';
import { isIq } from './rewrites.ts';

const isRemoval = (stanza: XmlElement): boolean =>
  isIq(stanza, 'set', NS.roster) && elements(stanza).some((query) => elements(query).some(isRemoved));

const isRemoved = ({ attrs }: XmlElement): boolean => attrs['subscription'] === 'remove';

const isDeletion = (stanza: XmlElement): boolean =>
  (isIq(stanza, 'set', NS.register) && elements(stanza).some((query) => child(query, 'remove', NS.register))) ||
  elements(stanza).some(({ attrs }) => attrs['node']?.endsWith('#delete-user'));

/** Answers the removal of a roster item, and pushes it, but keeps the item. Deletes no account. */
export const keepsAll = (): Fault =>
  fromClient(
    (stanza) => isRemoval(stanza) || isDeletion(stanza),
    (stanza, { resource }) => {
      if (isDeletion(stanza)) resource.send(errorOf(stanza, 'not-allowed'));
      else {
        resource.send({ ...stanza, attrs: { type: 'set', id: `push-${stanza.attrs['id']}` } });
        resource.send(resultOf(stanza));
      }
      return [];
    },
  );

/** Drops the request of a user whom the other one has denied before, also when nothing else is left of that. */
export function remembersDenials(): Fault {
  const denied = new Set<string>();
  const isDenied = ({ name, attrs: { to, type } }: XmlElement, from: string): boolean => {
    const [own, other] = [bareJidOf(from), bareJidOf(to)];
    if (name === 'presence' && type === 'unsubscribed') denied.add(`${other} ${own}`);
    return name === 'presence' && type === 'subscribe' && denied.has(`${own} ${other}`);
  };
  return fromClient(
    (stanza, { resource }) => isDenied(stanza, resource.jid),
    () => [],
  );
}

// A fault that no mutant has, because it breaks more than a rule: nothing that was made can be removed.

import type { XmlElement } from '../../../model/xml.ts';
import { child, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, resultOf } from '../../stanza.ts';
import { fromClient } from './mutant.ts';
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

// RFC 7622 4: the jid of a roster item that is taken as written.

import type { XmlElement } from '../../../model/xml.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant } from '../kit/mutant.ts';
import { editItems, isRemoval, isSet, itemsOf } from './roster-requests.ts';

export const itemAddressMutants: readonly Mutant[] = [
  breaks('rfc7622-4-a/remove-jid-not-prepared', 'It finds no item for the removal of an address in capitals.', () =>
    fromClient(
      (stanza) => isRemoval(stanza) && hasCapitals(stanza),
      editItems((item) => stamp(item, { jid: `never-listed-${item.attrs['jid']}` })),
    ),
  ),
  breaks('rfc7622-4-a/roster-jid-case', 'It keeps an address in capitals as an item of its own.', () =>
    fromClient(
      (stanza) => isSet(stanza) && !isRemoval(stanza) && hasCapitals(stanza),
      editItems((item) => stamp(item, { jid: `capitals-${item.attrs['jid']}` })),
    ),
  ),
];

function hasCapitals(set: XmlElement): boolean {
  const jid = itemsOf(set)[0]?.attrs['jid'] ?? '';
  return jid !== jid.toLowerCase();
}

import type { XmlElement } from '../../../model/xml.ts';
import { text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { withHooks } from './hooks.ts';
import { isPresence } from './predicates.ts';
import { clientElement, replaceChildren } from './rewrites.ts';

/** A fault: available presence shows another priority (RFC 6121 4.7.2.3) than the one that is in force; undefined: none. */
export function showPriority(shown: (given: number) => number | undefined): Fault {
  const changed = replaceChildren(
    ({ name }) => name === 'priority',
    (found) => {
      const value = shown(Number(text(found)));
      return value === undefined ? [] : [clientElement('priority', `${value}`)];
    },
  );
  const all = (stanza: XmlElement) => (isPresence(stanza, 'available') ? changed(stanza) : [stanza]);
  return withHooks({ toClient: all, toRemote: all });
}

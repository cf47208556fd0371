// Servers that keep short and simple content, and change long or unusual content.

import type { XmlElement } from '../../model/xml.ts';
import { elements } from '../../stanza/xml.ts';
import type { Fault } from '../fault.ts';
import { stamp } from '../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute } from './kit/mutant.ts';
import { idsChanged } from './kit/near-misses.ts';
import { isMessage, isPresence, replaceChildren, withText } from './kit/rewrites.ts';
import { changeText, isNamed } from './message/headlines.ts';
import { editItems, isSet } from './roster/roster-requests.ts';

export const longContentMutants: readonly Mutant[] = [
  breaks('8.5.2.1.1-g/body-cut', 'It cuts bodies after 4096 characters.', () => cut('body', 4096)),
  breaks('8.5.2.1.1-g/subject-cut', 'It cuts subjects after 1024 characters.', () => cut('subject', 1024)),
  breaks('5.2.5-h/long-cut', 'It cuts threads after 2048 characters.', () => cut('thread', 2048)),
  breaks('8.5.2.1.1-g/four-bodies', 'It relays four bodies of a message at most.', () =>
    onRoute(isMessage, (stanza) => {
      const [, , , , fifth] = elements(stanza).filter(isNamed('body'));
      return replaceChildren(
        (node) => node === fifth,
        () => [],
      )(stanza);
    }),
  ),
  breaks('rfc6120-8.4-a/carriage-returns', 'It makes line feeds of the carriage returns in bodies.', () =>
    changeText('body', (value) => value.replace(/\r\n?/g, '\n')),
  ),
  breaks('rfc6120-8.4-a/normalised', 'It normalises the letters of bodies.', () =>
    changeText('body', (value) => value.normalize('NFC')),
  ),
  breaks('4.4.2-a/status-cut', 'It cuts the status of presence after 1024 characters.', () =>
    onRoute(
      (stanza) => isPresence(stanza),
      replaceChildren(
        isNamed('status'),
        withText((value) => value.slice(0, 1024)),
      ),
    ),
  ),
  breaks('2-a/name-in-one-line', 'It makes blanks of the line ends in names.', () =>
    fromClient(
      isSet,
      editItems((item) => stamp(item, { name: item.attrs['name']?.replace(/\s/g, ' ') })),
    ),
  ),
  breaks('rfc6120-8.1.3-b/cut', 'It cuts the ids of messages after 256 characters.', () =>
    idsChanged(isMessage, (id) => id.slice(0, 256)),
  ),
  breaks('rfc6120-8.1.3-a/lower-case', 'It writes the ids of its errors in lower case.', () =>
    idsChanged(isIqError, (id) => id.toLowerCase()),
  ),
];

const cut = (name: string, length: number): Fault => changeText(name, (value) => value.slice(0, length));

const isIqError = ({ name, attrs }: XmlElement): boolean => name === 'iq' && attrs['type'] === 'error';

// What came of an earlier step of an example: the answer to a request, and what arrived before the next step.

import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { groupBy } from '../../results/outcomes.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { compactXml } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';
import { bounded, type View } from './labelled-line.ts';

/** What each session received between these acts and the next one; answers to requests apart. */
export function arrivedAfter(acts: readonly TranscriptEntry[], { lang, rename, situation }: View): readonly string[] {
  const { exchange } = situation;
  const begin = 1 + exchange.findLastIndex((entry) => acts.includes(entry));
  const length = exchange.slice(begin).findIndex(({ direction }) => direction !== 'received');
  const after = exchange.slice(begin, length < 0 ? undefined : begin + length);
  const arrivals = after.flatMap(({ kind, session, stanza }) =>
    kind === 'step' && stanza !== undefined && !isAnswer(stanza)
      ? [{ session, text: compactXml(withoutOwnId(stanza), rename) }]
      : [],
  );
  return [...groupBy(arrivals, ({ session }) => session)].map(([session, received]) => {
    const texts = [...groupBy(received, ({ text }) => text)].map(([text, { length }]) =>
      length === 1 ? text : FINDING[lang].times(text, length),
    );
    return FINDING[lang].arrives(escapeControls(session), bounded(texts).join(' '));
  });
}

/** Without the id that the server has made up for a request of its own: it says nothing. */
function withoutOwnId(stanza: XmlElement): XmlElement {
  if (stanza.name !== 'iq') return stanza;
  const { id: _, ...attrs } = stanza.attrs;
  return { ...stanza, attrs };
}

const isAnswer = ({ name, attrs }: XmlElement): boolean =>
  name === 'iq' && ['result', 'error'].includes(attrs['type'] ?? '');

/** The result or error of an IQ request, where it says more than that the request was done. */
export function answerTo(
  { stanza, session }: TranscriptEntry,
  exchange: readonly TranscriptEntry[],
): XmlElement | undefined {
  if (stanza?.name !== 'iq') return undefined;
  const { id } = stanza.attrs;
  const answer = exchange.find(
    (entry) =>
      entry.direction === 'received' &&
      entry.session === session &&
      entry.stanza !== undefined &&
      isAnswer(entry.stanza) &&
      entry.stanza.attrs['id'] === id,
  )?.stanza;
  return answer === undefined || answer.children.length === 0 ? undefined : answer;
}

// The first place where a stanza differs, in words.

import type { Language } from '../../model/event.ts';
import type { Difference, DifferenceValue } from '../../model/failure.ts';
import { differenceText } from '../../wording/differences.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { placeText } from '../../wording/places.ts';
import type { Rename } from '../text/xml-text.ts';
import { FAULT } from './fault-words.ts';
import { FINDING } from './finding-words.ts';

interface Words {
  readonly lang: Language;
  readonly rename: Rename;
}

/** `the attribute from of <presence>: expected "juliet", got "juliet/balcony"`. */
export function differenceSentence({ path, expected, actual }: Difference, { lang, rename }: Words): string {
  const value = (side: DifferenceValue) => cut(escapeControls(rename(differenceText(side, lang))), MAX_VALUE);
  const place = escapeControls(placeText(path, lang));
  if (expected.kind === 'only' && expected.count === 0 && actual.kind === 'children' && actual.names.length > 0) {
    return FAULT[lang].holds(place, value(actual));
  }
  return FINDING[lang].differs(place, value(expected), value(offending(path, actual)));
}

/** Of an error its condition: every error may have a text. */
function offending(path: string, actual: DifferenceValue): DifferenceValue {
  if (actual.kind !== 'children' || !path.endsWith('/error')) return actual;
  return { ...actual, names: actual.names.filter((name) => name !== 'text') };
}

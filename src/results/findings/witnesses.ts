// The sessions at which a failed check shows: the same may be missing, or too much, at several.

import { isDeepStrictEqual } from 'node:util';
import { departureOf } from '../../failures/kinds.ts';
import type { Showing } from '../../model/finding.ts';
import type { XmlElement } from '../../model/xml.ts';
import { readMark } from '../../stanza/placeholders.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { causeOf } from '../evidence.ts';
import type { Situation } from './situation.ts';

export interface Witnesses {
  /** Sessions at which the same check of the step fails in the same way, that of the showing first. */
  readonly failing: readonly string[];
  /** Other sessions of the same user that receive what is missing there. */
  readonly served: readonly string[];
  /** What the session receives that differs from what is missing only in its sender. */
  readonly alike: readonly XmlElement[];
}

/** Where the failure shows, and of a missing stanza, where it arrives all the same. */
export function witnessesOf({ result, check }: Showing, { arrivals }: Pick<Situation, 'arrivals'>): Witnesses {
  const { failure, session, requirements } = check;
  if (failure === undefined || session === '') return { failing: [], served: [], alike: [] };
  const departure = departureOf(failure);
  const cause = causeOf(check, result);
  const together = result.checks.filter(
    (other) =>
      other.failure !== undefined &&
      other.session !== '' &&
      other.requirements.some((id) => requirements.includes(id)) &&
      isDeepStrictEqual(departureOf(other.failure), departure) &&
      causeOf(other, result) === cause,
  );
  const failing = [...new Set([session, ...together.map((other) => other.session)])];
  const { expected } = failure;
  const isMissing = departure.kind === 'missing' && expected !== undefined;
  const others = arrivals.filter((one) => !failing.includes(one.session) && userOf(one.session) === userOf(session));
  const served = isMissing ? others.filter(({ stanza }) => isSame(expected, stanza)).map((one) => one.session) : [];
  const own = arrivals.filter((one) => one.session === session).map(({ stanza }) => stanza);
  const alike = isMissing ? own.filter((stanza) => isOfOtherSender(expected, stanza)) : [];
  return { failing, served: [...new Set(served)], alike };
}

const userOf = (session: string): string => session.split('/')[0] ?? '';

/** Whether the stanza is of the kind of the pattern, and of its sender where the pattern names one. */
function isSame(pattern: XmlElement, stanza: XmlElement): boolean {
  const { from } = pattern.attrs;
  const isFrom = from === undefined || from.includes('${') || from === stanza.attrs['from'];
  return isFrom && isDeepStrictEqual(stanzaKind(pattern), stanzaKind(stanza));
}

/** Presence of another resource of the same user. */
function isOfOtherSender(pattern: XmlElement, stanza: XmlElement): boolean {
  const [wanted, sender] = [pattern.attrs['from'], stanza.attrs['from']];
  if (wanted === undefined || sender === undefined || wanted === sender || pattern.name !== 'presence') return false;
  // A sender that no earlier stanza had: all that arrived have another.
  const isOther = readMark(wanted)?.name === 'new' || userOf(wanted) === userOf(sender);
  return isOther && isDeepStrictEqual(stanzaKind(pattern), stanzaKind(stanza));
}

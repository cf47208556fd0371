// What an expect step misses because it came in an earlier step: a change of a subscription is told once. Pure.

import type { CheckResult, UnexplainedStanza } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { rosterItems } from '../../stanza/iq.ts';
import { bareOf } from '../../stanza/jid.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';

const CHANGES: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** What the steps before have seen. */
export interface Past {
  /** What no step has explained, oldest first. */
  readonly unexplained: readonly UnexplainedStanza[];
  /** All that the sessions have sent and received. */
  readonly entries: readonly TranscriptEntry[];
  /** Stanzas that have stood for a missing one: each does it once. `withoutEarlier` adds to them. */
  readonly taken: Set<XmlElement>;
}

/**
 * The checks without those that miss a stanza which an earlier step saw, unexplained, together with a change of the same
 * contact's subscription. A server that changes it earlier than the case, such as by an automatic approval (RFC 6121 3.1.3),
 * must not tell it twice (3.1.6). No check says whether it was allowed to be early: a rule that forbids it would have failed.
 */
export function withoutEarlier(checks: readonly CheckResult[], past: Past, bindings: Bindings): readonly CheckResult[] {
  return checks.filter(({ session, failure }) => {
    if (failure?.kind !== 'missing' || failure.expected === undefined) return true;
    const { expected } = failure;
    const seen = past.unexplained.filter((one) => one.session === session).map(({ stanza }) => stanza);
    const changed = seen.filter((stanza) => isChange(stanza, session, past)).map(contactOf);
    const found = seen.find(
      (stanza) =>
        !past.taken.has(stanza) && changed.includes(contactOf(stanza)) && match(expected, stanza, bindings).matches,
    );
    if (found !== undefined) past.taken.add(found);
    return found === undefined;
  });
}

/** Subscription presence, or a push that shows another subscription or request than the session has seen before. */
function isChange(stanza: XmlElement, session: string, { entries }: Past): boolean {
  if (stanza.name === 'presence') return CHANGES.includes(stanza.attrs['type']);
  if (!isPush(stanza)) return false;
  const at = entries.findIndex((entry) => entry.stanza === stanza);
  const before = entries
    .slice(0, Math.max(0, at))
    .filter((entry) => entry.session === session && entry.direction === 'received')
    .flatMap((entry) => (entry.stanza === undefined ? [] : rosterItems(entry.stanza)))
    .findLast(({ attrs }) => attrs['jid']?.toLowerCase() === contactOf(stanza));
  const [item] = rosterItems(stanza);
  return shownBy(item) !== shownBy(before);
}

/** What an item says of the subscription; one that is not there says the same as one without. */
const shownBy = (item: XmlElement | undefined): string => {
  const { subscription = 'none', ask = '' } = item?.attrs ?? {};
  return `${subscription} ${ask}`;
};

const isPush = (stanza: XmlElement): boolean => stanza.attrs['type'] === 'set' && rosterItems(stanza).length > 0;

/** Whom a stanza is about: its sender, or the contact of the item that it pushes. */
const contactOf = (stanza: XmlElement): string =>
  bareOf((isPush(stanza) ? rosterItems(stanza)[0]?.attrs['jid'] : stanza.attrs['from']) ?? '').toLowerCase();

// What an expect step misses because it came in an earlier step: a change of a subscription is told once. Pure.

import type { CheckResult, UnexplainedStanza } from '../../model/result.ts';
import type { XmlElement } from '../../model/xml.ts';
import { bareOf } from '../../stanza/jid.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';
import { rosterItems } from '../../stanza/roster-items.ts';

const CHANGES: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/**
 * The checks without those that miss a stanza which an earlier step saw, unexplained, together with a change of the same
 * contact's subscription. A server that changes it earlier than the case, such as by an automatic approval (RFC 6121 3.1.3),
 * must not tell it twice (3.1.6). No check says whether it was allowed to be early: a rule that forbids it would have failed.
 */
export function withoutEarlier(
  checks: readonly CheckResult[],
  earlier: readonly UnexplainedStanza[],
  bindings: Bindings,
): readonly CheckResult[] {
  return checks.filter(({ session, failure }) => {
    if (failure?.kind !== 'missing' || failure.expected === undefined) return true;
    const { expected } = failure;
    const seen = earlier.filter((one) => one.session === session).map(({ stanza }) => stanza);
    const changed = seen.filter(isChange).map(contactOf);
    return !seen.some((stanza) => changed.includes(contactOf(stanza)) && match(expected, stanza, bindings).matches);
  });
}

const isChange = (stanza: XmlElement): boolean =>
  (stanza.name === 'presence' && CHANGES.includes(stanza.attrs['type'])) || isPush(stanza);

const isPush = (stanza: XmlElement): boolean => stanza.attrs['type'] === 'set' && rosterItems(stanza).length > 0;

/** Whom a stanza is about: its sender, or the contact of the item that it pushes. */
const contactOf = (stanza: XmlElement): string =>
  bareOf((isPush(stanza) ? rosterItems(stanza)[0]?.attrs['jid'] : stanza.attrs['from']) ?? '').toLowerCase();

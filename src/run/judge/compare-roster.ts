// A stored roster, compared item by item (RFC 6121 2.1.2).

import type { Failure, FailureOf } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { XmlElement } from '../../model/xml.ts';
import { closest, match } from '../../stanza/match.ts';
import { type Bindings, display } from '../../stanza/placeholders.ts';
import { element, elements, NS } from '../../stanza/xml.ts';
import { assign } from './assign.ts';
import { rulesOfMissingAsk } from './details.ts';

/**
 * The pattern of exactly this item: an empty name equals none (2.4.1), an absent subscription equals `none` (2.1.2.5),
 * groups are a set, `ask` and `approved` are present only where the item has them.
 */
function exactItem(item: XmlElement): XmlElement {
  const { name, subscription, approved } = item.attrs;
  const attrs: Record<string, string> = { ask: '${absent}', ...item.attrs };
  if (name === undefined || name === '') attrs['name'] = '${optional:}';
  if (subscription === undefined || subscription === 'none') attrs['subscription'] = '${optional:none}';
  if (approved === undefined) attrs['approved'] = '${optional:false}';
  return element('item', NS.roster, attrs, ['${only}', ...elements(item)]);
}

/**
 * Compares the items of a roster result with those expected; undefined when they are the same. A value of `ask` but "subscribe"
 * is as none: the lint of the case charges it.
 */
export function compareRoster(
  expected: readonly XmlElement[],
  stored: readonly XmlElement[],
  bindings: Bindings,
): Failure | undefined {
  const patterns = expected.map(exactItem);
  const known = stored.map((item) => (item.attrs['ask'] === 'subscribe' ? item : withoutAsk(item)));
  const { chosen } = assign(patterns, known, { bindings, inOrder: false });
  const lacking = patterns.find((_, index) => chosen[index] === undefined);
  const extra = stored.filter((_, at) => !chosen.includes(at));
  if (lacking !== undefined) return lackingItem(lacking, extra, bindings);
  const [first] = extra;
  if (first === undefined) return undefined;
  return { kind: 'roster', item: 'unexpected', closest: first };
}

function lackingItem(pattern: XmlElement, extra: readonly XmlElement[], bindings: Bindings): Failure {
  const near = closest(pattern, extra, bindings);
  const beyond = near === undefined ? undefined : match(withoutAsk(pattern), near, bindings);
  const result = near === undefined || beyond?.matches === false ? beyond : match(pattern, near, bindings);
  return {
    kind: 'roster',
    item: near === undefined ? 'missing' : 'differs',
    expected: display(pattern, bindings),
    closest: near,
    difference: result?.matches === false ? result.difference : undefined,
  };
}

function withoutAsk({ attrs: { ask: _, ...attrs }, ...item }: XmlElement): XmlElement {
  return { ...item, attrs };
}

/** The roster keeps `ask` whatever comes after the request: this is broken by an item that lacks it, not by a push. */
const KEPT = 'rfc6121-3.1.1-d';

/**
 * The requirements that a difference of rosters breaks: where an item lacks `ask` alone, the rule of `ask`. Where a check of `before` has
 * shown the same difference, it breaks what it broke then (ruling R45: what was never stored cannot be lost).
 */
export function brokenBy(
  failure: Failure | undefined,
  cited: readonly string[],
  before: readonly CheckResult[],
): readonly string[] {
  if (failure?.kind !== 'roster') return cited;
  const known = before.find(({ failure: earlier }) => earlier?.kind === 'roster' && isSame(earlier, failure));
  if (known !== undefined) return known.requirements;
  if (failure.difference?.path !== 'item@ask') return cited;
  if (failure.expected?.attrs['ask'] !== 'subscribe' || cited.includes(KEPT)) return cited;
  return rulesOfMissingAsk(cited);
}

/** The same item lacks or has the same. */
const isSame = (one: FailureOf<'roster'>, other: FailureOf<'roster'>): boolean =>
  one.item === other.item &&
  one.difference?.path === other.difference?.path &&
  one.expected?.attrs['jid'] === other.expected?.attrs['jid'];

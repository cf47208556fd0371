// RFC 6121 2.1.1, 2.6.1 and 2.6.3: versions, the answer to a client that has one, and the order of pushes.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { changedSince, pushFor, rosterQuery } from '../../roster.ts';
import type { ClientContext, Resource } from '../../server-state.ts';
import { resultOf } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, type Predicate, toClient, withHooks } from '../kit/mutant.ts';
import { drop, duplicate, isPush, isRosterResult } from '../kit/rewrites.ts';
import {
  type Consequence,
  hasVersion,
  isAnswer,
  isGet,
  isRemovalPush,
  isSet,
  onConsequence,
  refuseWith,
  versionOf,
  withoutVersion,
  withVersion,
} from './roster-requests.ts';

export const versionMutants: readonly Mutant[] = [
  breaks('2.1.1-a/made-up-in-set', 'It returns the version of a set in the push.', () =>
    onConsequence(hasVersion(isSet), isPush, withVersionOfRequest),
  ),
  breaks('2.1.1-a/made-up-in-get', 'It returns the version of a get in the result.', () =>
    onConsequence(hasVersion(isGet), isRosterResult, withVersionOfRequest),
  ),
  breaks('2.1.1-c/results-without', 'It sends results without a version.', () =>
    toClient(isRosterResult, withoutVersion),
  ),
  breaks('2.1.1-c/pushes-without', 'It sends pushes without a version.', () => toClient(isPush, withoutVersion)),
  breaks('2.6.1-a/not-told', 'It does not advertise versioning.', () => withHooks({ features: withoutFeature })),
  breaks('2.6.1-b/required', 'It marks versioning as mandatory to negotiate.', () =>
    withHooks({ features: withFeatureRequired }),
  ),
  breaks('2.6.1-b/refused-without', 'It refuses a get without a version.', () =>
    fromClient((get) => isGet(get) && versionOf(get) === undefined, refuseWith('not-acceptable')),
  ),

  // 2.6.3: the answer to a client that has a version
  breaks('2.6.3-a/roster-without-version', 'It returns a roster without a version for a get with a version.', () =>
    onConsequence(hasVersion(isGet), isRosterResult, withoutVersion),
  ),
  breaks('2.6.3-a/changes-only', 'It returns only the changed items for a get with a version.', () =>
    fromClient(hasVersion(isGet), withChangesOnly),
  ),
  breaks('2.6.3-a/refused', 'It refuses a get with an unknown version.', () =>
    fromClient(hasUnknownVersion, refuseWith('item-not-found')),
  ),
  breaks('2.6.3-b/all-or-nothing', 'It returns the whole roster when nothing has changed.', () =>
    fromClient(isGet, (get) => [withVersion(get, undefined)]),
  ),
  breaks('2.6.3-c/pushed-again', 'It pushes items that have not changed.', () =>
    onConsequence(hasVersion(isGet), isEmptyAnswer, withAllPushes),
  ),
  breaks('2.6.3-d/no-pushes', 'It pushes none of the changes.', () => onConsequence(isGet, isPush, drop)),
  breaks('2.6.3-d/no-removals', 'It does not push the removals among the changes.', () =>
    onConsequence(isGet, (push) => isPush(push) && isRemovalPush(push), drop),
  ),
  breaks('2.6.3-d/first-change-only', 'It pushes the first change only.', firstChangeOnly),
  breaks('2.6.3-d/pushed-twice', 'It pushes every changed item twice.', () => onConsequence(isGet, isPush, duplicate)),
  breaks('2.6.3-d/empty-is-newest', 'It treats an empty version as the newest.', () =>
    fromClient(hasEmptyVersion, (get, { resource }) => [withVersion(get, newestOf(resource))]),
  ),
  breaks('2.6.3-d/unknown-is-newest', 'It treats an unknown version as the newest.', () =>
    fromClient(hasUnknownVersion, (get, { resource }) => [withVersion(get, newestOf(resource))]),
  ),
];

const newestOf = ({ account }: Resource): string | undefined => rosterQuery(account.roster).attrs['ver'];

/** Whether a get contains a version that this roster never had. An empty version means that the client has none. */
function hasUnknownVersion(get: XmlElement, { resource }: ClientContext): boolean {
  const version = versionOf(get) ?? '';
  return isGet(get) && version !== '' && changedSince(resource.account.roster, version) === undefined;
}

const hasEmptyVersion = (get: XmlElement): boolean => isGet(get) && versionOf(get) === '';

function withVersionOfRequest(stanza: XmlElement, { request }: Consequence): readonly XmlElement[] {
  return [withVersion(stanza, versionOf(request))];
}

const isVersionFeature = ({ name }: XmlElement): boolean => name === 'ver';

function withoutFeature(features: XmlElement): XmlElement {
  return { ...features, children: elements(features).filter((feature) => !isVersionFeature(feature)) };
}

function withFeatureRequired(features: XmlElement): XmlElement {
  const required = [element('required', NS.rosterver)];
  const children = elements(features).map((feature) =>
    isVersionFeature(feature) ? { ...feature, children: required } : feature,
  );
  return { ...features, children };
}

/** Returns the changed items as the roster, without pushes. */
function withChangesOnly(get: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  const { roster } = resource.account;
  const changed = changedSince(roster, versionOf(get) ?? '') ?? [];
  if (changed.length === 0) return [get];
  const query = rosterQuery(roster);
  const items = elements(query).filter(({ attrs }) => changed.includes(attrs['jid'] ?? ''));
  resource.interested = true;
  resource.send(resultOf(get, [{ ...query, children: items }]));
  return [];
}

const isEmptyAnswer: Predicate<Consequence> = (stanza, sequel) =>
  isAnswer(stanza, sequel) && elements(stanza).length === 0;

function withAllPushes(answer: XmlElement, { server, resource }: ClientContext): readonly XmlElement[] {
  const jids = [...resource.account.roster.items.keys()];
  return [answer, ...jids.map((jid) => pushFor(server, resource, jid))];
}

function firstChangeOnly(): Fault {
  const begun = new Set<XmlElement>();
  const isLater: Predicate<Consequence> = (push, { request }) => {
    const isNew = isPush(push) && !begun.has(request);
    if (isNew) begun.add(request);
    return isPush(push) && !isNew;
  };
  return onConsequence(isGet, isLater, drop);
}

export const versionNumberMutants: readonly Mutant[] = [
  breaks('2.6.3-g/none', 'It sends pushes without a version to a client that uses versions.', () =>
    toClient(isPush, withoutVersion),
  ),
  breaks('2.6.3-g/none-for-subscriptions', 'It sends no version in pushes that presence stanzas cause.', () =>
    toClient((push, { server }) => isPush(push) && server.cell !== undefined, withoutVersion),
  ),
  breaks('2.6.3-g/old', 'It sends pushes with the version before the change.', () =>
    toClient(
      isPush,
      withNumber((number) => number - 1),
    ),
  ),
  breaks('2.6.3-g/first-change', 'It gives the first change the version of the empty roster.', () =>
    toClient(
      isRosterResult,
      withNumber((number) => Math.max(number, 1)),
    ),
  ),
  breaks('2.6.3-h/later-first', 'It pushes the later of two changes first.', swapPushes),
  breaks('2.6.3-h/newest-first', 'It pushes the newest change first to a client with an older version.', () =>
    fromClient(hasVersion(isGet), withChangesReversed),
  ),
  breaks('2.6.3-i/number-of-items', 'It uses the number of items as the version.', () =>
    toClient(isPush, (push, { resource }) => [withVersion(push, `${resource.account.roster.items.size}`)]),
  ),
  breaks('2.6.3-i/removals-uncounted', 'It gives a removal the version of the change before it.', () =>
    toClient(
      (push) => isPush(push) && isRemovalPush(push),
      withNumber((number) => number - 1),
    ),
  ),
  breaks('2.6.3-j/for-users-only', 'It sends versions only to clients that have sent one.', onlyForVersionUsers),
];

/** Changes the number at the end of the version. */
const withNumber =
  (change: (number: number) => number) =>
  (stanza: XmlElement): readonly XmlElement[] => {
    const version = versionOf(stanza)?.replace(/\d+$/, (digits) => `${change(Number(digits))}`);
    return [withVersion(stanza, version)];
  };

/** A fault: each push is held until the next stanza, and sent after it when that is a push as well. */
function swapPushes(): Fault {
  const waiting = new Map<string, XmlElement>();
  const toClient = (stanza: XmlElement, { resource: { jid } }: ClientContext): readonly XmlElement[] => {
    const held = waiting.get(jid);
    waiting.delete(jid);
    if (held) return isPush(stanza) ? [stanza, held] : [held, stanza];
    if (!isPush(stanza)) return [stanza];
    waiting.set(jid, stanza);
    return [];
  };
  return withHooks({ toClient });
}

function withChangesReversed(get: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  const { changes } = resource.account.roster;
  const reversed = [...changes].reverse();
  changes.clear();
  for (const [jid, version] of reversed) changes.set(jid, version);
  return [get];
}

function onlyForVersionUsers(): Fault {
  const users = new Set<string>();
  return withHooks({
    fromClient: (stanza, { resource }) => {
      if (hasVersion(isGet)(stanza)) users.add(resource.jid);
      return [stanza];
    },
    toClient: (stanza, { resource }) => {
      const isUnchanged = users.has(resource.jid) || !(isPush(stanza) || isRosterResult(stanza));
      return isUnchanged ? [stanza] : withoutVersion(stanza);
    },
  });
}

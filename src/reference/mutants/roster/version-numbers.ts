// RFC 6121 2.6.3: the version in a push, and the order of pushes.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { isPush, isRosterResult } from '../kit/predicates.ts';
import { hasVersion, isGet, isRemovalPush, versionOf, withoutVersion, withVersion } from './roster-requests.ts';

export const versionNumberMutants: readonly Mutant[] = [
  breaks('2.6.3-g', {
    slug: 'none',
    title: 'It sends pushes without a version to a client that uses versions.',
    fault: () => toClient(isPush, withoutVersion),
  }),
  breaks('2.6.3-g', {
    slug: 'none-for-subscriptions',
    title: 'It sends no version in pushes that presence stanzas cause.',
    fault: () => toClient((push, { server }) => isPush(push) && server.cell !== undefined, withoutVersion),
  }),
  breaks('2.6.3-g', {
    slug: 'old',
    title: 'It sends pushes with the version before the change.',
    fault: () =>
      toClient(
        isPush,
        withNumber((number) => number - 1),
      ),
  }),
  breaks('2.6.3-g', {
    slug: 'first-change',
    title: 'It gives the first change the version of the empty roster.',
    fault: () =>
      toClient(
        isRosterResult,
        withNumber((number) => Math.max(number, 1)),
      ),
  }),
  breaks('2.6.3-h', {
    slug: 'later-first',
    title: 'It pushes the later of two changes first.',
    fault: swapPushes,
  }),
  breaks('2.6.3-h', {
    slug: 'newest-first',
    title: 'It pushes the newest change first to a client with an older version.',
    fault: () => fromClient(hasVersion(isGet), withChangesReversed),
  }),
  breaks('2.6.3-i', {
    slug: 'number-of-items',
    title: 'It uses the number of items as the version.',
    fault: () => toClient(isPush, (push, { resource }) => [withVersion(push, `${resource.account.roster.items.size}`)]),
  }),
  breaks('2.6.3-i', {
    slug: 'removals-uncounted',
    title: 'It gives a removal the version of the change before it.',
    fault: () =>
      toClient(
        (push) => isPush(push) && isRemovalPush(push),
        withNumber((number) => number - 1),
      ),
  }),
  breaks('2.6.3-j', {
    slug: 'for-users-only',
    title: 'It sends versions only to clients that have sent one.',
    fault: onlyForVersionUsers,
  }),
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

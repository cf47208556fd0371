// RFC 6121 2.6.3: the version in a push, and the order of pushes.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { isPush, isRosterResult } from '../kit/predicates.ts';
import { hasVersion, isGet, isRemovalPush, versionOf, withoutVersion, withVersion } from './roster-requests.ts';

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

// RFC 6121 8.1 and 8.5, RFC 6120 8.3: errors that are of the wrong kind, missing, or answer what has no answer.

import type { XmlElement } from '../../../model/xml.ts';
import { child, elements } from '../../../stanza/xml.ts';
import type { ServerState } from '../../server-state.ts';
import { onRoute, toClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isMessage } from '../kit/predicates.ts';
import {
  isToBareJid,
  isToMissingAccount,
  isToNegativeOnly,
  isToOfflineAccount,
  isToUnknownDomain,
  isToUnmatchedResource,
  recipientAccount,
} from '../kit/recipients.ts';
import { asError, withCondition } from '../kit/rewrites.ts';

interface ErrorReply {
  readonly requirement: string;
  /** To whom the message is that should come back with another condition. */
  readonly to: string;
  /** Types that it may have. */
  readonly types: readonly string[];
  readonly matches: (stanza: XmlElement, server: ServerState) => boolean;
}

const isToNegativeAccount: ErrorReply['matches'] = (stanza, server) =>
  isToBareJid(stanza) && isToNegativeOnly(stanza, server);
const isToGoneResource: ErrorReply['matches'] = (stanza, server) =>
  isToUnmatchedResource(stanza, server) && !isOnline(stanza, server);
const isToUnmatchedNegative: ErrorReply['matches'] = (stanza, server) =>
  isToUnmatchedResource(stanza, server) && isToNegativeOnly(stanza, server);
const isToAnyAccount: ErrorReply['matches'] = (stanza, server) =>
  isToBareJid(stanza) && recipientAccount(stanza, server) !== undefined;

function isOnline(stanza: XmlElement, server: ServerState): boolean {
  const resources = recipientAccount(stanza, server)?.resources.values() ?? [];
  return [...resources].some(({ presence }) => presence !== undefined);
}

const PLAIN = ['normal'];
const BOUNCES: readonly ErrorReply[] = [
  { requirement: '8.5.1-b', to: 'nobody', types: ['normal', 'chat'], matches: isToMissingAccount },
  { requirement: '8.5.2.1.1-b', to: 'an account of negative priority', types: PLAIN, matches: isToNegativeAccount },
  { requirement: '8.5.2.1.1-f', to: 'an account of negative priority', types: ['chat'], matches: isToNegativeAccount },
  { requirement: '8.5.2.1.1-k', to: 'an account', types: ['groupchat'], matches: isToAnyAccount },
  { requirement: '8.5.2.2.1-b', to: 'an offline account', types: ['normal', 'chat'], matches: isToOfflineAccount },
  { requirement: '8.5.2.2.1-d', to: 'an offline account', types: ['groupchat'], matches: isToOfflineAccount },
  {
    requirement: '8.5.3.2.1-b',
    to: 'an unmatched resource',
    types: ['normal', 'groupchat'],
    matches: isToUnmatchedResource,
  },
  { requirement: '8.5.3.2.1-d', to: 'a resource that has gone', types: ['chat'], matches: isToGoneResource },
  { requirement: '8.5.3.2.1-f', to: 'an unmatched resource', types: ['chat'], matches: isToUnmatchedNegative },
];

const toMutant = ({ requirement, to, types, matches }: ErrorReply): Mutant =>
  breaks(requirement, {
    slug: 'another-condition',
    title: `It returns a ${types.join(' or ')} message to ${to} with <item-not-found/>.`,
    fault: () =>
      onRoute(
        (stanza, server) =>
          isMessage(stanza) && types.includes(stanza.attrs['type'] ?? 'normal') && matches(stanza, server),
        asError('item-not-found'),
      ),
  });

/** Conditions whose type RFC 6120 8.3.3 recommends, by section. */
const TYPED: Readonly<Record<string, string>> = {
  '8.3.3.1': 'bad-request',
  '8.3.3.4': 'forbidden',
  '8.3.3.7': 'item-not-found',
  '8.3.3.9': 'not-acceptable',
  '8.3.3.16': 'remote-server-not-found',
  '8.3.3.19': 'service-unavailable',
};

/** The condition of an error that the server made: clients whose errors say the same are not known. */
function conditionOf(stanza: XmlElement): string | undefined {
  const error = stanza.attrs['type'] === 'error' ? child(stanza, 'error') : undefined;
  return error && elements(error)[0]?.name;
}

const wrongErrorType = ([section, condition]: readonly [string, string]): Mutant =>
  breaks(`rfc6120-${section}-a`, {
    slug: 'to-wait',
    title: `It tells to wait where it answers <${condition}/>.`,
    fault: () =>
      toClient(
        (stanza) => conditionOf(stanza) === condition,
        (stanza) => [withCondition(stanza, condition, 'wait')],
      ),
  });

/** What the server is silent about although it may tell those who are trusted: all to a resource that is not there. */
const unmatched = 'one-non-negative/full-no-match';
const silent = () =>
  ({
    delivery: { [`${unmatched}/normal`]: 'S', [`${unmatched}/groupchat`]: 'S', [`${unmatched}/headline`]: 'S' },
  }) as const;

const isErrorToElsewhere = (stanza: XmlElement, server: ServerState): boolean =>
  stanza.attrs['type'] === 'error' && isToUnknownDomain(stanza, server);

export const errorMutants: readonly Mutant[] = [
  ...BOUNCES.map(toMutant),
  ...Object.entries(TYPED).map(wrongErrorType),
  breaks('8.1-a', {
    slug: 'silent',
    title: 'It tells nobody that a message to an unmatched resource is lost.',
    fault: silent,
  }),
  breaks('8.5.4-a', {
    slug: 'silent',
    title: 'It chooses silence wherever the table lets it return a message to an unmatched resource.',
    fault: silent,
  }),
  breaks('rfc6120-8.3.1-a', {
    slug: 'message-returned',
    title: 'It returns a message error that cannot reach its domain.',
    fault: () =>
      onRoute(
        (stanza, server) => isMessage(stanza) && isErrorToElsewhere(stanza, server),
        asError('remote-server-not-found'),
      ),
  }),
  breaks('rfc6120-8.3.1-a', {
    slug: 'presence-returned',
    title: 'It returns a presence error that cannot reach its domain.',
    fault: () =>
      onRoute(
        (stanza, server) => stanza.name === 'presence' && isErrorToElsewhere(stanza, server),
        asError('remote-server-not-found'),
      ),
  }),
];

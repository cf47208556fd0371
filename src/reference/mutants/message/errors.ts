// RFC 6121 8.1 and 8.5, RFC 6120 8.1.3 and 8.3: errors with a wrong condition, type or form, missing errors, and forbidden ones.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, type Mutant, onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import {
  availableRecipients,
  isToAccount,
  isToBareJid,
  isToMissingAccount,
  isToNegativeOnly,
  isToOfflineAccount,
  isToUnknownDomain,
  isToUnmatchedResource,
} from '../kit/recipients.ts';
import {
  addChildren,
  asError,
  isIq,
  isMessage,
  isRefusal,
  isReturnedMessage,
  setAttributes,
  withCondition,
  withoutChildren,
} from '../kit/rewrites.ts';

/** Messages that the server returns, or may return, with <service-unavailable/>. */
interface ReturnedMessage {
  readonly requirement: string;
  /** The recipient, for the title. */
  readonly to: string;
  /** The types of the messages. */
  readonly types: readonly string[];
  readonly matches: RoutePredicate;
}

const isToNegativeAccount: RoutePredicate = (stanza, server) => isToBareJid(stanza) && isToNegativeOnly(stanza, server);
const isToDisconnectedResource: RoutePredicate = (stanza, server) =>
  isToUnmatchedResource(stanza, server) && availableRecipients(stanza, server).length === 0;
const isToUnmatchedNegative: RoutePredicate = (stanza, server) =>
  isToUnmatchedResource(stanza, server) && isToNegativeOnly(stanza, server);

const PLAIN = ['normal'];
const RETURNED: readonly ReturnedMessage[] = [
  { requirement: '8.5.1-b', to: 'a missing account', types: ['normal', 'chat'], matches: isToMissingAccount },
  { requirement: '8.5.2.1.1-b', to: 'an account with negative priorities', types: PLAIN, matches: isToNegativeAccount },
  {
    requirement: '8.5.2.1.1-f',
    to: 'an account with negative priorities',
    types: ['chat'],
    matches: isToNegativeAccount,
  },
  { requirement: '8.5.2.1.1-k', to: 'an account', types: ['groupchat'], matches: isToAccount },
  { requirement: '8.5.2.2.1-b', to: 'an offline account', types: ['normal', 'chat'], matches: isToOfflineAccount },
  { requirement: '8.5.2.2.1-d', to: 'an offline account', types: ['groupchat'], matches: isToOfflineAccount },
  {
    requirement: '8.5.3.2.1-b',
    to: 'an unmatched resource',
    types: ['normal', 'groupchat'],
    matches: isToUnmatchedResource,
  },
  { requirement: '8.5.3.2.1-d', to: 'a disconnected resource', types: ['chat'], matches: isToDisconnectedResource },
  { requirement: '8.5.3.2.1-f', to: 'an unmatched resource', types: ['chat'], matches: isToUnmatchedNegative },
];

const toMutant = ({ requirement, to, types, matches }: ReturnedMessage): Mutant =>
  breaks(
    `${requirement}/another-condition`,
    `It answers a ${types.join(' or ')} message to ${to} with <item-not-found/>.`,
    () =>
      onRoute(
        (stanza, server) =>
          isMessage(stanza) && types.includes(stanza.attrs['type'] ?? 'normal') && matches(stanza, server),
        asError('item-not-found'),
      ),
  );

/** Conditions whose type RFC 6120 8.3.3 recommends, by section. */
const TYPED: Readonly<Record<string, string>> = {
  '8.3.3.1': 'bad-request',
  '8.3.3.4': 'forbidden',
  '8.3.3.7': 'item-not-found',
  '8.3.3.9': 'not-acceptable',
  '8.3.3.16': 'remote-server-not-found',
  '8.3.3.19': 'service-unavailable',
};

/** The condition of an error. The clients of the scenarios send no errors with these conditions. */
function conditionOf(stanza: XmlElement): string | undefined {
  const error = stanza.attrs['type'] === 'error' ? child(stanza, 'error') : undefined;
  return error && elements(error)[0]?.name;
}

const wrongErrorType = ([section, condition]: readonly [string, string]): Mutant =>
  breaks(`rfc6120-${section}-a/to-wait`, `It returns <${condition}/> with the error type wait.`, () =>
    toClient(
      (stanza) => conditionOf(stanza) === condition,
      (stanza) => [withCondition(stanza, condition, 'wait')],
    ),
  );

/** The row of the delivery table for an unmatched resource. */
const UNMATCHED = 'one-non-negative/full-no-match';
/** A fault: messages to an unmatched resource are ignored. */
const ignoreUnmatched = () =>
  ({
    delivery: { [`${UNMATCHED}/normal`]: 'S', [`${UNMATCHED}/groupchat`]: 'S', [`${UNMATCHED}/headline`]: 'S' },
  }) as const;

const isErrorToUnknownDomain = (stanza: XmlElement, server: ServerState): boolean =>
  stanza.attrs['type'] === 'error' && isToUnknownDomain(stanza, server);

export const errorMutants: readonly Mutant[] = [
  ...RETURNED.map(toMutant),
  ...Object.entries(TYPED).map(wrongErrorType),
  breaks('8.1-a/silent', 'It returns no error for a message to an unmatched resource.', ignoreUnmatched),
  breaks(
    '8.5.4-a/silent',
    'It ignores messages to an unmatched resource that the table lets it answer with an error.',
    ignoreUnmatched,
  ),
  breaks('rfc6120-8.3.1-a/message-returned', 'It answers a message error to an unknown domain with an error.', () =>
    onRoute(
      (stanza, server) => isMessage(stanza) && isErrorToUnknownDomain(stanza, server),
      asError('remote-server-not-found'),
    ),
  ),
  breaks('rfc6120-8.3.1-a/presence-returned', 'It answers a presence error to an unknown domain with an error.', () =>
    onRoute(
      (stanza, server) => stanza.name === 'presence' && isErrorToUnknownDomain(stanza, server),
      asError('remote-server-not-found'),
    ),
  ),
];

const onRefusal = (rewrite: (stanza: XmlElement) => readonly XmlElement[]): Fault => toClient(isRefusal, rewrite);

/** Cases in which the server answers a request of the own account. */
const OWN_REQUESTS: readonly string[] = ['rfc6121/8.2/iq-known'];

export const errorStanzaMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.3-a/message-error-without-id', 'It returns messages without their id.', () =>
    toClient(isReturnedMessage, setAttributes({ id: undefined })),
  ),
  breaks('rfc6120-8.1.3-a/other-id', 'It refuses IQ requests with an id of its own.', () =>
    onRefusal((stanza) => [stamp(stanza, { id: `refused-${stanza.attrs['id']}` })]),
  ),
  breaks('rfc6120-8.1.3-a/id-invented', 'It returns messages without an id with one of its own.', () =>
    toClient(
      (stanza) => isReturnedMessage(stanza) && stanza.attrs['id'] === undefined,
      setAttributes({ id: 'returned' }),
    ),
  ),
  breaks('rfc6120-8.3.1-b/refused-by-the-server', 'It refuses IQ requests with its own domain as "from".', () =>
    toClient(isRefusal, (stanza, { server }) => [stamp(stanza, { from: server.domain })]),
  ),
  breaks('rfc6120-8.3.1-b/returned-by-nobody', 'It returns messages without "from".', () =>
    toClient(isReturnedMessage, setAttributes({ from: undefined })),
  ),
  breaks('rfc6120-8.3.1-c/message-error-empty', 'It returns messages without <error/>.', () =>
    toClient(isReturnedMessage, (stanza) => [withoutChildren(stanza)]),
  ),
  breaks('rfc6120-8.3.1-c/refusal-empty', 'It refuses IQ requests without <error/>.', () =>
    onRefusal((stanza) => [withoutChildren(stanza)]),
  ),
  breaks(
    'rfc6120-8.3.1-d/error-in-result',
    'It puts <error/> into roster results.',
    () =>
      toClient(
        (stanza) => isIq(stanza, 'result', NS.roster),
        (stanza) => [addChildren(stanza, element('error', NS.client, { type: 'continue' }))],
      ),
    { nearest: OWN_REQUESTS },
  ),
];

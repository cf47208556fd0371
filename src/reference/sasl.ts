// RFC 6120 6: authentication, as an exchange of decoded messages.

import { timingSafeEqual } from 'node:crypto';
import { isLocal, prepare } from '../stanza/jid.ts';
import { addAccount } from './account.ts';
import type { ScramMechanism } from './scram.ts';
import { checkClientFinal, deriveKeys, readClientFirst, serverFirst } from './scram.ts';
import type { Account, LoginFailure, ServerState } from './server-state.ts';

/** The conditions of RFC 6120 6.5 that this server uses. */
export type SaslCondition =
  | 'aborted'
  | 'encryption-required'
  | 'incorrect-encoding'
  | 'invalid-authzid'
  | 'invalid-mechanism'
  | 'malformed-request'
  | 'not-authorized';

export type SaslOutcome =
  | { readonly kind: 'challenge'; readonly data: string; readonly next: SaslStep }
  | { readonly kind: 'success'; readonly data: string; readonly account: Account }
  | ({ readonly kind: 'failure'; readonly condition: SaslCondition } & Pick<LoginFailure, 'user' | 'why'>);

/** Handles the next message of the client. */
export type SaslStep = (message: string) => SaslOutcome;

/** The first step of each mechanism, in the order of the stream feature. */
const MECHANISMS: Readonly<Record<string, (server: ServerState) => SaslStep>> = {
  'SCRAM-SHA-256': (server) => startScram(server, 'SCRAM-SHA-256'),
  'SCRAM-SHA-1': (server) => startScram(server, 'SCRAM-SHA-1'),
  PLAIN: (server) => (message) => checkPlain(server, message),
};

/** Names of all mechanisms, best first. */
export function saslMechanisms(): readonly string[] {
  return Object.keys(MECHANISMS);
}

/** Starts a mechanism. Returns undefined when it is not offered. */
export function startSasl(server: ServerState, mechanism: string): SaslStep | undefined {
  return server.mechanisms.includes(mechanism) ? MECHANISMS[mechanism]?.(server) : undefined;
}

/** Decodes the base64 of RFC 6120 6.4.2, where `=` means no data. Returns undefined when it is invalid. */
export function decodeSasl(text: string): string | undefined {
  if (text === '=') return '';
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : undefined;
}

function failure(condition: SaslCondition, more: Pick<LoginFailure, 'user' | 'why'> = {}): SaslOutcome {
  return { kind: 'failure', condition, ...more };
}

const unknown = (user: string) => failure('not-authorized', { user, why: 'there is no account of this name' });
const wrong = (user: string) => failure('not-authorized', { user, why: 'the password is another one' });

/** Checks the message of PLAIN (RFC 4616): `authzid NUL authcid NUL password`. */
function checkPlain(server: ServerState, message: string): SaslOutcome {
  const [authzid = '', user, password, ...more] = message.split('\0');
  if (!user || !password || more.length > 0) return failure('malformed-request');
  const local = prepare(user);
  const isNew = server.isOpen && isLocal(local) && !server.accounts.has(local);
  const account = isNew ? addAccount(server, { local, password }, 'ordinary') : server.accounts.get(local);
  if (!account) return unknown(local);
  if (!isSame(account.password, password)) return wrong(local);
  return isAuthzidOf(account, authzid) ? { kind: 'success', data: '', account } : failure('invalid-authzid');
}

function startScram(server: ServerState, mechanism: ScramMechanism): SaslStep {
  return (message) => {
    const first = readClientFirst(message);
    if (!first) return failure('malformed-request');
    const account = server.accounts.get(prepare(first.username));
    if (!account) return unknown(prepare(first.username));
    if (!isAuthzidOf(account, first.authzid)) return failure('invalid-authzid');
    const keys = keysOf(account, mechanism);
    const answer = serverFirst(first, keys);
    const check = { mechanism, keys, first, serverMessage: answer.message, nonce: answer.nonce };
    return { kind: 'challenge', data: answer.message, next: (final) => finishScram(account, final, check) };
  };
}

function finishScram(account: Account, message: string, check: Parameters<typeof checkClientFinal>[1]): SaslOutcome {
  const result = checkClientFinal(message, check);
  if (result === 'malformed') return failure('malformed-request');
  if (result === 'wrong') return wrong(account.local);
  return { kind: 'success', data: result.proof, account };
}

function keysOf(account: Account, mechanism: ScramMechanism): ReturnType<typeof deriveKeys> {
  const keys = account.keys.get(mechanism) ?? deriveKeys(mechanism, account.password);
  account.keys.set(mechanism, keys);
  return keys;
}

/** Whether the authzid is that of the account: no account may act as another. */
function isAuthzidOf(account: Account, authzid: string): boolean {
  return authzid === '' || prepare(authzid) === account.jid;
}

function isSame(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(actual)];
  return a.length === b.length && timingSafeEqual(a, b);
}

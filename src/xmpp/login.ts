// Stream negotiation (RFC 6120 4.3) with the library's parts. The features we want: StartTLS, SASL, resource binding.
// Not asked for even where offered, because an actor's traffic is the scenario's: stream management, the session of
// RFC 3921, SASL2, bind2, compression, client state indication.

import iqCaller, { type IqCaller } from '@xmpp/iq/caller.js';
import createMiddleware, { type Middleware } from '@xmpp/middleware';
import resourceBinding from '@xmpp/resource-binding';
import sasl from '@xmpp/sasl';
import createStreamFeatures, { type StreamFeatures } from '@xmpp/stream-features';
import type { Element } from 'ltx';
import type { Account } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { startDeadline } from './deadline.ts';
import { messageOf, placeOf, Refusal, WrongCredentials } from './explain.ts';
import {
  createSaslFactory,
  MECHANISMS,
  type SaltPassword,
  type ScramCredentials,
  type ScramExchange,
} from './mechanisms.ts';
import { readCondition } from './read-element.ts';
import type { Stream } from './stream.ts';

/** Who logs in, and as which resource. */
export interface Login {
  readonly account: Account;
  readonly resource: string;
  readonly salt: SaltPassword;
}

/** Opens the stream up to its first features, under TLS where the address asks for it. Rejects with a message for people. */
export function openUnauthenticated(stream: Stream, timeoutMs: number): Promise<void> {
  useStartTls(stream, createMiddleware({ entity: stream }));
  const isReady = () => stream.address.tls !== 'starttls' || stream.isEncrypted;
  return negotiate(stream, timeoutMs, (resolve) => stream.on('features', () => isReady() && resolve()));
}

/** Opens the stream, authenticates and binds. Rejects with a message for people. */
export function logIn(stream: Stream, login: Login, timeoutMs: number): Promise<void> {
  const middleware = createMiddleware({ entity: stream });
  const caller = iqCaller({ entity: stream, middleware });
  stream.isAwaited = (id) => caller.handlers.has(id);
  stream.once('ended', (error: Error) => abandon(caller, error));
  const streamFeatures = createStreamFeatures({ middleware });
  useStartTls(stream, middleware);
  requireFeatures(stream, middleware);
  useSasl(stream, login, streamFeatures);
  resourceBinding({ streamFeatures, iqCaller: caller }, login.resource);
  return negotiate(stream, timeoutMs, (resolve) =>
    stream.once('online', () => {
      stream.phase = 'online';
      resolve();
    }),
  );
}

/** The library waits 30 s for the answer to binding, whatever becomes of the stream. */
function abandon(caller: IqCaller, error: Error): void {
  for (const request of caller.handlers.values()) {
    // While the request is still being written, nobody listens to its promise.
    request.promise.catch(() => undefined);
    request.reject(error);
  }
}

/** Opens the stream and waits until `onReady` calls back. Rejects with a message for people, after `timeoutMs` at the latest. */
export async function negotiate(
  stream: Stream,
  timeoutMs: number,
  onReady: (resolve: () => void) => void,
): Promise<void> {
  const callOff = startDeadline(timeoutMs, () => stream.expire(timeoutMs));
  try {
    await new Promise<void>((resolve, reject) => {
      stream.once('ended', reject);
      onReady(resolve);
      void stream.begin();
    });
  } finally {
    callOff();
  }
}

/** StartTLS is required, whatever the server says of it, and comes before every other feature (RFC 6120 5.3.1). */
function useStartTls(stream: Stream, middleware: Middleware): void {
  middleware.use(async ({ stanza }, next) => {
    if (stream.address.tls !== 'starttls' || stream.isEncrypted || !isFeatures(stanza)) return next();
    if (stanza.getChild('starttls', NS.tls) === undefined) {
      throw new Refusal(
        `${placeOf(stream.address)}: server offers no StartTLS; ask for plaintext with tls: plain (--insecure only accepts any certificate)`,
      );
    }
    await requestTls(stream);
    await stream.upgrade();
  });
}

async function requestTls(stream: Stream): Promise<void> {
  stream.phase = 'tls';
  const consent = new Promise<void>((resolve) => {
    stream.on('nonza', (nonza: Element) => {
      if (nonza.is('failure', NS.tls)) {
        stream.fail(new Refusal(`${placeOf(stream.address)} offers StartTLS, but refused it`));
      }
      if (!nonza.is('proceed', NS.tls)) return;
      stream.stopReading();
      resolve();
    });
  });
  await Promise.all([consent, stream.write(serialize(element('starttls', NS.tls)))]);
}

const isFeatures = (stanza: Element): boolean => stanza.is('features', NS.streams);

/** A login that can go no further should say so, not wait. */
function requireFeatures(stream: Stream, middleware: Middleware): void {
  middleware.use(async ({ stanza }, next) => {
    if (!isFeatures(stanza)) return next();
    const mechanisms = child(stream.features, 'mechanisms', NS.sasl);
    const canBind = child(stream.features, 'bind', NS.bind) !== undefined;
    if (canBind) stream.phase = 'bind';
    if (mechanisms !== undefined) requireMechanism(stream.address, mechanisms);
    else if (!canBind) {
      throw new Refusal(`${placeOf(stream.address)} offers neither SASL authentication nor resource binding`);
    }
    return next();
  });
}

function requireMechanism(address: Address, mechanisms: XmlElement): void {
  const offered = elements(mechanisms).map(text);
  if (offered.some((name) => MECHANISMS.includes(name))) return;
  const names = offered.join(', ') || 'none';
  throw new Refusal(`${placeOf(address)} offers no SASL mechanism of ${MECHANISMS.join(', ')}; it offers: ${names}`);
}

function useSasl(stream: Stream, login: Login, streamFeatures: StreamFeatures): void {
  const failure = (why: string) => `authentication failed for ${login.account.jid}: ${why}`;
  const refuse = (why: string) => new (why === 'not-authorized' ? WrongCredentials : Refusal)(failure(why));
  sasl({ streamFeatures, saslFactory: createSaslFactory() }, async (authenticate, [mechanism = '']) => {
    if (stream.address.tls !== 'plain' && !stream.isEncrypted) throw refuse('it must not come before TLS');
    stream.phase = 'authenticate';
    // Before the library does, because the server may close the stream in the same breath.
    stream.on('nonza', (nonza: Element) => {
      if (nonza.is('failure', NS.sasl)) stream.fail(refuse(readCondition(nonza, NS.sasl)));
    });
    try {
      await prove(stream, login, (credentials) => authenticate(credentials, mechanism));
    } catch (error) {
      throw refuse(messageOf(error));
    }
    stream.phase = 'features';
  });
}

/**
 * Runs one SASL exchange. The library ignores what comes with <success/>, where a server may put the proof that it
 * knows the password (RFC 6120 6.3.10), so that is read here.
 */
async function prove(
  stream: Stream,
  { account, salt }: Login,
  authenticate: (credentials: ScramCredentials) => Promise<void>,
): Promise<void> {
  let exchange: ScramExchange | undefined;
  let last = '';
  const credentials: ScramCredentials = {
    username: localOf(account.jid),
    password: account.password,
    salt,
    begin: (begun) => {
      exchange = begun;
    },
  };
  stream.on('nonza', (nonza: Element) => {
    if (nonza.is('success', NS.sasl)) last = Buffer.from(nonza.getText(), 'base64').toString('latin1');
  });
  await authenticate(credentials);
  if (exchange?.isProven === false) exchange.finish(last);
}

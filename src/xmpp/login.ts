// Stream negotiation (RFC 6120 4.3) with the library's parts: StartTLS, SASL, resource binding. Other features are never
// asked for, because a session sends only what its scenario says: stream management, the session of RFC 3921, SASL2,
// bind2, compression, client state indication.

import iqCaller, { type IqCaller } from '@xmpp/iq/caller.js';
import createMiddleware, { type Middleware } from '@xmpp/middleware';
import resourceBinding from '@xmpp/resource-binding';
import sasl from '@xmpp/sasl';
import createStreamFeatures, { type StreamFeatures } from '@xmpp/stream-features';
import type { Element } from 'ltx';
import type { Problem } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { startDeadline } from './deadline.ts';
import { conditionIn } from './explain.ts';
import { type HeldAnswers, releaseFeatures } from './held-answers.ts';
import {
  createSaslFactory,
  MECHANISMS,
  type SaltPassword,
  type ScramCredentials,
  type ScramExchange,
} from './mechanisms.ts';
import type { Stream } from './stream.ts';

/** Features, TLS, SASL and binding take about ten elements. Without a bound, the library answers every challenge. */
const MAX_ELEMENTS = 100;

/** The parameters of a login. */
export interface Login {
  readonly account: Account;
  readonly resource: string;
  readonly salt: SaltPassword;
  /** What is known of the server's answers. */
  readonly held: HeldAnswers;
}

/** What ends a login under way. */
export interface LoginLimits {
  /** For the whole login, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the login, with the problem `called-off`, when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** A stream with the full JID that it has bound. */
export interface BoundStream {
  readonly stream: Stream;
  readonly jid: string;
}

/** Opens the stream up to its first features, under TLS if the address asks for it. Rejects with a `ProblemError`. */
export function openUnauthenticated(stream: Stream, held: HeldAnswers, limits: LoginLimits): Promise<void> {
  releaseFeatures(stream, held);
  useStartTls(stream, createMiddleware({ entity: stream }));
  const isReady = () => stream.address.tls !== 'starttls' || stream.isEncrypted;
  return negotiate(stream, limits, (resolve) => stream.on('features', () => isReady() && resolve()));
}

/** Opens the stream, authenticates and binds. Resolves with the bound JID; rejects with a `ProblemError`. */
export async function logIn(stream: Stream, login: Login, limits: LoginLimits): Promise<BoundStream> {
  const middleware = createMiddleware({ entity: stream });
  const caller = iqCaller({ entity: stream, middleware });
  stream.isAwaited = (id) => caller.handlers.has(id);
  stream.once('ended', () => abandon(caller, stream));
  const streamFeatures = createStreamFeatures({ middleware });
  releaseFeatures(stream, login.held);
  useStartTls(stream, middleware);
  requireFeatures(stream, middleware);
  useSasl(stream, login, streamFeatures);
  resourceBinding({ streamFeatures, iqCaller: caller }, login.resource);
  let jid = '';
  // As the server writes it: the library's JID class folds case and escapes.
  stream.on('negotiation', (received: XmlElement) => {
    jid = boundJidIn(received) ?? jid;
  });
  await negotiate(stream, limits, (resolve) =>
    stream.once('online', () => {
      stream.phase = 'online';
      resolve();
    }),
  );
  return { stream, jid };
}

function boundJidIn(result: XmlElement): string | undefined {
  const jid = elements(result)
    .flatMap(elements)
    .find(({ name, ns }) => name === 'jid' && ns === NS.bind);
  return jid && text(jid);
}

/** The library waits 30 s for the answer to binding, even after the end of the stream. */
function abandon(caller: IqCaller, stream: Stream): void {
  for (const request of caller.handlers.values()) {
    // The library handles the promise only once the request is written; without a handler, a rejection ends the process.
    request.promise.catch(() => undefined);
    request.reject(stream.failure());
  }
}

/** Opens the stream and waits until `onReady` calls back. Rejects with a `ProblemError`: see `LoginLimits`. */
export async function negotiate(
  stream: Stream,
  { timeoutMs, signal }: LoginLimits,
  onReady: (resolve: () => void) => void,
): Promise<void> {
  const callOff = startDeadline(timeoutMs, () => {
    stream.fail(new ProblemError({ kind: 'phase-expired', phase: stream.phase, at: stream.endpoint, timeoutMs }));
  });
  limitElements(stream);
  const abort = () => stream.fail(new ProblemError({ kind: 'called-off' }));
  signal?.addEventListener('abort', abort, { once: true });
  let onEnded = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      onEnded = () => reject(stream.failure());
      stream.once('ended', onEnded);
      onReady(resolve);
      if (signal?.aborted) abort();
      else void stream.begin();
    });
  } finally {
    // What ends the stream later makes no error: its stack costs more than the end.
    stream.off('ended', onEnded);
    callOff();
    signal?.removeEventListener('abort', abort);
  }
}

function limitElements(stream: Stream): void {
  let count = 0;
  stream.on('negotiation', () => {
    count += 1;
    if (count <= MAX_ELEMENTS) return;
    stream.fail(new ProblemError({ kind: 'flooded', unit: 'login-elements', limit: MAX_ELEMENTS }));
  });
}

/** Requires StartTLS, even where the server only offers it, before every other feature (RFC 6120 5.3.1). */
function useStartTls(stream: Stream, middleware: Middleware): void {
  middleware.use(async ({ stanza }, next) => {
    if (stream.address.tls !== 'starttls' || stream.isEncrypted || !isFeatures(stanza)) return next();
    if (stanza.getChild('starttls', NS.tls) === undefined) {
      throw new ProblemError({ kind: 'starttls-missing', at: stream.endpoint });
    }
    await requestTls(stream);
    await stream.upgrade();
  });
}

async function requestTls(stream: Stream): Promise<void> {
  stream.phase = 'tls';
  const consent = new Promise<void>((resolve) => {
    stream.on('negotiation', ({ name, ns }: XmlElement) => {
      if (ns !== NS.tls) return;
      if (name === 'failure') stream.fail(new ProblemError({ kind: 'starttls-refused', at: stream.endpoint }));
      if (name !== 'proceed') return;
      stream.stopReading();
      resolve();
    });
  });
  await Promise.all([consent, stream.write(serialize(element('starttls', NS.tls)))]);
}

const isFeatures = (stanza: Element): boolean => stanza.is('features', NS.streams);

/** Ends a login without a usable feature at once, instead of by its timeout. */
function requireFeatures(stream: Stream, middleware: Middleware): void {
  middleware.use(async ({ stanza }, next) => {
    if (!isFeatures(stanza)) return next();
    const mechanisms = child(stream.features, 'mechanisms', NS.sasl);
    const canBind = child(stream.features, 'bind', NS.bind) !== undefined;
    if (canBind) stream.phase = 'bind';
    if (mechanisms !== undefined) requireMechanism(stream, mechanisms);
    else if (!canBind) throw new ProblemError({ kind: 'nothing-to-negotiate', at: stream.endpoint });
    return next();
  });
}

function requireMechanism({ endpoint }: Stream, mechanisms: XmlElement): void {
  const offered = elements(mechanisms).map(text);
  if (offered.some((name) => MECHANISMS.includes(name))) return;
  throw new ProblemError({ kind: 'no-mechanism', at: endpoint, supported: MECHANISMS, offered });
}

const isSasl = (received: XmlElement, name: string): boolean => received.name === name && received.ns === NS.sasl;

function useSasl(stream: Stream, login: Login, streamFeatures: StreamFeatures): void {
  const { jid } = login.account;
  const failed = (cause: Problem) => new ProblemError({ kind: 'login-failed', jid, cause });
  sasl({ streamFeatures, saslFactory: createSaslFactory() }, async (authenticate, [mechanism = '']) => {
    if (stream.address.tls !== 'plain' && !stream.isEncrypted) throw failed({ kind: 'tls-required' });
    stream.phase = 'authenticate';
    // Read here, before the library does: the server may close the stream in the same packet.
    stream.on('negotiation', (received: XmlElement) => {
      if (!isSasl(received, 'failure')) return;
      const condition = conditionIn(received, NS.sasl);
      stream.fail(new ProblemError({ kind: 'login-refused', jid, condition }));
    });
    try {
      await prove(stream, login, (credentials) => authenticate(credentials, mechanism));
    } catch (error) {
      throw failed(problemOf(error));
    }
    stream.phase = 'features';
  });
}

/**
 * Runs one SASL exchange. A server may send the proof that it knows the password with <success/> (RFC 6120 6.3.10). The
 * library ignores it, so this function reads it.
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
  stream.on('negotiation', (received: XmlElement) => {
    if (isSasl(received, 'success')) last = Buffer.from(text(received), 'base64').toString('latin1');
  });
  await authenticate(credentials);
  if (exchange?.isProven === false) exchange.finish(last);
}

// RFC 6120 5 to 7: StartTLS, authentication and resource binding.

import type { XmlElement } from '../model/xml.ts';
import { isResource } from '../stanza/jid.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { isRegistration, registerBeforeLogin } from './registration.ts';
import type { SaslCondition, SaslOutcome, SaslStep } from './sasl.ts';
import { decodeSasl, startSasl } from './sasl.ts';
import type { Account, LoginFailure, ServerState } from './server-state.ts';
import { errorOf, isRequest, resultOf } from './stanza.ts';

/** The stream is closed after more failed attempts. RFC 6120 6.4.5 recommends at least 2 and at most 5 retries. */
const MAX_FAILURES = 5;

/** The stream that logs in. */
export interface Login {
  readonly server: ServerState;
  readonly canStartTls: boolean;
  account: Account | undefined;
  /** The next step of the SASL exchange that an `<auth/>` started. */
  sasl: SaslStep | undefined;
  failures: number;
  send(element: XmlElement): void;
  /** Waits for a new stream header (RFC 6120 4.3.3). */
  restart(): void;
  startTls(): void;
  bind(account: Account, resource: string): string;
  /** Closes with a stream error. */
  end(condition: string): void;
}

/** Makes the stream features for a client before or after authentication (RFC 6120 4.3.2). */
export function featuresFor(login: Login): XmlElement {
  const features = login.account ? featuresAfterLogin() : featuresBeforeLogin(login);
  return element('features', NS.streams, {}, features);
}

/** Handles an element before a resource is bound. */
export function handleLogin(login: Login, received: XmlElement) {
  if (login.account) return handleBind(login, login.account, received);
  const handler = BEFORE_LOGIN[`${received.ns} ${received.name}`];
  if (handler) handler(login, received);
  else login.end('not-authorized');
}

/** StartTLS comes first where it is mandatory to negotiate (RFC 6120 5.3.1). */
const mustStartTls = ({ canStartTls, server }: Login): boolean => canStartTls && server.requiresTls;

function featuresBeforeLogin(login: Login): readonly XmlElement[] {
  const { canStartTls, server } = login;
  if (mustStartTls(login)) return [element('starttls', NS.tls, {}, [element('required', NS.tls)])];
  const mechanisms = server.mechanisms.map((name) => element('mechanism', NS.sasl, {}, [name]));
  return [
    ...(canStartTls ? [element('starttls', NS.tls)] : []),
    element('mechanisms', NS.sasl, {}, mechanisms),
    element('register', NS.registerFeature),
  ];
}

/** Includes roster versioning (RFC 6121 2.6.1) and pre-approval (3.4). */
function featuresAfterLogin(): readonly XmlElement[] {
  return [element('bind', NS.bind), element('ver', NS.rosterver), element('sub', NS.preApproval)];
}

type Handler = (login: Login, received: XmlElement) => void;

const BEFORE_LOGIN: Readonly<Record<string, Handler>> = {
  [`${NS.tls} starttls`]: (login) => (login.canStartTls ? login.startTls() : login.end('unsupported-stanza-type')),
  [`${NS.sasl} auth`]: beginSasl,
  [`${NS.sasl} response`]: (login, response) => continueSasl(login, text(response)),
  [`${NS.sasl} abort`]: (login) => failSasl(login, 'aborted'),
  [`${NS.client} iq`]: handleRegistration,
};

function beginSasl(login: Login, auth: XmlElement) {
  if (mustStartTls(login)) return failSasl(login, 'encryption-required');
  login.sasl = startSasl(login.server, auth.attrs['mechanism'] ?? '');
  if (!login.sasl) return failSasl(login, 'invalid-mechanism');
  const initial = text(auth);
  if (initial === '') login.send(element('challenge', NS.sasl));
  else continueSasl(login, initial);
}

function continueSasl(login: Login, encoded: string) {
  const message = decodeSasl(encoded);
  if (message === undefined) return failSasl(login, 'incorrect-encoding');
  if (!login.sasl) return failSasl(login, 'malformed-request');
  concludeSasl(login, login.sasl(message));
}

function concludeSasl(login: Login, outcome: SaslOutcome) {
  if (outcome.kind === 'failure') return failSasl(login, outcome.condition, outcome);
  const { loginTurn } = login.server;
  if (outcome.kind === 'challenge' || loginTurn === undefined) answerSasl(login, outcome);
  else loginTurn(() => answerSasl(login, outcome));
}

function answerSasl(login: Login, outcome: Exclude<SaslOutcome, { kind: 'failure' }>) {
  const data = outcome.data === '' ? [] : [Buffer.from(outcome.data).toString('base64')];
  login.send(element(outcome.kind, NS.sasl, {}, data));
  login.sasl = outcome.kind === 'challenge' ? outcome.next : undefined;
  if (outcome.kind === 'challenge') return;
  login.account = outcome.account;
  login.restart();
}

function failSasl(login: Login, condition: SaslCondition, { user, why }: Partial<LoginFailure> = {}): void {
  login.sasl = undefined;
  login.failures += 1;
  const told = { condition, ...(user !== undefined && { user }), ...(why !== undefined && { why }) };
  login.server.witness?.loginFailed?.(told);
  login.send(element('failure', NS.sasl, {}, [element(condition, NS.sasl)]));
  if (login.failures > MAX_FAILURES) login.end('policy-violation');
}

function handleRegistration(login: Login, iq: XmlElement) {
  if (!isRequest(iq) || !isRegistration(iq) || mustStartTls(login)) return login.end('not-authorized');
  const answer = registerBeforeLogin(login.server, iq);
  login.send(typeof answer === 'string' ? errorOf(iq, answer) : answer);
}

/** Binds the requested resource, or a generated one (RFC 6120 7). */
function handleBind(login: Login, account: Account, iq: XmlElement) {
  const request = child(iq, 'bind', NS.bind);
  const isBind = iq.name === 'iq' && iq.ns === NS.client && iq.attrs['type'] === 'set' && request !== undefined;
  const isRegistered = login.server.accounts.get(account.local) === account;
  if (!isBind || !isRegistered) return login.end('not-authorized');
  const requested = elements(request).find(({ name }) => name === 'resource');
  const isAccepted = requested !== undefined && !login.server.isOverriding;
  const resource = isAccepted ? text(requested) : login.server.uniqueId();
  if (!isResource(resource)) return login.send(errorOf(iq, 'bad-request'));
  const jid = element('jid', NS.bind, {}, [login.bind(account, resource)]);
  login.send(resultOf(iq, [element('bind', NS.bind, {}, [jid])]));
}

// What went wrong with a connection, in words for people: what happened, what to do. Never a password or a SASL message.

import type { Address } from '../model/target.ts';

/** How far a login has come; every wait of it is a wait for one of these. */
export type Phase = 'connect' | 'tls' | 'features' | 'authenticate' | 'bind' | 'handshake' | 'online';

/** A failure whose message is meant for people already. */
export class Refusal extends Error {}

/** The server does not know the account, or not by this password; it does not say which (RFC 6120 6.5.10). */
export class WrongCredentials extends Refusal {}

/** The server gave the stream up before it was ready, for a fault of its own: <internal-server-error/> (RFC 6120 4.9.3.6). */
export class ServerFault extends Error {}

/** `host:port` as people write it. */
export function placeOf(address: Address): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** What a login in `phase` waits for. */
export function describeWait(phase: Phase, address: Address): string {
  const waits: Readonly<Record<Phase, string>> = {
    connect: 'no connection to',
    tls: 'no TLS handshake with',
    features: 'no stream features from',
    authenticate: 'no answer to authentication from',
    bind: 'no answer to resource binding from',
    handshake: 'no answer to the component handshake from',
    online: 'no answer from',
  };
  return `${waits[phase]} ${placeOf(address)}`;
}

/** One sentence on an error of the socket, of TLS or of the stream. */
export function explain(error: unknown, phase: Phase, address: Address): string {
  if (error instanceof Refusal) return error.message;
  const code = readString(error, 'code');
  if (phase === 'online') return explainLoss(code, error);
  const network = explainNetwork(code, address);
  if (network !== undefined) return network;
  if (isHandshake(phase, address)) return explainTls(error, code, address);
  if (phase === 'bind') return `resource binding refused: ${readString(error, 'condition') || messageOf(error)}`;
  return `${placeOf(address)}: ${messageOf(error)}`;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A string property of an error, such as `code` or `condition`; '' where there is none. */
function readString(error: unknown, key: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

function explainLoss(code: string, error: unknown): string {
  // Whether a closed connection is seen as an end or as a reset depends on what was under way, not on the server.
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection closed by the server';
  return code === '' ? `the XML of the server cannot be read: ${messageOf(error)}` : `connection lost: ${code}`;
}

function explainNetwork(code: string, address: Address): string | undefined {
  const place = placeOf(address);
  if (code === 'ECONNREFUSED') return `${place} refused the connection; is the server running there`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host name "${address.host}" was not found`;
  if (code === 'ECONNRESET' || code === 'EPIPE') return `${place} broke the connection off (${code})`;
  return code.startsWith('E') && !code.startsWith('ERR_') && code !== 'EPROTO'
    ? `${place} cannot be reached (${code})`
    : undefined;
}

const isHandshake = (phase: Phase, address: Address): boolean =>
  phase === 'tls' || (phase === 'connect' && address.tls === 'direct');

function explainTls(error: unknown, code: string, address: Address): string {
  const isProtocol = code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_');
  if (isProtocol) return `TLS with ${placeOf(address)} failed: ${readString(error, 'reason') || messageOf(error)}`;
  // Newer versions of Node.js add advice of their own after a semicolon.
  const [reason] = messageOf(error).split(';');
  const remedy = 'trust its authority with --ca FILE, or accept any certificate with --insecure';
  return `the certificate of ${placeOf(address)} for "${address.domain}" was refused: ${reason}; ${remedy}`;
}

// Maps errors of sockets, TLS and the library to problems. No problem holds a password or a SASL message.

import type { Endpoint, Phase, Problem } from '../model/problem.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement, XmlFault } from '../model/xml.ts';
import { elements } from '../stanza/xml.ts';
import type { XmlError, XmlErrorKind } from '../stanza/xml-error.ts';
import { messageOf, ProblemError, problemOf } from '../wording/problems.ts';

/** The problem behind an error that a connection to `address` met in `phase`. */
export function explain(error: unknown, phase: Phase, address: Address): Problem {
  if (error instanceof ProblemError) return error.problem;
  const code = readString(error, 'code');
  if (phase === 'online') return explainLoss(code, error);
  const at: Endpoint = { host: address.host, port: address.port };
  if (isNetworkCode(code)) return explainNetwork(code, at);
  if (phase === 'tls' || (phase === 'connect' && address.tls === 'direct')) return explainTls(error, code, address);
  if (phase === 'bind') {
    return { kind: 'binding-refused', condition: readString(error, 'condition') || messageOf(error) };
  }
  return { kind: 'negotiation-failed', at, reason: messageOf(error) };
}

/** The problem behind XML that a server sent. */
export function explainXml({ kind, message, excerpt, excess }: XmlError): Problem {
  if (excess !== undefined) return { kind: 'oversized-xml', ...excess };
  return { kind: 'ill-formed-xml', fault: isFault(kind) ? kind : 'ill-formed', detail: message, excerpt };
}

/** The condition of a stream or SASL error: its child in `ns` that is not the text (RFC 6120 4.9.2, 6.5). */
export function conditionIn(error: XmlElement, ns: string): string {
  const condition = elements(error).find((child) => child.ns === ns && child.name !== 'text');
  return condition?.name ?? 'undefined-condition';
}

/** Kinds that no stream meets: those of our own limits, and of texts that must be one element. */
const NO_FAULTS: readonly XmlErrorKind[] = ['too-large', 'not-one-element', 'prefixed-attribute'];

const isFault = (kind: XmlErrorKind): kind is XmlFault => !NO_FAULTS.includes(kind);

/** A string property of an error, such as `code` or `condition`; '' without one. */
function readString(error: unknown, key: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

/** A closed connection shows as an end or as a reset, depending on what this side was sending. */
const isReset = (code: string): boolean => code === 'ECONNRESET' || code === 'EPIPE';

/** True for codes of the system, false for those of TLS. */
const isNetworkCode = (code: string): boolean => code.startsWith('E') && !code.startsWith('ERR_') && code !== 'EPROTO';

function explainLoss(code: string, error: unknown): Problem {
  if (isReset(code)) return { kind: 'connection-closed-by-server' };
  return code === '' ? problemOf(error) : { kind: 'connection-lost', code };
}

function explainNetwork(code: string, at: Endpoint): Problem {
  if (code === 'ECONNREFUSED') return { kind: 'connection-refused', at };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'host-not-found', host: at.host };
  return { kind: isReset(code) ? 'connection-broken-off' : 'unreachable', at, code };
}

function explainTls(error: unknown, code: string, { host, port, domain }: Address): Problem {
  const at = { host, port };
  const isProtocol = code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_');
  if (isProtocol) return { kind: 'tls-failed', at, reason: readString(error, 'reason') || messageOf(error) };
  // Newer versions of Node.js append advice after a semicolon.
  const [reason = ''] = messageOf(error).split(';');
  return { kind: 'certificate-refused', at, domain, reason };
}

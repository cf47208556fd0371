import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, createSecureContext, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';
import type { Address } from '../model/target.ts';
import { messageOf, Refusal } from './explain.ts';

/**
 * TLS towards `address`: asks for its domain and checks the certificate for it (RFC 6120 13.7.2), not for the host
 * that happens to be connected to. Made when first called, and once: reading the authorities costs more than a
 * handshake. The call throws where `address.ca` cannot be read.
 */
export function createTlsOptions(address: Address): () => ConnectionOptions {
  let options: ConnectionOptions | undefined;
  return () => {
    options ??= makeTlsOptions(address);
    return options;
  };
}

function makeTlsOptions(address: Address): ConnectionOptions {
  const name = domainToASCII(address.domain) || address.domain;
  return {
    // An IP address is not allowed as a server name (RFC 6066 3).
    servername: isIP(name) ? '' : name,
    rejectUnauthorized: !address.insecure,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    secureContext: readAuthorities(address.ca),
  };
}

function readAuthorities(ca: string | undefined): SecureContext {
  if (ca === undefined) return createSecureContext();
  try {
    // TLS would silently trust nobody where the text holds no certificate.
    new X509Certificate(ca);
    return createSecureContext({ ca });
  } catch (error) {
    throw new Refusal(`the certificates of --ca cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

// Whether the certificate of a server is good for its domain, and what to do where it is not.

import type { Address } from '../model.ts';
import type { CertificateFacts, TlsFacts } from '../target/diagnose-tls.ts';
import type { Seen } from './doctor-sheet.ts';

interface Trouble {
  readonly text: string;
  readonly remedy: string;
}

/** Codes of OpenSSL that speak of the dates, which are told apart. */
const DATE_CODES: readonly (string | undefined)[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/** Has a value when a run would go on: the certificate is good, or `--insecure` accepts it, or there is no TLS. */
export function judgeCertificate(facts: TlsFacts | 'plain', address: Address): Seen<true> {
  if (facts === 'plain') return { status: 'not tried', text: 'there is none without TLS', value: true };
  const { certificate } = facts;
  const troubles = troublesOf(certificate, address, new Date());
  const told = describe(certificate);
  if (troubles.length === 0) return { status: 'ok', text: `${told}; it is trusted`, value: true };
  const text = `${told}; ${troubles.map((trouble) => trouble.text).join(', and ')}`;
  if (address.insecure) return { status: 'ok', text: `${text}; accepted by --insecure`, value: true };
  const remedy = [...troubles.map((trouble) => trouble.remedy), 'or accept any certificate with --insecure'].join(', ');
  return { status: 'failed', text, remedy };
}

function describe({ subject, names, issuer, validTo }: CertificateFacts): string {
  const by = issuer === subject ? 'itself' : issuer;
  return `for ${names.join(', ') || subject}, issued by ${by}, valid until ${day(validTo)}`;
}

function troublesOf(certificate: CertificateFacts, { ca, domain }: Address, now: Date): readonly Trouble[] {
  const { distrust, validFrom, validTo, isForDomain } = certificate;
  const troubles: Trouble[] = [];
  if (distrust !== undefined && !DATE_CODES.includes(distrust)) troubles.push(distrusted(distrust, ca !== undefined));
  if (validTo < now) troubles.push({ text: 'it has expired', remedy: 'renew it' });
  if (validFrom > now)
    troubles.push({ text: `it is not valid before ${day(validFrom)}`, remedy: 'compare the clocks' });
  if (!isForDomain) {
    troubles.push({ text: `it is not for ${domain}`, remedy: 'name the domain that it is for with -d DOMAIN' });
  }
  return troubles;
}

function distrusted(code: string, hasCa: boolean): Trouble {
  if (hasCa)
    return { text: `the authority of --ca did not issue it (${code})`, remedy: 'give the right one with --ca' };
  if (code === SELF_SIGNED) return { text: 'it is self-signed', remedy: 'trust it with --ca FILE, its own PEM' };
  return { text: `its authority is not trusted (${code})`, remedy: 'trust that with --ca FILE' };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

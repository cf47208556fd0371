// Whether the certificate of a server is good for its domain, and what to do where it is not.

import type { Language } from '../model/event.ts';
import type { Address } from '../model/target.ts';
import { COMMON } from '../wording/common.ts';
import type { Seen } from './checklist.ts';
import type { CertificateFacts, TlsFacts } from './diagnose-tls.ts';
import { CERTIFICATE } from './words.ts';

interface Trouble {
  readonly text: string;
  readonly remedy: string;
}

/** Codes of OpenSSL that speak of the dates, which are told apart. */
const DATE_CODES: readonly (string | undefined)[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/** Has a value when a run would go on: the certificate is good, or `--insecure` accepts it, or there is no TLS. */
export function judgeCertificate(facts: TlsFacts | 'plain', address: Address, lang: Language): Seen<true> {
  const words = CERTIFICATE[lang];
  const { comma, semicolon } = COMMON[lang];
  if (facts === 'plain') return { status: 'not tried', text: words.none, value: true };
  const { certificate } = facts;
  const troubles = troublesOf(certificate, address, lang);
  const told = describe(certificate, lang);
  if (troubles.length === 0) return { status: 'ok', text: `${told}${semicolon}${words.trusted}`, value: true };
  const text = `${told}${semicolon}${troubles.map((trouble) => trouble.text).join(words.and)}`;
  if (address.insecure) return { status: 'ok', text: `${text}${semicolon}${words.accepted}`, value: true };
  return { status: 'failed', text, remedy: [...troubles.map(({ remedy }) => remedy), words.acceptAny].join(comma) };
}

function describe({ subject, names, issuer, validTo }: CertificateFacts, lang: Language): string {
  const words = CERTIFICATE[lang];
  const by = issuer === subject ? words.itself : issuer;
  return words.described(names.join(', ') || subject, by, day(validTo));
}

function troublesOf(certificate: CertificateFacts, { ca, domain }: Address, lang: Language): readonly Trouble[] {
  const words = CERTIFICATE[lang];
  const now = new Date();
  const { distrust, validFrom, validTo, isForDomain } = certificate;
  const troubles: Trouble[] = [];
  if (distrust !== undefined && !DATE_CODES.includes(distrust))
    troubles.push(distrusted(distrust, ca !== undefined, lang));
  if (validTo < now) troubles.push({ text: words.expired, remedy: words.renew });
  if (validFrom > now) troubles.push({ text: words.notYet(day(validFrom)), remedy: words.compareClocks });
  if (!isForDomain) troubles.push({ text: words.otherDomain(domain), remedy: words.nameDomain });
  return troubles;
}

function distrusted(code: string, hasCa: boolean, lang: Language): Trouble {
  const words = CERTIFICATE[lang];
  if (hasCa) return { text: words.otherAuthority(code), remedy: words.rightAuthority };
  if (code === SELF_SIGNED) return { text: words.selfSigned, remedy: words.trustItself };
  return { text: words.distrusted(code), remedy: words.trustAuthority };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

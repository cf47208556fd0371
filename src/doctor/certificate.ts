// Whether the certificate of a server is valid for its domain.

import type { Address } from '../model/target.ts';
import type { CheckResult } from './checklist.ts';
import type { CertificateFault } from './reported-check.ts';
import type { CertificateFacts, TlsFacts } from './tls-handshake.ts';

/** Codes of OpenSSL that concern the dates, which are compared here. */
const DATE_CODES: readonly (string | undefined)[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/** Has a value when a run would continue: the certificate is valid, or `--insecure` accepts it, or there is no TLS. */
export function judgeCertificate(facts: TlsFacts | 'plain', address: Address): CheckResult<true> {
  if (facts === 'plain') return { status: 'not tried', seen: { kind: 'no-certificate' }, value: true };
  const { subject, names, issuer, validTo } = facts.certificate;
  const faults = faultsOf(facts.certificate, address);
  const isAccepted = address.insecure;
  const seen = { kind: 'certificate', subject, names, issuer, until: day(validTo), faults, isAccepted } as const;
  return faults.length === 0 || isAccepted ? { status: 'ok', seen, value: true } : { status: 'failed', seen };
}

/** What is wrong with the certificate of the server of the domain. `ca`: see `Address`. */
export function faultsOf(
  certificate: CertificateFacts,
  { ca, domain }: Pick<Address, 'ca' | 'domain'>,
): readonly CertificateFault[] {
  const now = new Date();
  const { distrust, validFrom, validTo, isForDomain } = certificate;
  const faults: CertificateFault[] = [];
  if (distrust !== undefined && !DATE_CODES.includes(distrust)) faults.push(distrusted(distrust, ca !== undefined));
  if (validTo < now) faults.push({ kind: 'expired' });
  if (validFrom > now) faults.push({ kind: 'not-yet-valid', from: day(validFrom) });
  if (!isForDomain) faults.push({ kind: 'domain-other', domain });
  return faults;
}

function distrusted(code: string, hasCa: boolean): CertificateFault {
  if (hasCa) return { kind: 'authority-other', code };
  return code === SELF_SIGNED ? { kind: 'self-signed' } : { kind: 'authority-unknown', code };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

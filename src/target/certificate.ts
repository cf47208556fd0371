// Certificates for servers that xmppspec launches itself.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProblemError, problemOf } from '../wording/problems.ts';

/** A self-signed certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** OpenSSL makes an elliptic key and signs in about 10 ms; after ten seconds it hangs. */
const OPENSSL_TIMEOUT_MS = 10_000;

/** Where openssl is on Debian and elsewhere: the reference server, unlike the packaged ones, also runs elsewhere. */
const PATH = '/usr/bin:/usr/local/bin:/opt/homebrew/bin';

/** Launched servers live for minutes; a month also covers a long-running `serve`. */
const VALID_DAYS = 30;

/** Makes a certificate for `domain` (as subjectAltName, RFC 6120 13.7.1.2). Rejects with `ProblemError`. */
export async function selfSigned(domain: string): Promise<Certificate> {
  try {
    return split(await openssl(argumentsFor(domain)));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) throw new ProblemError({ kind: 'not-installed', program: 'openssl', debianPackage: 'openssl' });
    throw new ProblemError({ kind: 'certificate-not-made', domain, cause: problemOf(error) }, { cause: error });
  }
}

function argumentsFor(domain: string): readonly string[] {
  const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days ${VALID_DAYS}`.split(' ');
  const names = ['-subj', '/CN=xmppspec', '-addext', `subjectAltName=DNS:${domain}`];
  return [...request, ...names, '-keyout', '-', '-out', '-'];
}

async function openssl(args: readonly string[]): Promise<string> {
  const options = { env: { PATH }, timeout: OPENSSL_TIMEOUT_MS };
  return (await promisify(execFile)('openssl', args, options)).stdout;
}

function split(pem: string): Certificate {
  const block = (label: string) => new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----\\n`).exec(pem)?.[0];
  const [key, cert] = [block('PRIVATE KEY'), block('CERTIFICATE')];
  if (key === undefined || cert === undefined) throw new Error('its output holds no key or no certificate');
  return { key, cert };
}

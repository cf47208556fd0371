// Certificates for servers that we launch ourselves.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isMissingFile, NotInstalled } from './not-installed.ts';

/** A self-signed certificate and its key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** OpenSSL makes an elliptic key and signs in about 10 ms; ten seconds bound a machine that is stuck. */
const OPENSSL_TIMEOUT_MS = 10_000;

/** Where openssl is on Debian and elsewhere; the reference server, unlike the packaged ones, also runs elsewhere. */
const PATH = '/usr/bin:/usr/local/bin:/opt/homebrew/bin';

/** Throw-away servers live for minutes; a month also covers `serve` left running. */
const VALID_DAYS = 30;

/** Makes a certificate for `domain` (as subjectAltName, RFC 6120 13.7.1.2). Rejects with `NotInstalled` without openssl. */
export async function selfSigned(domain: string): Promise<Certificate> {
  const args = [
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      `${VALID_DAYS}`,
    ],
    ...['-subj', '/CN=xmppspec', '-addext', `subjectAltName=DNS:${domain}`, '-keyout', '-', '-out', '-'],
  ];
  try {
    return split(await openssl(args));
  } catch (error) {
    if (isMissingFile(error)) throw new NotInstalled('openssl', 'openssl');
    throw new Error(`openssl could not make a certificate for ${domain}`, { cause: error });
  }
}

async function openssl(args: readonly string[]): Promise<string> {
  const options = { env: { PATH }, timeout: OPENSSL_TIMEOUT_MS };
  return (await promisify(execFile)('openssl', args, options)).stdout;
}

function split(pem: string): Certificate {
  const block = (label: string) => new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----\\n`).exec(pem)?.[0];
  const [key, certificate] = [block('PRIVATE KEY'), block('CERTIFICATE')];
  if (key === undefined || certificate === undefined) throw new Error('expected a key and a certificate from openssl');
  return { key, certificate };
}

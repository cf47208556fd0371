// Certificates for servers that xmppspec launches itself.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { type DirectoryListener, makePrivateDirectory, removePrivateDirectory } from './this-machine.ts';

/** A certificate and its key, both PEM. */
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

/** Makes a self-signed certificate for `domain` (as subjectAltName, RFC 6120 13.7.1.2). Rejects with `ProblemError`. */
export function selfSigned(domain: string): Promise<Certificate> {
  return make(domain, [...REQUEST, ...SUBJECT, '-addext', `subjectAltName=DNS:${domain}`]);
}

/** Makes an authority, which issues certificates for the servers of one launch. Rejects with `ProblemError`. */
export function createAuthority(): Promise<Certificate> {
  return make('xmppspec', [...REQUEST, ...AUTHORITY_SUBJECT, '-addext', 'keyUsage=keyCertSign']);
}

/**
 * Makes a certificate for `domain` that `authority` issues, for both sides of a connection between servers (RFC 6120
 * 13.7.1.1). OpenSSL reads the authority from a directory that `listener` hears of. Rejects with `ProblemError`.
 */
export async function issued(
  domain: string,
  authority: Certificate,
  listener: DirectoryListener,
): Promise<Certificate> {
  const directory = await makePrivateDirectory(listener);
  try {
    const file = join(directory, 'authority.pem');
    await writeFile(file, `${authority.cert}${authority.key}`);
    const leaf = [`subjectAltName=DNS:${domain}`, 'basicConstraints=critical,CA:FALSE', USAGE];
    const issuer = ['-CA', file, '-CAkey', file];
    const names = leaf.flatMap((value) => ['-addext', value]);
    return await make(domain, [...REQUEST, ...SUBJECT, ...issuer, ...names]);
  } finally {
    removePrivateDirectory(directory, listener);
  }
}

async function make(domain: string, args: readonly string[]): Promise<Certificate> {
  try {
    return split(await openssl(args));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) throw new ProblemError({ kind: 'not-installed', program: 'openssl', debianPackage: 'openssl' });
    throw new ProblemError({ kind: 'certificate-not-made', domain, cause: problemOf(error) }, { cause: error });
  }
}

const KEY = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
const REQUEST = `req -x509 ${KEY} -days ${VALID_DAYS} -keyout - -out -`.split(' ');
const SUBJECT = ['-subj', '/CN=xmppspec'];
/** Another name than that of the certificates, or these would seem to be self-signed. */
const AUTHORITY_SUBJECT = ['-subj', '/CN=xmppspec authority'];
const USAGE = 'extendedKeyUsage=serverAuth,clientAuth';

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

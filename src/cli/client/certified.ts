// TLS of the server that a client under test logs in to: a certificate, and the authority that it is told to trust.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, createAuthority, issued } from '../../target/certificate.ts';
import { type DirectoryListener, makePrivateDirectory, removePrivateDirectory } from '../../target/this-machine.ts';

/** What a server proves its domain with. */
export interface Certified {
  readonly certificate: Certificate;
  /** The PEM file of the authority. */
  readonly ca: string;
  /** Removes the file. */
  remove(): void;
}

/** Makes a certificate for a domain. Rejects with `ProblemError`. */
export async function certify(domain: string, listener: DirectoryListener): Promise<Certified> {
  const authority = await createAuthority();
  const certificate = await issued(domain, authority, listener);
  const directory = await makePrivateDirectory(listener);
  const ca = join(directory, 'ca.pem');
  writeFileSync(ca, authority.cert);
  return { certificate, ca, remove: () => removePrivateDirectory(directory, listener) };
}

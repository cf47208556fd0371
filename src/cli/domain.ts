// A domain on the command line.

import { isIPv6 } from 'node:net';
import { UsageError } from '../wording/usage-error.ts';

/** Octets of a domainpart (RFC 7622 3.2). */
const MAX_OCTETS = 1023;

/** Letters and digits of any script, and `_`, which names in private networks have; hyphens only within (RFC 5890 2.3.1). */
const LABEL = /^[\p{L}\p{M}\p{N}_]+(?:-+[\p{L}\p{M}\p{N}_]+)*$/u;

/** The domain that was given with the option. Throws `UsageError` when it is none (RFC 7622 3.2: a name, or an address). */
export function readDomain(option: string, written: string): string {
  const isName = written.split('.').every((label) => LABEL.test(label));
  const isAddress = isIPv6(written.replace(/^\[(.*)\]$/, '$1'));
  if ((isName || isAddress) && Buffer.byteLength(written) <= MAX_OCTETS) return written;
  throw new UsageError(`${option}: expected a domain, such as example.org, got "${written}"`);
}

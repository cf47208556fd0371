// Domains on the command line.

import { isIPv6 } from 'node:net';
import { usageError } from '../../wording/usage.ts';

/** Most octets of a domainpart (RFC 7622 3.2). */
const MAX_OCTETS = 1023;

/** Letters and digits of any script, hyphens only between them (RFC 5890 2.3.1), and `_` for names in private networks. */
const LABEL = /^[\p{L}\p{M}\p{N}_]+(?:-+[\p{L}\p{M}\p{N}_]+)*$/u;

/** Reads the value of the option as a domain: a name or an IP address (RFC 7622 3.2). Throws `UsageError` for anything else. */
export function readDomain(option: string, written: string): string {
  const isName = written.split('.').every((label) => LABEL.test(label));
  const isAddress = isIPv6(written.replace(/^\[(.*)\]$/, '$1'));
  if ((isName || isAddress) && Buffer.byteLength(written) <= MAX_OCTETS) return written;
  throw usageError('domainExpected', option, written);
}

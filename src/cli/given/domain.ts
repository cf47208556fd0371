// Domains that are given: that of a server, and `--remote component://host:port/remote.domain`.

import { isIPv6 } from 'node:net';
import type { ComponentAddress } from '../../model/target.ts';
import { publicAddress, SECRET_VARIABLE } from '../../wording/secrets.ts';
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

/** Stands in the option for the number of a shard. */
export const SHARD_PLACEHOLDER = '{shard}';

/** Reads the option. Throws `UsageError` when it is malformed, or without a secret. */
export function readRemote(option: string, secret: string | undefined): ComponentAddress {
  const found = /^component:\/\/(\[[^\]]+\]|[^:/@]+):(\d{1,5})\/([^/\s]+)$/i.exec(option);
  const [, host = '', port = '', domain = ''] = found ?? [];
  if (found === null || Number(port) < 1 || Number(port) > 65_535) {
    throw usageError('remoteExpected', publicAddress(option));
  }
  if (option.includes(SHARD_PLACEHOLDER)) {
    throw usageError('remoteShard', SHARD_PLACEHOLDER);
  }
  if (secret === undefined || secret === '') {
    throw usageError('remoteSecret', domain, SECRET_VARIABLE);
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port), domain, secret };
}

/** The secret for `--remote`, from the environment or from the config file. */
export function remoteSecret(
  env: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): string | undefined {
  return env[SECRET_VARIABLE] ?? configured;
}

// `--remote component://host:port/remote.domain`.

import type { ComponentAddress } from '../../model/target.ts';
import { publicAddress, SECRET_VARIABLE } from '../../wording/secrets.ts';
import { usageError } from '../../wording/usage.ts';

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

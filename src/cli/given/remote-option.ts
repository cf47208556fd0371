// `--remote component://host:port/remote.domain`.

import type { ComponentAddress } from '../../model/target.ts';
import { publicAddress, SECRET_VARIABLE } from '../../wording/secrets.ts';
import { UsageError } from '../../wording/usage-error.ts';

/** Stands in the option for the number of a shard. */
export const SHARD_PLACEHOLDER = '{shard}';

/** Reads the option. Throws `UsageError` when it is malformed, or without a secret. */
export function readRemote(option: string, secret: string | undefined): ComponentAddress {
  const found = /^component:\/\/(\[[^\]]+\]|[^:/@]+):(\d{1,5})\/([^/\s]+)$/i.exec(option);
  const [, host = '', port = '', domain = ''] = found ?? [];
  if (found === null || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError(`--remote: expected component://host:port/remote.domain, got "${publicAddress(option)}"`);
  }
  if (option.includes(SHARD_PLACEHOLDER)) {
    throw new UsageError(`--remote: ${SHARD_PLACEHOLDER} stands for the number of a shard; give --shard`);
  }
  if (secret === undefined || secret === '') {
    throw new UsageError(`--remote: no secret for ${domain}; set ${SECRET_VARIABLE}, or "secret" in the config file`);
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

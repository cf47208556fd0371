import type { RunningTarget, TargetTraits } from '../model/target.ts';
import { type AddressOptions, parseAddress } from './parse-address.ts';

export interface ExternalOptions extends AddressOptions {
  readonly traits?: Partial<TargetTraits>;
}

/** A server that runs already, by its address (see `parseAddress`). Stopping it does nothing. Throws `ProblemError`. */
export function externalTarget(url: string, options: ExternalOptions = {}): RunningTarget {
  return {
    name: url,
    ambient: [],
    limits: {},
    special: {},
    ...options.traits,
    address: parseAddress(url, options),
    cpuMs: () => undefined,
    stop: async () => undefined,
  };
}

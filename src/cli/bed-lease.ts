// What a run leases its cases: the accounts of its test bed, and those of the second one.

import { leasesOf } from '../lease/lease.ts';
import { createWash } from '../lease/wash.ts';
import type { LeaseFor, Wash } from '../model/session.ts';
import type { Environment, Side } from '../run/environment.ts';
import type { TestBed } from './test-bed.ts';

/** Leases from a bed. `limits` are those of its server; `peer` is the second server, if there is one. */
export const leaseOf = (
  bed: TestBed,
  { limits, peer, timeoutMs, signal }: Pick<Environment, 'limits' | 'peer' | 'timeoutMs' | 'signal'>,
): LeaseFor =>
  leasesOf({
    own: leaseSide(bed, limits),
    peer: bed.peer && leaseSide(bed.peer, peer?.limits),
    wash: washOf(bed),
    remote: bed.remote,
    timeoutMs,
    signal,
  });

/** What a lease needs of a server. */
const leaseSide = ({ accounts, target, watch }: TestBed, limits: Side['limits']) => ({
  lend: accounts.lendMany,
  domain: target.address.domain,
  isLimited: limits?.find('subscription-count') !== undefined,
  watch,
});

/** Undefined where accounts of a server are lent once: what is left on them would reach those of the other one. */
function washOf({ accounts: { washes }, peer }: TestBed): Wash | undefined {
  if (washes === undefined) return undefined;
  if (peer === undefined) return createWash(washes);
  return peer.accounts.washes && createWash(washes, peer.accounts.washes);
}

// How the server orders stanzas, as a run measures it.

import type { RemoteDomain } from '../model/target.ts';
import { measureOrder } from '../run/order/measure-order.ts';
import type { Checklist, CheckResult, Prerequisite } from './checklist.ts';
import type { Tools } from './tools.ts';

/** As many pairs of users as the measurement has at most: a run has more cases at a time by default. */
const LOAD = 4;

interface OrderTools extends Tools {
  /** Ends the measurement. */
  readonly signal: AbortSignal;
  readonly remote: RemoteDomain | undefined;
}

/** Measures whether a stanza can arrive after a fence, on accounts made for it. */
export function checkOrder(list: Checklist, tools: OrderTools, fence: Prerequisite<true>) {
  const { server, ...limits } = tools;
  return list.check('order', fence, async (): Promise<CheckResult<true>> => {
    if (server.provision.kind === 'fixed') return { status: 'not tried', seen: { kind: 'order-not-tried' } };
    const { connect, accounts, target } = server;
    const { lend, capacity } = accounts;
    const { domain } = target.address;
    const options = { ...limits, connect, lend, capacity, domain, load: LOAD };
    const { measured, cleanup } = await measureOrder(options);
    // The check of the removal counts every account that is left.
    await cleanup;
    const status = measured.kind === 'unmeasured' ? 'missing' : 'ok';
    return { status, seen: { kind: 'order', order: measured }, value: true };
  });
}

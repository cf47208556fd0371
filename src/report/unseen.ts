// Why no case of this tool checks a requirement.

import type { Requirement } from '../model.ts';

/** A requirement that is not observable, and why. */
export interface Unobservable {
  readonly id: string;
  readonly reason: string;
}

/** The reason why a requirement is not observable, for people. */
export function whyUnseen({ role, observe, note }: Requirement): string {
  if (role === 'client') return 'binds clients';
  if (observe === 's2s')
    return 'needs server-to-server: a server of another domain, which a component does not stand in for';
  return note ?? 'not to be seen from outside';
}

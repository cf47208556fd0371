import type { Language } from '../model/event.ts';
import type { ForeignUse } from '../model/problem.ts';
import { cut, escapeControls, MAX_VALUE } from './escape-controls.ts';

/** What was seen of another user of an account. */
export function foreignUse(seen: ForeignUse): Readonly<Record<Language, string>> {
  if (seen.kind === 'resource') {
    const resource = escapeControls(cut(seen.resource, MAX_VALUE));
    return {
      en: `the resource "${resource}" logged in, which is not of this run`,
      zh: `资源“${resource}”登录了该账户，它不属于此次运行`,
    };
  }
  if (seen.kind === 'item') {
    const contact = escapeControls(cut(seen.contact, MAX_VALUE));
    return {
      en: `its roster has the item ${contact}, which no stanza of the case names`,
      zh: `名册中有条目 ${contact}，用例的任何节都没有提到它`,
    };
  }
  return { en: 'another login took over a resource of this run', zh: '另一次登录取代了此次运行的资源' };
}

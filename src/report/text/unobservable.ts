// Why no case of this tool can check a requirement.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { catalogue } from '../../wording/catalogue.ts';

export const UNOBSERVABLE = catalogue(
  {
    bindsClients: 'binds clients',
    needsServer: 'needs server-to-server: a server of another domain, which a component does not stand in for',
    unseen: 'cannot be seen from outside',
  },
  {
    bindsClients: '约束客户端',
    needsServer: '需要服务器间连接：须有另一个域的服务器，组件不能代替',
    unseen: '从外部观察不到',
  },
);

/** The reason why the requirement is not observable. A note in the catalogue of requirements is in English. */
export function unobservableReason({ role, observe, note }: Requirement, lang: Language): string {
  const words = UNOBSERVABLE[lang];
  if (role === 'client') return words.bindsClients;
  return observe === 's2s' ? words.needsServer : (note ?? words.unseen);
}

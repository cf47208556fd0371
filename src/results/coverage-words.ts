// The words of the coverage report, and why a requirement is not observable.

import { catalogue } from '../wording/catalogue.ts';

export const COVERAGE = catalogue(
  {
    checked: (checked: number, observable: number) =>
      `${checked} of ${observable} observable requirements are checked by cases`,
    byLint: (count: number) => `, ${count} more by the lint of every stanza`,
    byChapter: 'by chapter',
    byFeature: 'by feature',
    byLevel: 'by level',
    missing: 'missing',
    unobservable: 'not observable',
    noFeature: 'none',
    percent: (percent: string) => ` (${percent} %)`,
    bindsClients: 'binds clients',
    needsServer: 'needs server-to-server: a server of another domain, which a component does not stand in for',
    unseen: 'not to be seen from outside',
  },
  {
    checked: (checked, observable) => `可观察的 ${observable} 项要求中，${checked} 项由用例检查`,
    byLint: (count) => `，另有 ${count} 项由全程检查核对`,
    byChapter: '按章',
    byFeature: '按特性',
    byLevel: '按级别',
    missing: '缺少检查',
    unobservable: '不可观察',
    noFeature: '（无）',
    percent: (percent) => `（${percent} %）`,
    bindsClients: '约束客户端',
    needsServer: '需要服务器间连接：须有另一个域的服务器，组件不能代替',
    unseen: '从外部观察不到',
  },
);

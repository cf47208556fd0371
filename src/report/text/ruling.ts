// What reports say of a failed check that a ruling disputes, and why no case can check a requirement.

import type { Language } from '../../model/event.ts';
import type { DisputedRequirement, RequirementVerdict } from '../../model/result.ts';
import type { Requirement, Ruling } from '../../model/standard.ts';
import { groupBy } from '../../results/outcomes.ts';
import { loadRulings } from '../../spec/rulings.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';

export const RULING = catalogue(
  {
    disputed: (ruling: string, ids: string, about: string) => `ruling ${ruling} makes a warning of ${ids}: ${about}`,
    about: (title: string, places: string, id: string) => `${title} (${places}); see xmppspec explain ${id}`,
    unknown: 'this version does not know it',
    gist: (id: string, cases: string, about: string, text: string) =>
      `${id} makes a warning of ${cases}, as the standards disagree: ${about}. ${text} More: xmppspec explain ${id}`,
  },
  {
    disputed: (ruling, ids, about) => `裁定 ${ruling} 将 ${ids} 改为警告：${about}`,
    about: (title, places, id) => `${title}（${places}）；见 xmppspec explain ${id}`,
    unknown: '此版本没有该裁定',
    gist: (id, cases, about, text) =>
      `标准的规定不一致，${id} 将 ${cases}改为警告：${about}。${text}详见 xmppspec explain ${id}`,
  },
);

/** The rulings that dispute what checks cite, each with the requirements that warn by it. */
export interface NamedRuling {
  readonly id: string;
  readonly requirements: readonly string[];
}

/** Groups by ruling what is disputed in one check or in several. */
export function rulingsIn(disputed: readonly DisputedRequirement[]): readonly NamedRuling[] {
  return [...groupBy(disputed, ({ ruling }) => ruling)].map(([id, group]) => ({
    id,
    requirements: [...new Set(group.map(({ requirement }) => requirement))],
  }));
}

/** The ruling, the requirements that warn by it, and what it is about: one line. */
export function rulingLine({ id, requirements }: NamedRuling, lang: Language): string {
  return RULING[lang].disputed(id, requirements.join(COMMON[lang].comma), aboutRuling(id, lang));
}

/** How many cases a ruling makes a warning of, what it is about, and what the suite asks for, and why: one line. */
export function rulingGist(id: string, cases: string, lang: Language): string {
  const ruling = rulingOf(id);
  if (ruling === undefined) return id;
  const places = [...new Set(ruling.passages.map(({ place }) => place))].join(COMMON[lang].comma);
  const about = ruling.title[lang] + COMMON[lang].bracketed(places);
  return RULING[lang].gist(id, cases, about, ruling.ruling[lang]);
}

/** What a ruling is about, its passages, and the command that shows it. */
export function aboutRuling(id: string, lang: Language): string {
  const ruling = rulingOf(id);
  if (ruling === undefined) return RULING[lang].unknown;
  const places = [...new Set(ruling.passages.map(({ place }) => place))].join(COMMON[lang].comma);
  return RULING[lang].about(ruling.title[lang], places, id);
}

/** The level of a requirement that was not met: `MUST`, or `MUST (R1)` where it only warns by a ruling. */
export function levelText({ level, ruling }: Pick<RequirementVerdict, 'level' | 'ruling'>, lang: Language): string {
  return LEVELS[lang][level] + (ruling === undefined ? '' : COMMON[lang].bracketed(ruling));
}

let rulings: ReadonlyMap<string, Ruling> | undefined;

/** The ruling; undefined: this version does not know it. The rulings are read when the first is named. */
export function rulingOf(id: string): Ruling | undefined {
  rulings ??= loadRulings();
  return rulings.get(id);
}

const UNOBSERVABLE = catalogue(
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

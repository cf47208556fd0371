// Traffic that no case is about, as lines.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { TrafficModule } from '../../model/session.ts';
import type { RunTraffic, UnexplainedKind } from '../../results/traffic.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { MODULES } from '../../wording/traffic.ts';
import { createRename } from './names.ts';
import { compactXml } from './xml-text.ts';

const WORDS = catalogue(
  {
    unexplained: 'unexplained traffic: no rule of the standard forbids it',
    modules: 'traffic of modules, set aside',
    seen: (session: string, xml: string) => `${session} received ${xml}`,
  },
  {
    unexplained: '来由不明的节：标准并未禁止',
    modules: '模块自行发送的节，不计入判定',
    seen: (session, xml) => `${session} 收到 ${xml}`,
  },
);

export const unexplainedTitle = (lang: Language): string => WORDS[lang].unexplained;
export const modulesTitle = (lang: Language): string => WORDS[lang].modules;

/** `juliet/balcony received <message ...>`, with the names of the case in place of its JIDs. */
export function unexplainedText(kind: UnexplainedKind, results: readonly CaseResult[], lang: Language): string {
  const jids = results.find((result) => result.case.id === kind.case)?.jids ?? {};
  return WORDS[lang].seen(escapeControls(kind.session), compactXml(kind.stanza, createRename(jids)));
}

/** `  12  service discovery`. */
export function moduleLines({ moduleTraffic }: RunTraffic, lang: Language): readonly string[] {
  return Object.entries(moduleTraffic).map(
    ([module, count]) => `${String(count).padStart(4)}  ${MODULES[lang][module as TrafficModule]}`,
  );
}

interface Run {
  readonly results: readonly CaseResult[];
  readonly traffic: RunTraffic;
}

/** What is unexplained and was seen first in this case; empty where nothing is. */
export function firstSeenLines({ case: { id } }: CaseResult, run: Run, lang: Language): readonly string[] {
  const kinds = run.traffic.unexplainedTraffic.filter((kind) => kind.case === id);
  if (kinds.length === 0) return [];
  return [WORDS[lang].unexplained, ...kinds.map((kind) => `  ${unexplainedText(kind, run.results, lang)}`)];
}

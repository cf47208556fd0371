// The words that complete a command line and that are found only when it is typed: targets, cases, findings.

import type { Candidate, CompletionSources } from './command-line/completion.ts';

/** What a selector can be: topologies, features, sections, ids of requirements, and ids of scenarios and their rows. */
export interface SelectorWords {
  readonly topologies: readonly string[];
  readonly features: readonly string[];
  readonly sections: readonly Candidate[];
  readonly requirements: readonly Candidate[];
  readonly cases: readonly Candidate[];
}

/**
 * Selectors that begin like this. Thousands are no help, so ids are offered part by part: of requirements what stands before the section,
 * of cases up to the next slash, and rows once the bracket is typed.
 */
export function selectorsFrom(begin: string, known: SelectorWords): readonly Candidate[] {
  const plain = [...known.topologies, ...known.features].map((word) => ({ word, about: '' }));
  const rules = known.requirements.map((one) => (/^\w+-/.test(begin) ? one : { word: stemOf(one.word), about: '' }));
  const cases = known.cases.map((one) => partOf(one, begin));
  const all = [...plain, ...known.sections, ...rules, ...cases].filter(({ word }) => word.startsWith(begin));
  return [...new Map(all.map((one) => [one.word, one])).values()];
}

/** `rfc6121-` of `rfc6121-2.3.3-a`. */
const stemOf = (id: string): string => id.slice(0, id.indexOf('-') + 1);

/** The id up to the slash after what is typed; without its row until a bracket is typed. */
function partOf({ word, about }: Candidate, begin: string): Candidate {
  const slash = word.indexOf('/', begin.length);
  if (word.startsWith(begin) && slash >= 0) return { word: word.slice(0, slash + 1), about: '' };
  const bracket = word.indexOf('[');
  return begin.includes('[') || bracket < 0 ? { word, about } : { word: word.slice(0, bracket), about };
}

/** The sources of this program: it loads what is asked for. A file that cannot be read has nothing to offer. */
export const SOURCES: CompletionSources = {
  async targets(config) {
    const { TARGET_NAMES } = await import('../target/target-names.ts');
    const { loadConfig } = await import('./given/config-file.ts');
    const configured = await loadConfig(config, {}).catch(() => ({}) as Awaited<ReturnType<typeof loadConfig>>);
    const own = [...Object.keys(configured.targets ?? {}), ...Object.keys(configured.peers ?? {})];
    const about = (word: string) => ({ word, about: own.includes(word) ? 'from the config file' : '' });
    return [...new Set([...own, ...TARGET_NAMES])].map(about);
  },
  async selectors(begin) {
    return selectorsFrom(begin, await selectorWords());
  },
  async findings(report) {
    const { readReports } = await import('../results/report-file.ts');
    const { resultOf } = await import('../results/report-read.ts');
    const { findingsOf } = await import('../results/findings/findings.ts');
    const results = readReports([report]).flatMap((read) => read.report.results.map(resultOf));
    return findingsOf(results).flatMap((finding) =>
      finding.kind === 'rule' ? [{ word: finding.key, about: finding.requirement }] : [],
    );
  },
  async reporters() {
    const { reporterNames } = await import('../report/reporters.ts');
    return reporterNames.map((word) => ({ word, about: '' }));
  },
};

async function selectorWords(): Promise<SelectorWords> {
  const [{ loadCases }, { features }, { aboutOf }] = await Promise.all([
    import('./load-cases.ts'),
    import('../spec/features.ts'),
    import('./command-line/completion.ts'),
  ]);
  const { loadSectionTitles } = await import('../spec/sections.ts');
  const { all, requirements } = await loadCases({ selectors: [] });
  return {
    topologies: ['local', 'remote', 'federated'],
    features: features.map(({ name }) => name),
    sections: [...loadSectionTitles()].map(([word, { en }]) => ({ word, about: aboutOf(en) })),
    requirements: [...requirements.values()].map(({ id, text }) => ({ word: id, about: aboutOf(text) })),
    cases: all.map(({ id, title }) => ({ word: id, about: aboutOf(title) })),
  };
}

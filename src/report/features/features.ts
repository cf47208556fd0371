// The implementation report of RFC 6121 12 (YD/T 2936 clause 16), in Markdown.

import type { Language, Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { FeatureReport, NotKept, RequirementGroup } from '../../results/counted-schema.ts';
import { featureReports, shownFeatures } from '../../results/feature-report.ts';
import { deliveryGrid, inNoGrid } from '../../results/grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { countOutcomes, type OutcomeCounts, occurring } from '../../results/outcomes.ts';
import { type Feature, featuresOf } from '../../spec/features.ts';
import { chapterOf, loadSectionTitles, type SectionTitle } from '../../spec/sections.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { choicesText } from '../text/choices.ts';
import { citation, ruleText, sectionNumber } from '../text/citation.ts';
import { code, plain, table } from '../text/markdown.ts';
import { cellText, DELIVERY } from '../text/text-table.ts';
import { FEATURES } from './feature-words.ts';

type Titles = ReadonlyMap<string, SectionTitle>;

/** Writes one Markdown document when the run is finished. */
export function createFeaturesReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(reportText(event, setup));
    },
  };
}

function reportText(event: RunFinished, setup: ReporterSetup): string {
  const { lang } = setup;
  const words = FEATURES[lang];
  const titles = loadSectionTitles();
  const { features: all, others } = featureReports(event, setup.requirements);
  const features = shownFeatures(all);
  const known = featuresOf(setup.requirements);
  const groups = [
    ...features.map((report) => ({ title: report.feature, ...report })),
    { title: words.others, ...others },
  ];
  const broken = groups.filter(({ notKept }) => notKept.length > 0);
  const rows = features.map((report) =>
    featureRow(
      report,
      known.find(({ name }) => name === report.feature),
      { titles, lang },
    ),
  );
  return [
    headText(event, introOf(features, known, lang), lang),
    part(words.features, `${words.legend}\n\n${table(featureHead(lang), rows)}`),
    part(words.notKept, broken.map((group) => notKeptText(group, setup)).join('\n')),
    part(words.delivery, deliveryText(event.results, lang)),
    part(words.latitude, latitudeText(event.results, titles, lang)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

const part = (title: string, text: string): string => (text === '' ? '' : `## ${title}\n\n${text}`);

/** Names the specifications of suites where no feature of RFC 6121 is shown. */
function introOf(shown: readonly FeatureReport[], known: readonly Feature[], lang: Language): string {
  const own = known.filter(({ name, link }) => link !== undefined && shown.some(({ feature }) => feature === name));
  if (own.length < shown.length) return FEATURES[lang].intro;
  const names = new Set(own.map(({ section }) => chapterOf(section)));
  return FEATURES[lang].introOf([...names].join(COMMON[lang].comma));
}

function headText({ info, cases: selected, results }: RunFinished, intro: string, lang: Language): string {
  const words = FEATURES[lang];
  const { tool, target, startedAt } = info;
  const software = `${target.software} ${target.version}`.trim();
  const { cases } = COMMON[lang];
  const left = selected.length - results.length;
  const items = [
    words.server(code(software === '' ? target.name : software)),
    words.domain(code(target.domain)),
    words.tool(`${tool.name} ${tool.version}`, code(target.name)),
    words.date(startedAt),
    words.cases(results.length, casesText(countOutcomes(results), lang)) + (left > 0 ? words.stopped(cases(left)) : ''),
  ];
  return [`# ${words.title}\n\n${intro}\n\n`, ...items.map((item) => `- ${item}\n`)].join('');
}

/** Notes in a cell of the table; the list below the table has all. */
const MAX_NOTES = 3;

function featureHead(lang: Language): readonly string[] {
  const { feature, section, description, level, verdict, checked, kept, casesHead, notes } = FEATURES[lang];
  return [feature, section, description, level, verdict, checked, kept, casesHead, notes];
}

interface Look {
  readonly titles: Titles;
  readonly lang: Language;
}

function featureRow(report: FeatureReport, known: Feature | undefined, { titles, lang }: Look): readonly string[] {
  const { checked, kept, observable } = report.requirements;
  return [
    report.feature,
    known === undefined ? '' : sectionNumber(known.section, titles, lang),
    known === undefined ? '' : ruleText(known, lang),
    LEVELS[lang][report.level],
    verdictText(report, lang),
    FEATURES[lang].ofAll(checked, observable),
    String(kept),
    casesText(report.cases, lang),
    notes(report, lang).join(COMMON[lang].semicolon),
  ];
}

function verdictText({ verdict, requirements: { checked, kept } }: FeatureReport, lang: Language): string {
  const words = FEATURES[lang];
  return verdict === 'partly' ? words.partly(kept, checked) : words[verdict];
}

function casesText(cases: OutcomeCounts, lang: Language): string {
  const words = COMMON[lang];
  const some = occurring(cases);
  if (some.length === 0) return '0';
  return some.map((outcome) => words.outcomes(cases[outcome], words[outcome])).join(words.comma);
}

function notes({ announced, notKept, requirements }: FeatureReport, lang: Language): readonly string[] {
  const words = FEATURES[lang];
  const { checked, passive } = requirements;
  const seen = checked > 0 && checked === passive ? [words.onlyArrived] : [];
  const absent = announced === false ? [words.unannounced] : [];
  const more = notKept.length > MAX_NOTES ? [words.moreBelow(notKept.length - MAX_NOTES)] : [];
  return [...absent, ...seen, ...notKept.slice(0, MAX_NOTES).map((one) => note(one, lang)), ...more];
}

/** A requirement not kept, with its first case. */
function note({ level, id, cases: [first = ''], known }: NotKept, lang: Language): string {
  const words = FEATURES[lang];
  const text = words.inCase(`${level} ${code(id)}`, code(first));
  return known === undefined ? text : text + COMMON[lang].bracketed(words.known);
}

function notKeptText(group: RequirementGroup & { readonly title: string }, setup: ReporterSetup): string {
  return `### ${group.title}\n\n${group.notKept.map((one) => notKeptItem(one, setup)).join('')}`;
}

function notKeptItem(
  { level, id, cases: [first = '', ...others], known }: NotKept,
  { requirements, lang }: ReporterSetup,
): string {
  const requirement = requirements.get(id);
  if (requirement === undefined) return '';
  const words = FEATURES[lang];
  const head = `**${level}** ${code(id)}${COMMON[lang].comma}${citation(requirement, lang)}`;
  const cases = code(first) + (others.length === 0 ? '' : COMMON[lang].more(others.length));
  const excuse = known === undefined ? '' : words.knownSentence(plain(known));
  return `- ${words.notKeptItem(head, plain(ruleText(requirement, lang)), cases)}${excuse}\n`;
}

function deliveryText(results: readonly CaseResult[], lang: Language): string {
  const grid = deliveryGrid(results);
  if (grid === undefined) return '';
  const words = FEATURES[lang];
  const rows = grid.rows.map(({ name, cells }) => [plain(name), ...cells.map((cell) => plain(cellText(cell)))]);
  const head = [words.address, ...grid.columns.map(plain)];
  return `${words.deliveryIntro}\n\n${words.sentence(plain(DELIVERY[lang].legend))}\n\n${table(head, rows)}`;
}

function latitudeText(results: readonly CaseResult[], titles: Titles, lang: Language): string {
  const words = FEATURES[lang];
  const rows = latitudeOf(inNoGrid(results)).map((latitude) => {
    const { section, scenario, title } = latitude;
    const number = sectionNumber(section, titles, lang);
    return [plain(number), code(scenario), plain(title), plain(choicesText(latitude, lang))];
  });
  if (rows.length === 0) return '';
  const head = [words.section, words.scenario, words.titleHead, words.choice];
  return `${words.latitudeIntro}\n\n${table(head, rows)}`;
}

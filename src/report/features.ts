// The implementation report that RFC 6121 12 (YD/T 2936 clause 16) asks for, in Markdown.

import type { CaseResult, Outcome, Reporter, ReporterSetup, RunEvent } from '../model.ts';
import { features as table12 } from '../spec/features.ts';
import { counted } from './counted.ts';
import { DELIVERY_LEGEND, deliveryGrid, inNoGrid } from './delivery-grid.ts';
import { type FeatureReport, featureReports, type NotKept, type RequirementGroup } from './feature-report.ts';
import { cellText } from './grid.ts';
import { choicesText, latitudeOf } from './latitude.ts';
import { code, plain, table } from './markdown.ts';
import { countOutcomes } from './tally.ts';

type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;

/** Writes one Markdown document when the run is finished. */
export function createFeaturesReporter(setup: ReporterSetup): Reporter {
  let selected = 0;
  return {
    on(event) {
      if (event.type === 'run-started') selected = event.cases.length;
      if (event.type === 'run-finished') setup.write(reportText(event, selected, setup));
    },
  };
}

function reportText(event: RunFinished, selected: number, setup: ReporterSetup): string {
  const { features, others } = featureReports(event, setup.requirements);
  const groups = [
    ...features.map((report) => ({ title: report.feature, ...report })),
    { title: 'Requirements of no feature', ...others },
  ];
  const broken = groups.filter(({ notKept }) => notKept.length > 0);
  return [
    headText(event, selected),
    `## Features\n\n${LEGEND}\n\n${table(FEATURE_HEAD, features.map(featureRow))}`,
    part('Requirements not kept', broken.map(notKeptText).join('\n')),
    part('Delivery of messages', deliveryText(event.results)),
    part('Latitude', latitudeText(event.results)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

const part = (title: string, text: string): string => (text === '' ? '' : `## ${title}\n\n${text}`);

function headText({ info, results }: RunFinished, selected: number): string {
  const { tool, target, startedAt } = info;
  const software = `${target.software} ${target.version}`.trim();
  const counts = countOutcomes(results).map(({ outcome, count }) => `${count} ${outcome}`);
  const left = selected - results.length;
  const stopped = left > 0 ? `; stopped, ${counted(left, 'case')} not run` : '';
  return [
    `# Implementation report\n\nThe features of RFC 6121 section 12 (YD/T 2936-2015 clause 16), as the server shows them.\n\n`,
    `- Server: ${code(software === '' ? target.name : software)}\n`,
    `- Domain: ${code(target.domain)}\n`,
    `- Tool: ${tool.name} ${tool.version}, target ${code(target.name)}\n`,
    `- Date: ${startedAt}\n`,
    `- Cases: ${results.length} (${counts.join(', ')})${stopped}\n`,
  ].join('');
}

/** More would make a table nobody can read; the list below the table has all. */
const MAX_NOTES = 3;

const LEGEND = [
  'Level: what the standard asks of a server; N/A: a feature of clients, which a server only passes on.',
  'Checked: requirements that some case decided, of those that can be seen from outside; kept: in every case.',
  'Cases: by what they say of this feature, whatever else they say.',
].join(' ');

const FEATURE_HEAD = ['Feature', 'Section', 'Description', 'Level', 'Verdict', 'Checked', 'Kept', 'Cases', 'Notes'];

function featureRow(report: FeatureReport): readonly string[] {
  const { section = '', text = '' } = table12.find(({ name }) => name === report.feature) ?? {};
  const { checked, kept, observable } = report.requirements;
  return [
    report.feature,
    section,
    text,
    report.level,
    verdictText(report),
    `${checked} of ${observable}`,
    String(kept),
    casesText(report.cases),
    notes(report).join('; '),
  ];
}

function verdictText({ verdict, requirements: { checked, kept } }: FeatureReport): string {
  return verdict === 'partly' ? `partly: ${kept} of ${counted(checked, 'requirement')} kept` : verdict;
}

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'warned', 'skipped', 'broken'];

function casesText(cases: RequirementGroup['cases']): string {
  const some = OUTCOMES.filter((outcome) => cases[outcome] > 0);
  return some.length === 0 ? '0' : some.map((outcome) => `${cases[outcome]} ${outcome}`).join(', ');
}

function notes({ announced, notKept, requirements: { checked, passive } }: FeatureReport): readonly string[] {
  const seen = checked > 0 && checked === passive ? ['checked only on what happened to arrive'] : [];
  const absent = announced === false ? ['the server does not announce it'] : [];
  const more = notKept.length > MAX_NOTES ? [`and ${notKept.length - MAX_NOTES} more below`] : [];
  return [...absent, ...seen, ...notKept.slice(0, MAX_NOTES).map(note), ...more];
}

/** A requirement not kept, with its first case. */
function note({ level, id, cases: [first = ''], known }: NotKept): string {
  return `${level} ${code(id)} in ${code(first)}${known === undefined ? '' : ' (known failure)'}`;
}

function notKeptText({ title, notKept }: RequirementGroup & { readonly title: string }): string {
  return `### ${title}\n\n${notKept.map(notKeptItem).join('')}`;
}

function notKeptItem({ level, id, citation, text, cases, known }: NotKept): string {
  const [first = '', ...others] = cases;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const excuse = known === undefined ? '' : ` Known failure: ${plain(known)}.`;
  return `- **${level}** ${code(id)}, ${citation}: ${plain(text)} In ${code(first)}${more}.${excuse}\n`;
}

const DELIVERY_INTRO =
  'RFC 6121 8.5.4 (YD/T 2936 table 1): what became of messages. Several letters: it is not the same for every sender and every set of resources.';

function deliveryText(results: readonly CaseResult[]): string {
  const grid = deliveryGrid(results);
  if (grid === undefined) return '';
  const rows = grid.rows.map(({ name, cells }) => [plain(name), ...cells.map((cell) => plain(cellText(cell)))]);
  const head = ['Account, address', ...grid.columns.map(plain)];
  return `${DELIVERY_INTRO}\n\n${plain(DELIVERY_LEGEND)}.\n\n${table(head, rows)}`;
}

const LATITUDE_INTRO = [
  'What the server does where the standard leaves a choice: what it does most often,',
  'then what it does otherwise, with the rows and topologies in brackets.',
  'Departing: not what the standard asks for.',
].join(' ');

function latitudeText(results: readonly CaseResult[]): string {
  const rows = latitudeOf(inNoGrid(results)).map((latitude) => {
    const { section, scenario, title } = latitude;
    return [plain(section), code(scenario), plain(title), plain(choicesText(latitude))];
  });
  if (rows.length === 0) return '';
  return `${LATITUDE_INTRO}\n\n${table(['Section', 'Scenario', 'Title', 'Choice'], rows)}`;
}

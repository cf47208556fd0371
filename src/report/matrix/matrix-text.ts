// The matrix on a terminal: where servers differ, one column a server, with totals at the end.

import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Latitude } from '../../results/counted-schema.ts';
import type { Mark, Matrix, RequirementRow, Standing } from '../../results/matrix.ts';
import type { LatitudeRow, MatrixGrid } from '../../results/matrix-tables.ts';
import { groupBy, OUTCOMES, VERDICTS } from '../../results/outcomes.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { pageWords } from '../html/html-words.ts';
import { choicesText } from '../text/choices.ts';
import { ruleText } from '../text/citation.ts';
import { outcomeColor, type Style } from '../text/paint.ts';
import { block, cellText, DELIVERY, plain, shortened, type TextCell, textTable } from '../text/text-table.ts';
import { MATRIX } from './matrix-words.ts';

export interface MatrixLook extends Style {
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The matrix as text. */
export function matrixText(matrix: Matrix, look: MatrixLook): string {
  const words = MATRIX[look.lang];
  const features = matrix.features.filter(({ differs }) => differs);
  const verdictText = (verdict: string) => plain(pageWords[look.lang].featureVerdict(verdict));
  const named = features.map(({ feature, level, verdicts }) => [
    plain(LEVELS[look.lang][level]),
    plain(feature),
    ...verdicts.map(verdictText),
  ]);
  const latitude = matrix.latitude.filter(({ differs }) => differs);
  const kept = matrix.requirements.filter(({ standing }) => standing === 'kept').length;
  const parts = [
    block(words.features, textTable(withNames(matrix, ['', '']), named)),
    ...(['differ', 'partly', 'unkept'] as const).map((standing) => requirementBlock(standing, matrix, look)),
    `${words.keptByAll(kept)}\n`,
    ...matrix.grids.map((grid) => gridBlock(grid, matrix, look)),
    block(
      words.latitude,
      latitude.flatMap((row) => latitudeLines(row, matrix, look)),
    ),
    block(words.totals, totalLines(matrix, look)),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const withNames = ({ servers }: Matrix, before: readonly string[]): readonly TextCell[] =>
  [...before, ...servers.map(({ name }) => name)].map(plain);

function requirementBlock(standing: Exclude<Standing, 'kept'>, matrix: Matrix, look: MatrixLook): string {
  const words = MATRIX[look.lang];
  const title = { differ: words.requirements, partly: words.partly, unkept: words.unkept }[standing];
  const rows = matrix.requirements.filter((row) => row.standing === standing);
  const lines = textTable(
    withNames(matrix, ['', '', '']),
    rows.map((row) => requirementCells(row, look)),
  );
  return block(`${title} (${rows.length})`, lines.length === 0 ? [] : [...lines, words.marks]);
}

function requirementCells({ id, level, cells }: RequirementRow, { requirements, lang, paint }: MatrixLook) {
  const requirement = requirements.get(id);
  const text = requirement === undefined ? '' : shortened(ruleText(requirement, lang));
  const marks = cells.map(({ mark }) => ({ text: MARKS[mark], paint: outcomeColor(mark, paint) }));
  return [plain(LEVELS[lang][level]), plain(id), plain(text), ...marks];
}

const MARKS = { passed: 'ok', failed: '!', warned: '~', broken: '?', skipped: '-' } satisfies Record<Mark, string>;

function gridBlock({ table: name, rows }: MatrixGrid, matrix: Matrix, { lang, paint }: MatrixLook): string {
  const words = MATRIX[lang];
  const groups = rows.flatMap((row) => row.groups.map((group) => ({ row: row.name, ...group })));
  const differing = groups.filter(({ differs }) => differs);
  const lines = differing.map(({ row, column, cells }) => [
    plain(row),
    plain(column),
    ...cells.map((cell) => {
      const outcome: Outcome = cell?.outcome ?? 'skipped';
      return { text: escapeControls(cellText(cell)), paint: outcomeColor(outcome, paint) };
    }),
  ]);
  const isDelivery = name === 'delivery-table';
  const legend = lines.length > 0 && isDelivery ? [DELIVERY[lang].legend] : [];
  const title = words.cells(tableName(name, lang), differing.length, groups.length);
  return `${title}\n${[...textTable(withNames(matrix, ['', '']), lines), ...legend].map((line) => `  ${line}\n`).join('')}`;
}

/** `appendix-a/out-subscribe` in words. */
function tableName(table: string, lang: Style['lang']): string {
  const words = MATRIX[lang];
  const [, direction, stanza] = /^appendix-a\/(in|out)-(.+)$/.exec(table) ?? [];
  if (stanza === undefined) return table === 'delivery-table' ? words.delivery : table;
  return words.appendix(direction === 'out' ? 'outbound' : 'inbound', stanza);
}

function latitudeLines(row: LatitudeRow, { servers }: Matrix, { lang, paint }: MatrixLook): readonly string[] {
  const said = servers.map(({ name }, at) => ({ name, choices: choicesOf(row.choices[at], lang) }));
  const lines = [...groupBy(said, ({ choices }) => choices)].map(([choices, group]) =>
    MATRIX[lang].chosen(group.map(({ name }) => name).join(COMMON[lang].comma), choices),
  );
  return [paint.strong(escapeControls(row.scenario)), ...lines.map((line) => `  ${escapeControls(line)}`)];
}

/** The choices of a server in words, or that none was observed. */
export function choicesOf(latitude: Latitude | undefined, lang: Style['lang']): string {
  return latitude === undefined ? MATRIX[lang].noChoice : choicesText(latitude, lang);
}

function totalLines({ servers }: Matrix, { lang, paint }: MatrixLook): readonly string[] {
  const words = COMMON[lang];
  const outcomes = OUTCOMES.filter((outcome) => servers.some((each) => each.outcomes[outcome] > 0));
  const { server, total, known, inRequirements } = MATRIX[lang];
  const head = [server, '', '', total, ...outcomes.map((outcome) => words[outcome]), known, inRequirements];
  const kept = { ...words, passed: MATRIX[lang].kept };
  const rows = servers.map((each) => [
    plain(each.name),
    plain(each.software),
    plain(each.startedAt.slice(0, 10)),
    plain(String(each.cases)),
    ...outcomes.map((outcome) => ({
      text: String(each.outcomes[outcome]),
      paint: outcomeColor(outcome, paint),
    })),
    plain(String(each.knownFailures)),
    plain(VERDICTS.map((verdict) => words.outcomes(each.requirements[verdict], kept[verdict])).join(words.comma)),
  ]);
  return textTable(head.map(plain), rows);
}

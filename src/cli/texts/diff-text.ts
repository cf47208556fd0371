// Two reports compared, for people: what got worse first.

import type { Requirement } from '../../model/standard.ts';
import { citation, ruleText } from '../../report/text/citation.ts';
import type { Paint, Style } from '../../report/text/paint.ts';
import type { CaseChange, Change, ChoiceChange, DiffSide, ReportDiff, RequirementChange } from '../../results/diff.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

export const DIFF = catalogue(
  {
    old: 'old',
    new: 'new',
    side: (server: string, domain: string, date: string, cases: string) => `${server} at ${domain}, ${date}, ${cases}`,
    stopped: (cases: string) => `stopped early, ${cases} not run`,
    worse: 'worse',
    better: 'better',
    other: 'changed, neither better nor worse',
    fresh: 'new',
    gone: 'gone',
    choices: 'other choices where the standard permits several',
    undecided: 'undecided',
    nothing: 'no choice recorded',
    inCases: (cases: string) => `in ${cases}, such as`,
    more: (count: number) => `and ${count} more; --json lists all`,
    worseTotal: (requirements: number, cases: number) =>
      `${counted(requirements, 'requirement')} and ${counted(cases, 'case')} got worse`,
    betterTotal: (requirements: number, cases: number) =>
      `${counted(requirements, 'requirement')} and ${counted(cases, 'case')} got better`,
    othersTotal: (fresh: number, gone: number, choices: number) =>
      `${counted(fresh, 'new case')}, ${gone} gone, ${choices} with another choice`,
    chosen: (scenario: string, old: string, now: string) => `${scenario}: ${old} -> ${now}`,
  },
  {
    old: '旧',
    new: '新',
    side: (server, domain, date, cases) => `${server}，域 ${domain}，${date}，${cases}`,
    stopped: (cases) => `提前中止，${cases}未运行`,
    worse: '变差',
    better: '变好',
    other: '有变化，但无所谓好坏',
    fresh: '新增',
    gone: '消失',
    choices: '标准允许多种行为之处，选择有变',
    undecided: '未判定',
    nothing: '无可记录的选择',
    inCases: (cases) => `见于 ${cases}，例如`,
    more: (count) => `另有 ${count} 个；--json 列出全部`,
    worseTotal: (requirements, cases) => `${requirements} 项要求和 ${cases} 个用例变差`,
    betterTotal: (requirements, cases) => `${requirements} 项要求和 ${cases} 个用例变好`,
    othersTotal: (fresh, gone, choices) => `新增用例 ${fresh} 个，消失 ${gone} 个，选择有变的 ${choices} 个`,
    chosen: (scenario, old, now) => `${scenario}：${old} -> ${now}`,
  },
);

/** Most new or gone cases, and requirements, that are listed: a report of other cases would fill the screen. */
const MAX_NAMED = 20;

interface Look extends Style {
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The changes, the worse ones first, and the totals. */
export function diffText(diff: ReportDiff, look: Look): string {
  const { paint } = look;
  const words = DIFF[look.lang];
  const part = (title: string, change: Change, named?: number) => {
    const of = <T extends CaseChange | RequirementChange>(list: readonly T[]) =>
      wrongFirst(list.filter((entry) => entry.change === change));
    const rules = of(diff.requirements).map((requirement) => requirementLines(requirement, look));
    const cases = of(diff.cases).map((aCase) => caseLine(aCase, look));
    return block(
      title,
      [rules, cases].flatMap((lines) => shortened(lines, look, named)),
    );
  };
  const parts = [
    [`${words.old}  ${sideText(diff.old, look)}\n${words.new}  ${sideText(diff.new, look)}\n`],
    part(paint.bad(words.worse), 'worse'),
    part(paint.good(words.better), 'better'),
    part(words.other, 'other'),
    part(words.fresh, 'new', MAX_NAMED),
    part(words.gone, 'gone', MAX_NAMED),
    block(
      words.choices,
      diff.choices.map((choice) => choiceLines(choice, look)),
    ),
    [totals(diff, look)],
  ];
  return parts.flat().join('\n');
}

function block(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}\n${entries.map((entry) => `  ${entry}\n`).join('')}`];
}

/** Puts first what did not pass, or had not. */
function wrongFirst<T extends CaseChange | RequirementChange>(list: readonly T[]): readonly T[] {
  const isWrong = ({ old, new: now = old }: T) => Number(now !== 'passed');
  return [...list].sort((a, b) => isWrong(b) - isWrong(a));
}

function shortened(lines: readonly string[], { lang }: Look, max = lines.length): readonly string[] {
  return lines.length <= max ? lines : [...lines.slice(0, max), DIFF[lang].more(lines.length - max)];
}

function sideText({ target, startedAt, cases, notRun }: DiffSide, { lang }: Look): string {
  const software = `${target.software} ${target.version}`.trim();
  const server = software === '' ? target.name : software;
  const stopped = notRun === 0 ? [] : [DIFF[lang].stopped(COMMON[lang].cases(notRun))];
  const counts = [COMMON[lang].cases(cases), ...stopped].join(COMMON[lang].semicolon);
  return escapeControls(DIFF[lang].side(server, target.domain, startedAt, counts));
}

/** `passed -> failed`; something new or gone has one side. */
function turn(change: { readonly old?: CaseChange['old']; readonly new?: CaseChange['new'] }, look: Look): string {
  const named = (outcome: CaseChange['old']) =>
    outcome === undefined ? DIFF[look.lang].undecided : COMMON[look.lang][outcome];
  if (change.old === undefined || change.new === undefined) return named(change.new ?? change.old);
  return `${named(change.old)} -> ${named(change.new)}`;
}

function colored(change: Change, paint: Paint): (text: string) => string {
  if (change === 'worse') return paint.bad;
  return change === 'better' ? paint.good : (text) => text;
}

function requirementLines(change: RequirementChange, look: Look): string {
  const { lang, paint, requirements } = look;
  const requirement = requirements.get(change.id);
  const head = `${LEVELS[lang][change.level]}  ${escapeControls(change.id)}  ${colored(change.change, paint)(turn(change, look))}`;
  if (requirement === undefined) return head;
  return `${head}  ${citation(requirement, lang)}\n    ${ruleText(requirement, lang)}`;
}

function caseLine(change: CaseChange, look: Look): string {
  const outcome = change.old === change.new ? '' : `  ${colored(change.change, look.paint)(turn(change, look))}`;
  const within = change.requirements.map((r) =>
    `${escapeControls(r.id)} ${r.old === undefined ? '' : turn(r, look)}`.trim(),
  );
  const about = within.length === 0 ? '' : `  ${look.paint.dim(within.join(COMMON[look.lang].comma))}`;
  return `${escapeControls(change.id)}${outcome}${about}`;
}

function choiceLines({ scenario, old, new: now, cases }: ChoiceChange, { lang }: Look): string {
  const { comma } = COMMON[lang];
  const words = DIFF[lang];
  const named = (names: readonly string[]) => (names.length === 0 ? words.nothing : names.join(comma));
  const [first = ''] = cases;
  const turned = escapeControls(words.chosen(scenario, named(old), named(now)));
  const where = cases.length === 1 ? first : `${words.inCases(COMMON[lang].cases(cases.length))} ${first}`;
  return where === scenario ? turned : `${turned}\n    ${escapeControls(where)}`;
}

function totals({ requirements, cases, choices }: ReportDiff, { lang, paint }: Look): string {
  const words = DIFF[lang];
  const count = (list: readonly { readonly change: Change }[], change: Change) =>
    list.filter((entry) => entry.change === change).length;
  const worse = words.worseTotal(count(requirements, 'worse'), count(cases, 'worse'));
  const isWorse = [...requirements, ...cases].some(({ change }) => change === 'worse');
  const chosen = choices.reduce((sum, choice) => sum + choice.cases.length, 0);
  return [
    words.othersTotal(count(cases, 'new'), count(cases, 'gone'), chosen),
    words.betterTotal(count(requirements, 'better'), count(cases, 'better')),
    (isWorse ? paint.bad : paint.strong)(worse),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

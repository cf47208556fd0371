// How the reader of an issue gets this tool, and reproduces the finding.

import type { Language } from '../../model/event.ts';
import type { RuleFinding } from '../../model/finding.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { shellWords } from '../../wording/shell.ts';
import { fenced } from '../text/markdown.ts';
import { escapeHtml } from '../text/xml-text.ts';
import { ISSUE } from './issue-words.ts';

/** How another person runs the cases. */
export interface Reproduction {
  /** Arguments of `run` that launch the same servers; absent: they were not launched. */
  readonly launch?: readonly string[] | undefined;
  /** Arguments of `run` for a server of the reader. `$NAME` in them is one of `variables`. */
  readonly own: readonly string[];
  /** What the reader has to change, with values as in the example. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** Scenario files or directories of the user that hold the case, without their paths. */
  readonly ownFiles: readonly string[];
}

/** Where this tool is published, as its package says; empty: it says nothing. */
export interface Published {
  readonly homepage?: string | undefined;
  readonly repository?: string | undefined;
}

interface ReproduceContext {
  readonly lang: Language;
  readonly reproduction: Reproduction;
  readonly published: Published;
}

/** Cases listed by name. */
const MAX_CASES = 50;

/** The paragraphs: what the tool is, and a command for each way. */
export function reproducePart(finding: RuleFinding, context: ReproduceContext): readonly string[] {
  const { lang, published, reproduction } = context;
  const { launch, ownFiles } = reproduction;
  const words = ISSUE[lang];
  const { id } = finding.example.result.case;
  const rules = [...new Set(finding.parts.map(({ requirement }) => requirement))];
  const all = launch === undefined ? ownCommand(reproduction, rules) : command([...rules, ...launch]);
  return [
    words.install(published.homepage ?? published.repository, published.repository),
    ...(ownFiles.length === 0 ? [] : [words.ownFiles(ownFiles.map(codeTag).join(COMMON[lang].comma))]),
    ...(launch === undefined ? [] : [words.launched(launch.join(' ')), fenced([command([id, ...launch])], 'sh')]),
    words.ownServer(reproduction.own.includes('--remote')),
    fenced([...assignments(reproduction), ownCommand(reproduction, [id])], 'sh'),
    words.all(rules.length),
    fenced([all], 'sh'),
    caseList(finding, lang),
  ];
}

const command = (words: readonly string[]): string => `xmppspec run ${shellWords(words)}`;

/** The command for a server of the reader: a shell puts in the variables between double quotes. */
const ownCommand = ({ own }: Reproduction, selectors: readonly string[]): string =>
  command([...selectors, ...own]).replaceAll(/'(\$[A-Z_]+)'/g, '"$1"');

const assignments = ({ variables }: Reproduction): readonly string[] =>
  variables.map(([name, value]) => `${name}=${shellWords([value])}`);

const codeTag = (text: string): string => `<code>${escapeHtml(escapeControls(text))}</code>`;

function caseList({ cases }: RuleFinding, lang: Language): string {
  const words = ISSUE[lang];
  const left = cases.length - MAX_CASES;
  const ids = cases.slice(0, MAX_CASES).map((id) => `- ${codeTag(id)}`);
  const list = [...ids, ...(left > 0 ? [`- ${words.more(left)}`] : [])].join('\n');
  return `<details><summary>${words.list(cases.length)}</summary>\n\n${list}\n\n</details>`;
}

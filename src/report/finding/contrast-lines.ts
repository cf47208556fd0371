// Which of the cases that check a rule pass, where that says when the fault shows.

import type { Language } from '../../model/event.ts';
import type { RuleFinding } from '../../model/finding.ts';
import { type Contrast, contrastOf } from '../../results/findings/contrast.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import type { LabelledLine } from './labelled-line.ts';

const CONTRAST = catalogue(
  {
    local: (passing: string) => `all have contacts on the same server; ${passing} with contacts elsewhere pass`,
    remote: (passing: string) => `all have contacts on the remote domain; ${passing} without pass`,
    federated: (passing: string, server: string) => `all have contacts on server ${server}; ${passing} without pass`,
    states: (showing: string, passing: string) => `all are in the state ${showing}; it passes in the state ${passing}`,
    rows: (scenario: string, showing: string, passing: string) =>
      `in ${scenario} it shows in ${showing}, and not in ${passing}`,
    scenarios: (passing: string) => `passes in ${passing}`,
    state: (name: string) => `"${name}"`,
    row: (row: string) => (row === '' ? 'the case without parameters' : `[${row}]`),
    left: (count: number) => `${count} more`,
    or: ' or ',
  },
  {
    local: (passing) => `联系人均在同一服务器；联系人在别处的 ${passing}通过`,
    remote: (passing) => `联系人均在远程域；其余 ${passing}通过`,
    federated: (passing, server) => `联系人均在服务器 ${server}；其余 ${passing}通过`,
    states: (showing, passing) => `均处于状态${showing}；处于状态${passing}的用例通过`,
    rows: (scenario, showing, passing) => `${scenario} 中 ${showing} 出现；${passing} 通过`,
    scenarios: (passing) => `${passing}通过`,
    state: (name) => `“${name}”`,
    row: (row) => (row === '' ? '无参数的用例' : `[${row}]`),
    left: (count) => `另 ${count} 个`,
    or: '或',
  },
);

/** Names in one list. */
const MAX_NAMES = 5;

/** Scenarios of passing cases that still say where the fault does not show. */
const MAX_SCENARIOS = 3;

/** One line, or none where no case passes or those that do say little. */
export function contrastLines({ shown, passing, example }: RuleFinding, lang: Language): readonly LabelledLine[] {
  const showing = [...new Set(shown.map(({ result }) => result.case))];
  const contrast = contrastOf(showing, passing, example.result.case);
  const text =
    contrast === undefined
      ? ''
      : contrastText(contrast, { passing: passing.length, server: example.result.servers?.B ?? 'B' }, lang);
  return text === '' ? [] : [{ label: 'cases', text: escapeControls(text) }];
}

function contrastText(
  contrast: Contrast,
  { passing, server }: { readonly passing: number; readonly server: string },
  lang: Language,
): string {
  const words = CONTRAST[lang];
  const listed = (names: readonly string[], separator: string = COMMON[lang].comma) =>
    [...names.slice(0, MAX_NAMES), ...(names.length > MAX_NAMES ? [words.left(names.length - MAX_NAMES)] : [])].join(
      separator,
    );
  switch (contrast.kind) {
    case 'topology':
      return words[contrast.topology](COMMON[lang].cases(passing), server);
    case 'states':
      return words.states(
        listed(contrast.showing.map(words.state), words.or),
        listed(contrast.passing.map(words.state), words.or),
      );
    case 'rows':
      return words.rows(
        contrast.scenario,
        listed(contrast.showing.map(words.row)),
        listed(contrast.passing.map(words.row)),
      );
    case 'scenarios':
      if (contrast.passing.length > MAX_SCENARIOS) return '';
      return words.scenarios(
        listed(contrast.passing.map(([name, cases]) => name + COMMON[lang].bracketed(COMMON[lang].cases(cases)))),
      );
  }
}

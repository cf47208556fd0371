// The choices of a server in one scenario, as one line.

import type { Language } from '../../model/event.ts';
import type { Choice, Latitude } from '../../results/counted-schema.ts';
import { type ChoiceScope, scopeOf } from '../../results/latitude.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';

export const CHOICES = catalogue(
  { violation: (choice: string) => `${choice}, a violation` },
  { violation: (choice) => `${choice}，偏离要求` },
);

/** `refused; stored (two-items, unknown remote)`: the most frequent choice, then the others with their cases. */
export function choicesText(latitude: Latitude, lang: Language): string {
  const { bracketed, semicolon } = COMMON[lang];
  return latitude.choices
    .map((choice, at) => {
      const scope = at === 0 ? '' : bracketed(scopeText(scopeOf(choice, latitude), lang));
      return nameText(choice, lang) + scope;
    })
    .join(semicolon);
}

function nameText({ observed, violates }: Choice, lang: Language): string {
  return violates ? CHOICES[lang].violation(observed) : observed;
}

function scopeText(scope: ChoiceScope, lang: Language): string {
  const words = COMMON[lang];
  if ('topology' in scope) return words[scope.topology];
  return scope.rows
    .map(({ row, topology }) => (topology === undefined ? row : `${row} ${words[topology]}`.trim()))
    .join(words.comma);
}

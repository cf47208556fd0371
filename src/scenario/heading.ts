// The title of a case, and the section that it belongs to.

import { elsewhere, isElsewhere, SECTION } from '../spec/sections.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { show } from '../yaml/wrong-value.ts';
import { unknownColumn } from './columns.ts';
import { MAX_TITLE } from './limits.ts';
import { cursorAt, type RowScope } from './scope.ts';

/** The title of a case. Reports columns that do not exist. */
export function readTitle(scope: RowScope): string {
  const { title } = scope.file;
  const mistake = unknownColumn(title);
  const here = cursorAt(scope, ['title']);
  if (mistake !== undefined) here.report(mistake);
  if (title.length > MAX_TITLE) here.report(scenarioMistake('titleTooLong', MAX_TITLE, title.length));
  return title;
}

/** The section that the cases of the file belong to: that of the file, else of its folder. Reports what is none. */
export function readSection(folder: string, scope: RowScope): string {
  const { section: written } = scope.file;
  const section = written ?? folder;
  const other = written === undefined ? undefined : elsewhere(written);
  if (SECTION.test(section) || (written !== undefined && isElsewhere(written))) return section;
  const here = cursorAt(scope);
  if (other !== undefined) {
    here.at('section').report(scenarioMistake('sectionWithoutName', other.section ?? '2.3'));
    return section;
  }
  if (written === undefined) here.report(scenarioMistake('folderNoSection', show(section)));
  else here.at('section').report(scenarioMistake('noSection', show(section), inCapitals(written)));
  return section;
}

/** Names of specifications begin with a capital letter. */
function inCapitals(written: string): string | undefined {
  const upper = written.toUpperCase();
  return upper !== written && /\d/.test(upper) && elsewhere(upper) !== undefined ? upper : undefined;
}

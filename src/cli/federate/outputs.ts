// The page and the data of an event, which are written again after each run, and its text.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../model/language.ts';
import type { Requirement } from '../../model/standard.ts';
import { federationHtml } from '../../report/federation/page.ts';
import { federationText } from '../../report/federation/text.ts';
import { createPaint } from '../../report/text/paint.ts';
import { federationOf } from '../../results/federation.ts';
import { federationFileText } from '../../results/federation-file.ts';
import { requirementsIn } from '../../results/own-requirements.ts';
import { openFile } from '../files/open-file.ts';
import { earlierEvent, gridFile, type KeptRun } from './earlier.ts';

export interface OutputArguments {
  readonly server: readonly string[];
  readonly cases: readonly string[];
  /** Directory of the page and of the reports. */
  readonly output: string;
  readonly lang: Language;
  /** Keeps the complete runs that the directory has. */
  readonly resume: boolean;
  /** Directory of an earlier event, to compare with; undefined: what the directory of this one holds. */
  readonly since: string | undefined;
  /** Name of the event. */
  readonly title: string | undefined;
}

interface EventOutputs {
  /** Writes the page and the data; `left`: runs that are still to come. */
  page(played: readonly KeptRun[], left: number): void;
  /** Writes the text. */
  text(played: readonly KeptRun[]): void;
}

/** Where the text goes. */
interface TextOutput {
  readonly color: boolean;
  write(text: string): void;
}

/** Where the grid is shown. Throws `UsageError` when the page cannot be written, or there is no earlier event to compare with. */
export function openOutputs(
  args: OutputArguments & TextOutput,
  catalogue: ReadonlyMap<string, Requirement>,
): EventOutputs {
  const { server: servers, lang, output, title, cases } = args;
  const [file, data] = [join(output, 'index.html'), gridFile(output)];
  const before = eventBefore(args, catalogue);
  for (const path of [file, data]) openFile(path);
  const shown = (played: readonly KeptRun[], left: number) => {
    const runs = played.map(({ run }) => run);
    const reports = runs.flatMap(({ report }) => report ?? []);
    const requirements = requirementsIn(reports, catalogue);
    return { grid: federationOf(servers, runs, requirements, { title, left, before }), look: { lang, requirements } };
  };
  return {
    page: (played: readonly KeptRun[], left: number) => {
      const { grid, look } = shown(played, left);
      openFile(file)(federationHtml(grid, look));
      const runs = played.map(({ run, code }) => ({ ...run, code }));
      openFile(data)(federationFileText(servers, runs, { title, cases: [...cases] }));
    },
    text: (played: readonly KeptRun[]) => {
      const { grid, look } = shown(played, 0);
      const text = federationText(grid, { ...look, paint: createPaint(args.color) });
      args.write(`${text}\n${file}\n`);
    },
  };
}

/** The event to compare with: that of `--since`, else the one that the directory holds and that this command replaces. */
function eventBefore({ since, resume, output }: OutputArguments, requirements: ReadonlyMap<string, Requirement>) {
  if (since !== undefined) return earlierEvent(since, requirements);
  return resume || !existsSync(gridFile(output)) ? undefined : earlierEvent(output, requirements);
}

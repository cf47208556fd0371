// The registry of reporters. Each is loaded when it is wanted: together they take as long to load as the rest of a run.

import type { Reporter, ReporterSetup, RunEvent } from '../model/event.ts';
import { localized } from '../wording/catalogue.ts';

type Create = (setup: ReporterSetup) => Reporter;

/** A reporter of `--reporter NAME`: how it is loaded, and what it needs. */
export interface ReporterKind {
  readonly load: () => Promise<Create>;
  /** It shows the transcripts of cases that passed, which are kept for it. */
  readonly showsPassed?: true;
  /** It shows the total: no line with it is needed. */
  readonly showsTotal?: true;
  /** It shows the progress where its output is a terminal. */
  readonly showsProgress?: true;
  /** The reporter in whose text it may write: a CI runner finds annotations anywhere in the output. */
  readonly sharesWith?: string;
}

/** The reporters by their names. */
export const reporters = {
  console: {
    load: async () => localized((await import('./console/console.ts')).createConsoleReporter),
    showsTotal: true,
    showsProgress: true,
  },
  line: { load: async () => localized((await import('./console/summary.ts')).createLineReporter), showsTotal: true },
  junit: { load: async () => localized((await import('./junit/junit.ts')).createJunitReporter) },
  'junit-strict': { load: async () => localized((await import('./junit/junit.ts')).createJunitStrictReporter) },
  json: { load: async () => (await import('./json.ts')).createJsonReporter },
  html: { load: async () => (await import('./html/html.ts')).createHtmlReporter, showsPassed: true },
  features: { load: async () => localized((await import('./features/features.ts')).createFeaturesReporter) },
  markdown: { load: async () => localized((await import('./markdown/report.ts')).createMarkdownReporter) },
  github: { load: async () => localized(await loadGithub()), sharesWith: 'console' },
} satisfies Readonly<Record<string, ReporterKind>>;

/** Annotations in the log, and the report in Markdown in the summary of the step. */
async function loadGithub(): Promise<Create> {
  const { createAnnotationsReporter } = await import('./github/github.ts');
  const { createStepSummaryReporter } = await import('./markdown/report.ts');
  return (setup) => {
    const parts = [createAnnotationsReporter(setup), createStepSummaryReporter(setup)];
    return {
      on(event) {
        for (const part of parts) part.on(event);
      },
    };
  };
}

/** Loads the live view of a run whose reports go elsewhere. Rejects only where the package is damaged. */
export async function loadProgress(): Promise<Create> {
  return localized((await import('./console/live.ts')).createProgressReporter);
}

/** Loads what writes the trace of each case to a file of its own. Rejects only where the package is damaged. */
export async function loadTraceFiles() {
  const { createTraceFiles } = await import('./console/trace.ts');
  return (setup: ReporterSetup, write: Parameters<typeof createTraceFiles>[1]): Reporter =>
    localized((inLanguage) => createTraceFiles(inLanguage, write))(setup);
}

/** The names that `--reporter` accepts. */
export const reporterNames: readonly string[] = Object.keys(reporters);

/** A reporter and its name in error messages. */
export interface NamedReporter {
  readonly name: string;
  readonly reporter: Reporter;
}

/**
 * Passes events to several reporters in the given order. A reporter that throws gets no further events and does not
 * stop the run; `onProblem` is called once for it.
 */
export function createMultiplexer(
  reporters: readonly NamedReporter[],
  onProblem: (name: string, error: unknown) => void,
): Reporter {
  const working = new Set(reporters);
  const pass = (named: NamedReporter, event: RunEvent) => {
    try {
      named.reporter.on(event);
    } catch (error) {
      working.delete(named);
      onProblem(named.name, error);
    }
  };
  return {
    on(event) {
      for (const named of [...working]) pass(named, event);
    },
  };
}

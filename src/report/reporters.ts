// The registry of reporters. Each is loaded when it is wanted: together they take as long to load as the rest of a run.

import type { Reporter, ReporterSetup } from '../model/event.ts';
import { localized } from '../wording/localized.ts';

type Create = (setup: ReporterSetup) => Reporter;

/** Loads what creates the reporter of `--reporter NAME`. */
export const reporters = {
  console: async () => localized((await import('./console/console.ts')).createConsoleReporter),
  line: async () => localized((await import('./console/line.ts')).createLineReporter),
  junit: async () => localized((await import('./junit/junit.ts')).createJunitReporter),
  'junit-strict': async () => localized((await import('./junit/junit.ts')).createJunitStrictReporter),
  json: async () => (await import('./json.ts')).createJsonReporter,
  html: async () => (await import('./html/html.ts')).createHtmlReporter,
  features: async () => localized((await import('./features/features.ts')).createFeaturesReporter),
  markdown: async () => localized((await import('./markdown/report.ts')).createMarkdownReporter),
  github: async () => localized(await loadGithub()),
} satisfies Readonly<Record<string, () => Promise<Create>>>;

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

/** Loads the live view of a run whose reports go elsewhere. */
export async function loadProgress(): Promise<Create> {
  return localized((await import('./console/live.ts')).createProgressReporter);
}

/** Loads what writes the trace of each case to a file of its own. */
export async function loadTraceFiles() {
  const { createTraceFiles } = await import('./console/trace-files.ts');
  return (setup: ReporterSetup, write: Parameters<typeof createTraceFiles>[1]): Reporter =>
    localized((inLanguage) => createTraceFiles(inLanguage, write))(setup);
}

/** The reporters that show the transcripts of cases that passed. */
export const passedShown: readonly string[] = ['html'];

/** The names that `--reporter` accepts. */
export const reporterNames: readonly string[] = Object.keys(reporters);

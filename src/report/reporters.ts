// The registry of reporters.

import type { Reporter, ReporterSetup } from '../model/event.ts';
import { localized } from '../wording/localized.ts';
import { createConsoleReporter } from './console/console.ts';
import { createFeaturesReporter } from './features/features.ts';
import { createAnnotationsReporter } from './github/github.ts';
import { createHtmlReporter } from './html/html.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter, createJunitStrictReporter } from './junit/junit.ts';
import { createMarkdownReporter, createStepSummaryReporter } from './markdown/report.ts';

/** Creates the reporter of `--reporter NAME`. */
export const reporters = {
  console: localized(createConsoleReporter),
  junit: localized(createJunitReporter),
  'junit-strict': localized(createJunitStrictReporter),
  json: createJsonReporter,
  html: localized(createHtmlReporter),
  features: localized(createFeaturesReporter),
  markdown: localized(createMarkdownReporter),
  github: localized(createGithubReporter),
} satisfies Readonly<Record<string, (setup: ReporterSetup) => Reporter>>;

/** Annotations in the log, and the report in Markdown in the summary of the step. */
function createGithubReporter(setup: ReporterSetup): Reporter {
  const parts = [createAnnotationsReporter(setup), createStepSummaryReporter(setup)];
  return {
    on(event) {
      for (const part of parts) part.on(event);
    },
  };
}

/** The names that `--reporter` accepts. */
export const reporterNames: readonly string[] = Object.keys(reporters);

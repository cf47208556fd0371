// The registry of reporters: one entry each.

import type { Reporter, ReporterSetup } from '../model/event.ts';
import { localized } from '../wording/localized.ts';
import { createConsoleReporter } from './console/console.ts';
import { createFeaturesReporter } from './features/features.ts';
import { createGithubReporter } from './github/github.ts';
import { createHtmlReporter } from './html/html.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter, createJunitStrictReporter } from './junit/junit.ts';
import { createMarkdownReporter } from './markdown/report.ts';

/** Makes the reporter that `--reporter NAME` asks for. */
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

/** What `--reporter` may name. */
export const reporterNames: readonly string[] = Object.keys(reporters);

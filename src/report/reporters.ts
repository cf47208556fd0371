// The registry of reporters: one entry each.

import type { Reporter, ReporterSetup } from '../model.ts';
import { createConsoleReporter } from './console.ts';
import { createFeaturesReporter } from './features.ts';
import { createGithubReporter } from './github.ts';
import { createHtmlReporter } from './html.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter, createJunitStrictReporter } from './junit.ts';
import { localized } from './localized.ts';
import { createMarkdownReporter } from './markdown-report.ts';

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

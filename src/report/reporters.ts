// The registry of reporters: one entry each.

import type { Reporter, ReporterSetup } from '../model.ts';
import { createConsoleReporter } from './console.ts';
import { createFeaturesReporter } from './features.ts';
import { createGithubReporter } from './github.ts';
import { createHtmlReporter } from './html.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter } from './junit.ts';
import { createMarkdownReporter } from './markdown-report.ts';

/** Makes the reporter that `--reporter NAME` asks for. */
export const reporters = {
  console: createConsoleReporter,
  junit: createJunitReporter,
  json: createJsonReporter,
  html: createHtmlReporter,
  features: createFeaturesReporter,
  markdown: createMarkdownReporter,
  github: createGithubReporter,
} satisfies Readonly<Record<string, (setup: ReporterSetup) => Reporter>>;

/** What `--reporter` may name. */
export const reporterNames: readonly string[] = Object.keys(reporters);

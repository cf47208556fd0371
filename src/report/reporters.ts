// The registry of reporters: one entry each.

import type { Reporter, ReporterSetup } from '../model.ts';
import { createConsoleReporter } from './console.ts';
import { createFeaturesReporter } from './features.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter } from './junit.ts';

/** Makes the reporter that `--reporter NAME` asks for. */
export const reporters = {
  console: createConsoleReporter,
  junit: createJunitReporter,
  json: createJsonReporter,
  features: createFeaturesReporter,
} satisfies Readonly<Record<string, (setup: ReporterSetup) => Reporter>>;

/** What `--reporter` may name. */
export const reporterNames: readonly string[] = Object.keys(reporters);

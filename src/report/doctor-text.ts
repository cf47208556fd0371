// What `xmppspec doctor` found out, for people and for machines.

import { counted } from './counted.ts';
import type { Paint } from './paint.ts';

/** `missing` is something that a server need not have, or that was not configured; `not tried` rests on something that failed. */
type FindingStatus = 'ok' | 'missing' | 'failed' | 'not tried';

/** One thing looked at. `text` is one sentence, `remedy` what to do, with the option to use. */
export interface Finding {
  readonly name: string;
  readonly status: FindingStatus;
  readonly text: string;
  readonly remedy?: string;
}

/** How many of the selected cases can run, and which missing need leaves out how many. */
export interface CaseCount {
  readonly selected: number;
  readonly canRun: number;
  readonly leftOut: readonly { readonly need: string; readonly cases: number }[];
}

export interface DoctorReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: { readonly name: string; readonly host: string; readonly port: number; readonly domain: string };
  readonly findings: readonly Finding[];
  readonly cases: CaseCount;
}

/** One line a finding, its remedy below it, and the count of cases last. */
export function doctorText({ tool, target, findings, cases }: DoctorReport, paint: Paint): string {
  const { name, domain } = target;
  const width = Math.max(0, ...findings.map((finding) => finding.name.length));
  const lines = [
    `${paint.strong(`${tool.name} ${tool.version}`)}  ${name}  ${domain}`,
    '',
    ...findings.flatMap((finding) => findingLines(finding, width, paint)),
    '',
    summary(findings, cases, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** The report as `xmppspec doctor --json` prints it. */
export function doctorData(report: DoctorReport) {
  return { schema: 1, ...report };
}

/** Wide enough for the longest status. */
const STATUS_WIDTH = 'not tried'.length;

function findingLines({ name, status, text, remedy }: Finding, width: number, paint: Paint): readonly string[] {
  const colour = { ok: paint.good, missing: paint.warn, failed: paint.bad, 'not tried': paint.dim }[status];
  const line = `${colour(status.padEnd(STATUS_WIDTH))}  ${name.padEnd(width)}  ${text}`;
  if (remedy === undefined) return [line];
  return [line, `${' '.repeat(STATUS_WIDTH + width + 4)}${paint.dim('do:')} ${remedy}`];
}

function summary(findings: readonly Finding[], { selected, canRun }: CaseCount, paint: Paint): string {
  const failed = findings.filter(({ status }) => status === 'failed').length;
  const trouble = failed === 0 ? 'nothing failed' : paint.bad(`${counted(failed, 'check')} failed`);
  return `${canRun} of ${counted(selected, 'case')} can run; ${trouble}`;
}

// What the bench prints: a line for each run, and a line of ratios.

const seconds = (ms) => (ms === undefined ? '-' : (ms / 1000).toFixed(2));
const perCase =
  (of) =>
  ({ summary, [of]: count }) =>
    (count / summary.cases).toFixed(1);
const share = (one, other) => (one === undefined || !other ? '-' : (one / other).toFixed(2));

/** Title, width and text of each column; `ratio` names the value that ratios compare. */
const COLUMNS = [
  { title: 'passed', width: 7, text: ({ summary }) => summary.passed },
  { title: 'failed', width: 7, text: ({ summary }) => summary.failed },
  { title: 'warned', width: 7, text: ({ summary }) => summary.warned },
  { title: 'skipped', width: 8, text: ({ summary }) => summary.skipped },
  { title: 'broken', width: 7, text: ({ summary }) => summary.broken },
  { title: 'wall', width: 8, text: ({ wallMs }) => seconds(wallMs), ratio: 'wallMs' },
  { title: 'tester', width: 8, text: ({ testerMs }) => seconds(testerMs), ratio: 'testerMs' },
  { title: 'server', width: 8, text: ({ serverMs }) => seconds(serverMs), ratio: 'serverMs' },
  { title: 't/s', width: 6, text: ({ testerMs, serverMs }) => share(testerMs, serverMs) },
  { title: 'ms/case', width: 14, text: cpuPerCase },
  { title: 'trips', width: 7, text: perCase('roundTrips'), ratio: 'roundTrips' },
  { title: 'in row', width: 8, text: ({ inRow }) => inRow?.toFixed(1) ?? '-', ratio: 'inRow' },
  { title: 'conns', width: 7, text: perCase('connections'), ratio: 'connections' },
  { title: 'logins', width: 7, text: perCase('logins'), ratio: 'logins' },
  { title: 'pings', width: 7, text: perCase('pings'), ratio: 'pings' },
  { title: 'regs', width: 6, text: perCase('registrations'), ratio: 'registrations' },
  { title: 'removals', width: 9, text: perCase('removals'), ratio: 'removals' },
  { title: 'MB', width: 6, text: ({ peakMb }) => Math.round(peakMb), ratio: 'peakMb' },
];

/** CPU time of the tester and of the server for one case. */
function cpuPerCase({ summary, testerMs, serverMs }) {
  const each = (ms) => (ms === undefined ? '-' : (ms / summary.cases).toFixed(1));
  return `${each(testerMs)}+${each(serverMs)}`;
}

const line = (label, cells) =>
  label.padEnd(34) + cells.map((cell, at) => String(cell).padStart(COLUMNS[at].width)).join('');

export const head = () =>
  line(
    '',
    COLUMNS.map(({ title }) => title),
  );

/** The line of one run; `revision` names the checkout where there are two. */
export const runLine = (cell, measured, revision = '') =>
  line(
    labelOf(cell, revision),
    COLUMNS.map(({ text }) => text(measured)),
  );

/** The line of ratios: the sums of the runs of this checkout divided by those of the other. */
export function ratioLine(cell, ours, theirs) {
  const sum = (runs, of) => (runs[0]?.[of] === undefined ? undefined : runs.reduce((total, run) => total + run[of], 0));
  return line(
    labelOf(cell, 'ratio'),
    COLUMNS.map(({ ratio }) => (ratio === undefined ? '' : share(sum(ours, ratio), sum(theirs, ratio)))),
  );
}

export const labelOf = ({ target, jobs, latency }, revision) =>
  `${target} -j ${jobs}${latency === 0 ? '' : ` ${latency} ms`} ${revision}`;

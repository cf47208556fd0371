// Measures which faults of real servers the suite sees: gives a prosody each fault of faults/faults.yaml, runs everything on it, local
// and remote, and compares the report with that of a prosody without a fault.
//   npm run prove -- faults-in-prosody [name...] [--jobs K] [--explore N [--only-plays]]
// First come the cases of the rules that the fault breaks, then the whole suite, then the plays; what sees the fault ends it.
// A fault is caught if a case fails for a rule that it does not fail for without the fault; it is warned if a case only warns. What
// faults.yaml lists without a rule that it breaks must not be caught: the proof fails where it is.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Loads a module of the build. npm builds before it starts this. */
const built = (path) => import(new URL(`../dist/${path}.js`, import.meta.url).href);

/** Known failures are looked at once only, and do not end a run. */
const BASELINE = at('baselines/prosody.yaml');

/** What a run can show of a fault, the best first. */
const RANKS = ['caught', 'warned', 'missed'];

/** The plays of --explore are the same in each measurement. */
const SEED = '6121';

/**
 * Tries the faults that the arguments name, or all, and prints a line for each and a sum. `program` is the tool, `directory` a
 * place for files. Resolves with whether each fault could be tried; rejects with an error of one line when the arguments are
 * wrong, or the run without a fault does not finish.
 */
export async function proveFaultsInProsody(args, { program, directory }) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { jobs: { type: 'string', default: '1' }, explore: { type: 'string' }, 'only-plays': { type: 'boolean' } },
  });
  const faults = chosen(positionals);
  const jobs = Number(values.jobs);
  if (!(jobs >= 1)) throw new Error(`expected a number of jobs from 1, got ${values.jobs}`);
  const { diffReports } = await built('results/diff');
  const plays = values.explore === undefined ? [] : [['--explore', values.explore, '--only-plays', '--seed', SEED]];
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stopping.abort(new Error(`stopped by ${name}`)));
  const attempt = (names, more) =>
    runWith(names, { program, directory, options: ['--baseline', BASELINE, ...more], signal });
  const bases = new Map();
  for (const options of values['only-plays'] ? plays : [[], ...plays]) bases.set(options, await attempt([], options));
  const tried = async ({ name, breaks, level, ruling }) => {
    // What breaks no MUST is seen where it warns.
    const enough = level === 'MUST' && ruling === undefined ? ['caught'] : ['caught', 'warned'];
    let verdict;
    for (const [options, base] of bases) {
      // The first failure that the fault causes ends its run.
      const bail = base.results.filter(
        ({ outcome, knownFailure }) => outcome === 'failed' && knownFailure === undefined,
      );
      const ends = ['--bail', String(bail.length + 1)];
      const ofRules = options.length === 0 && breaks.length > 0 ? [breaks, []] : [[]];
      for (const rules of ofRules) {
        const report = await attempt([name], [...options, ...ends, ...rules]);
        const next = judged(diffReports(base, report));
        if (verdict === undefined || RANKS.indexOf(next.kind) < RANKS.indexOf(verdict.kind)) verdict = next;
        if (enough.includes(verdict.kind)) return verdict;
      }
    }
    return verdict;
  };
  const verdicts = [];
  const rest = faults.values();
  const worker = async () => {
    for (const fault of rest) {
      const verdict = await tried(fault).catch(({ message }) => ({ kind: 'unfinished', finding: message }));
      signal.throwIfAborted();
      verdicts.push({ ...fault, ...verdict });
      console.log(
        `${fault.name.padEnd(40)}  ${(fault.level ?? '').padEnd(8)}  ${verdict.kind.padEnd(10)}  ${verdict.finding}`,
      );
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  for (const line of sums(verdicts)) console.log(line);
  return verdicts.every(({ kind, breaks }) => kind !== 'unfinished' && (breaks.length > 0 || kind !== 'caught'));
}

/** The faults of faults.yaml with these names, or all. Throws an error for a name that does not exist. */
function chosen(names) {
  const faults = parse(readFileSync(at('faults/faults.yaml'), 'utf8'));
  const stranger = names.find((name) => !faults.some((fault) => fault.name === name));
  if (stranger !== undefined) throw new Error(`no fault has the name ${stranger}: see faults/faults.yaml`);
  return names.length === 0 ? faults : faults.filter(({ name }) => names.includes(name));
}

/** The report of a run on a prosody with these faults. Rejects with an error of one line when the run does not finish. */
async function runWith(faults, { program, directory, options, signal }) {
  const [{ launchServer }, { prosody }] = await Promise.all([built('target/launch-server'), built('target/prosody')]);
  const place = join(directory, faults.join('+') || 'none');
  mkdirSync(place, { recursive: true });
  const server = await launchServer(faulty(prosody, faults), { signal });
  try {
    return await reportOf(server, { program, place, options, signal });
  } finally {
    await server.stop();
  }
}

function faulty(recipe, faults) {
  const name = 'prosody.cfg.lua';
  const files = (settings) => {
    const plain = recipe.files(settings);
    const names = faults.map((fault) => `"${fault}"`).join(', ');
    const host = `VirtualHost "${settings.domain}"\n  modules_enabled = { "faults" }\n  faults = { ${names} }\n`;
    return { ...plain, [name]: `plugin_paths = { "${at('faults')}" }\n${plain[name]}${host}` };
  };
  return { ...recipe, files };
}

async function reportOf({ address, component }, { program, place, options, signal }) {
  const [ca, report] = ['ca.pem', 'report.json'].map((file) => join(place, file));
  writeFileSync(ca, address.ca);
  const remote = `component://${component.host}:${component.port}/${component.domain}`;
  const target = ['-t', `xmpp://${address.host}:${address.port}`, '-d', address.domain, '--ca', ca, '--remote', remote];
  const args = [program, 'run', ...target, '--provision', 'in-band', ...options, '-r', `json=${report}`];
  const env = { ...process.env, XDG_STATE_HOME: place, XMPPSPEC_REMOTE_SECRET: component.secret };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  await once(child, 'close');
  signal.removeEventListener('abort', stop);
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch ({ message }) {
    throw new Error(`the run did not finish: ${stderr.trim().split('\n').at(-1) || message}`);
  }
}

/** What the difference to the run without a fault shows: the worst kind, and its first requirement and case. */
function judged({ cases }) {
  const worse = (outcomes, wanted) =>
    cases
      .filter((changed) => outcomes.includes(changed.new))
      .flatMap(({ id, requirements }) =>
        requirements.filter((now) => now.new === wanted).map((now) => ({ id, rule: now.id })),
      );
  const [failed, warned] = [worse(['failed'], 'failed'), worse(['failed', 'warned'], 'warned')];
  const broken = cases.filter((changed) => changed.new === 'broken').length;
  const more = broken === 0 ? '' : `; ${broken} cases broken`;
  const finding = ([first, ...others]) => `${first.rule} in ${first.id}, and ${others.length} more${more}`;
  if (failed.length > 0) return { kind: 'caught', finding: finding(failed) };
  if (warned.length > 0) return { kind: 'warned', finding: finding(warned) };
  return { kind: 'missed', finding: more.slice(2) };
}

function sums(verdicts) {
  const count = (list, kind) => list.filter((verdict) => verdict.kind === kind).length;
  const sum = (title, list) =>
    `${title}: ${count(list, 'caught')} of ${list.length} caught, ${count(list, 'warned')} only warned, ${count(list, 'unfinished')} unfinished`;
  const faults = verdicts.filter(({ breaks }) => breaks.length > 0);
  const permitted = verdicts.filter((verdict) => !faults.includes(verdict));
  const musts = faults.filter(({ level, ruling }) => level === 'MUST' && ruling === undefined);
  const visible = faults.filter((verdict) => verdict.visible);
  return [
    sum('all', faults),
    sum('those that break a MUST', musts),
    sum('the visible ones', visible),
    `what the standard permits: ${count(permitted, 'caught')} of ${permitted.length} failed, ${count(permitted, 'warned')} warned`,
  ];
}

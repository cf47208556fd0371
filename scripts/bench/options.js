// The command line of `npm run bench`.

import { parseArgs } from 'node:util';

/** Launched by the run itself, tuned for speed. */
export const LAUNCHED = ['reference', 'prosody', 'ejabberd', 'jabberd2'];

/** Launched by the bench with the settings of Debian's package, and reached by address, like a server of a user. */
export const DEFAULTS = ['prosody-default', 'ejabberd-default'];

export const HELP = `npm run bench -- [option...] [selector...]

Runs the selected cases (all by default) and prints what they cost. It judges nothing.

  --target NAME[,NAME]    ${[...LAUNCHED, ...DEFAULTS].join(', ')}
                          [default: all with --latency 0, those that end in -default with another]
  --jobs N[,N]            cases that run at once, or "default": as many as a run chooses without -j [default: 1,16,64]
  --latency MS[,MS]       milliseconds that a proxy adds to each round trip, only for the -default targets
                          [default: 0; others to try: 50, 200]
  --against COMMIT        also measures this commit, in turns (A B B A), and prints ratios: this checkout divided by the commit
  --turns N               pairs of runs with --against, every other one in reverse order [default: 2]
  --sample N              every Nth case only
  --help

The -default targets have the configuration of Debian's package: hashed passwords, the default collector, modules as
shipped, TLS with a certificate that the run checks (--ca), accounts registered in band and removed, a component. Only rate
limits are lifted. The other targets are launched by the run and tuned for speed.

Columns: wall, tester and server are seconds; tester and server are CPU time, start-up of the tester included. t/s is tester
divided by server. Counts stand for one case each: round trips (something was sent, and something came after it on the same
connection), those in a row (how long a case lasts, divided by --latency), connections, logins, pings, registrations and removals. MB is the peak memory of the tester.`;

/** Reads the command line. Throws an error of one line. */
export function readOptions(args) {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      target: text,
      jobs: text,
      latency: text,
      against: text,
      turns: text,
      sample: text,
      help: { type: 'boolean' },
    },
  });
  return {
    isHelp: values.help === true,
    selectors: positionals,
    targets: targets(values.target),
    jobs: values.jobs === 'default' ? ['default'] : (numbers('jobs', values.jobs, 1) ?? [1, 16, 64]),
    latencies: numbers('latency', values.latency, 0) ?? [0],
    sample: numbers('sample', values.sample, 1)?.[0],
    against: values.against,
    turns: numbers('turns', values.turns, 1)?.[0] ?? 2,
  };
}

function targets(written) {
  const known = [...LAUNCHED, ...DEFAULTS];
  if (written === undefined) return known;
  const wanted = written.split(',');
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--target: expected ${known.join(', ')}, got "${unknown}"`);
  return wanted;
}

function numbers(option, written, from) {
  if (written === undefined) return undefined;
  return written.split(',').map((one) => {
    if (/^\d+$/.test(one) && Number(one) >= from) return Number(one);
    throw new Error(`--${option}: expected whole numbers from ${from}, got "${one}"`);
  });
}

// What a process of the tester measures of itself: from outside, its peak and its sockets cannot be seen in time. Loaded
// with --import, it writes them to the file XMPPSPEC_WITNESS when the process ends.

import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';

/** Milliseconds between two looks at the clock. The timer does not keep the process alive. */
const BEAT_MS = 20;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

let last = { cpuMs: cpuMs(), atMs: performance.now() };
let longestStallMs = 0;

/**
 * Takes the time since the last beat: by the clock or by the CPU, whichever is less. The clock counts other processes, too,
 * and the CPU time that of all threads.
 */
function beat() {
  const now = { cpuMs: cpuMs(), atMs: performance.now() };
  longestStallMs = Math.max(longestStallMs, Math.min(now.cpuMs - last.cpuMs, now.atMs - last.atMs));
  last = now;
}

/** Connections that this process has neither closed nor destroyed. */
const openSockets = () =>
  process._getActiveHandles().filter((handle) => handle._handle?.constructor.name === 'TCP' && !handle.destroyed);

/** Forgets the longest stall, and begins to measure. */
export function startWitness() {
  last = { cpuMs: cpuMs(), atMs: performance.now() };
  longestStallMs = 0;
}

/** The peak of the process, the longest stall since the last start, and the sockets that are open now. */
export function readWitness() {
  beat();
  return {
    peakBytes: process.resourceUsage().maxRSS * 1024,
    longestStallMs,
    openSockets: openSockets().length,
  };
}

const { connect } = Socket.prototype;
/** Measures stalls from the first connection on: before it, the program loads its modules in one go. */
Socket.prototype.connect = function connectFirst(...args) {
  Socket.prototype.connect = connect;
  startWitness();
  setInterval(beat, BEAT_MS).unref();
  return connect.apply(this, args);
};

const file = process.env.XMPPSPEC_WITNESS;
if (file !== undefined) process.on('exit', () => writeFileSync(file, JSON.stringify(readWitness())));

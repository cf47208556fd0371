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

let last = cpuMs();
let longestStallMs = 0;

/** Takes the CPU time since the last beat: time on the clock would count other processes, too. */
function beat() {
  const now = cpuMs();
  longestStallMs = Math.max(longestStallMs, now - last);
  last = now;
}

/** Names of what keeps the event loop alive, sockets only. */
const openSockets = () => process.getActiveResourcesInfo().filter((name) => /^(TCPSocket|TCPConnect|TLS)/.test(name));

/** Forgets the longest stall, and begins to measure. */
export function startWitness() {
  last = cpuMs();
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

// Loaded into a run with `node --import`: counts what its clients do on the wire, and writes the counts with the CPU time and the
// peak memory of the process, start-up included, when it ends. It needs nothing of the program, so old commits are counted alike.

import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const counts = { connections: 0, roundTrips: 0, logins: 0, pings: 0, rosterIqs: 0, registrations: 0, removals: 0 };

/** What one write may hold several times, by count. */
const MARKS = { logins: '<auth ', pings: 'urn:xmpp:ping', rosterIqs: 'jabber:iq:roster' };

const isOurs = Symbol('opened by this process');
const isWaiting = Symbol('has sent and received nothing since');

/** Whether the socket is a client's: the reference server runs in the process of its tester. */
const isClient = (socket) => socket[isOurs] === true || socket._tlsOptions?.isServer === false;

function countMarks(text) {
  for (const [name, mark] of Object.entries(MARKS)) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) counts[name] += 1;
  }
  if (!text.includes('jabber:iq:register') || !/type=["']set["']/.test(text)) return;
  counts[text.includes('<remove') ? 'removals' : 'registrations'] += 1;
}

const { connect, write, push } = Socket.prototype;

Socket.prototype.connect = function (...args) {
  this[isOurs] = true;
  counts.connections += 1;
  return connect.apply(this, args);
};

Socket.prototype.write = function (chunk, ...rest) {
  if (isClient(this)) {
    this[isWaiting] = true;
    countMarks(String(chunk));
  }
  return write.call(this, chunk, ...rest);
};

/** A round trip: something was sent, and something came after it. What was sent together counts once. */
Socket.prototype.push = function (chunk, ...rest) {
  if (chunk !== null && this[isWaiting] === true) {
    this[isWaiting] = false;
    counts.roundTrips += 1;
  }
  return push.call(this, chunk, ...rest);
};

if (isMainThread && process.env.XMPPSPEC_BENCH_COUNTS !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage();
    const process_ = { testerMs: (user + system) / 1000, peakMb: maxRSS / 1024, upMs: performance.now() };
    writeFileSync(process.env.XMPPSPEC_BENCH_COUNTS, JSON.stringify({ ...counts, ...process_ }));
  });
}

// RFC 6121 4.3 and 4.6.6: probes from or to the wrong address, and what becomes of a client's probe.

import { parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { altered, breaks, fromClient, isPresence, lost, onTheWay, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { during, fromBareJid, isFrom, isNegative, isProbe, toldOf } from './occasion.ts';

// NO_MUTANT 4.3.1-a, 4.3.1-c, 4.3.1-d: what a server may do besides, or leave.
// NO_MUTANT 4.3.1-b: not to probe is 4.2.2-c where nothing is known, and allowed by 4.3.1-c where something is.
// NO_MUTANT 4.7.1-c: that the server probes is 4.2.2-c, and what becomes of a client's probe is 4.3-d.

export const probeMutants: readonly Mutant[] = [
  breaks('4.2.2-c', {
    word: 'nobody',
    title: 'It probes nobody.',
    fault: () => onTheWay(isProbe, lost),
  }),
  breaks('4.2.2-c', {
    word: 'mutual-only',
    title: 'It probes only contacts who see the user as well.',
    fault: () => onTheWay((stanza, server) => isProbe(stanza) && toldOf(stanza, server)?.isMutual === false, lost),
  }),
  breaks('4.2.2-c', {
    word: 'not-for-negative',
    title: 'It probes nobody for a resource of negative priority.',
    fault: () =>
      during(['initial'], {
        route: (stanza, _, { resource }) => (isProbe(stanza) && isNegative(resource) ? [] : [stanza]),
      }),
  }),
  breaks('4.3-a', {
    word: 'from-full-jid',
    title: 'It probes from the full JID.',
    fault: () =>
      during(['initial', 'again'], {
        route: (stanza, _, { jid }) => (isProbe(stanza) ? altered({ from: jid })(stanza) : [stanza]),
      }),
  }),
  breaks('4.3-b', {
    word: 'to-last-resource',
    title: 'In a new session it probes the resource of which a contact was heard last.',
    fault: probesLastResource,
  }),
  breaks('4.3-d', {
    word: 'swallowed',
    title: 'It drops probes of clients.',
    fault: () => fromClient(isProbe, lost),
  }),
  breaks('4.3-e', {
    word: 'refused',
    title: 'It answers probes of clients with an error.',
    fault: () =>
      fromClient(isProbe, (stanza, { resource }) => {
        resource.send(stamp(errorOf(stanza, 'bad-request'), { to: resource.jid }));
        return [];
      }),
  }),
  breaks('4.6.6-a', {
    word: 'from-bare-jid',
    title: 'It routes a probe that answers directed presence from the bare JID.',
    fault: () =>
      during(['probe'], {
        route: (stanza, _, probe) => (isProbe(stanza) && isFrom(stanza, probe) ? fromBareJid(stanza) : [stanza]),
      }),
  }),
  breaks('4.6.6-b', {
    word: 'to-bare-jid',
    title: 'It routes probes of a resource to the bare JID.',
    fault: () => onTheWay(isProbe, (stanza) => [stamp(stanza, { to: parseJid(stanza.attrs['to'] ?? '')?.bare })]),
  }),
];

function probesLastResource(): Fault {
  const last = new Map<string, string>();
  return tampered({
    fromRemote: (stanza) => {
      const sender = isPresence(stanza, 'available') ? parseJid(stanza.attrs['from'] ?? '') : undefined;
      if (sender) last.set(sender.bare, sender.full);
      return [stanza];
    },
    route: (stanza) => {
      const heard = isProbe(stanza) ? last.get(stanza.attrs['to'] ?? '') : undefined;
      return [heard === undefined ? stanza : stamp(stanza, { to: heard })];
    },
  });
}

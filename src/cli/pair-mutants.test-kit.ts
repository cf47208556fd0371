// Mutants that the federated cases catch, by the side that has the fault, and what names that side. Each breaks another rule.

import type { BlameProof } from './texts/mutants-text.ts';

/** Ids of mutants by what names the side at fault. `none`: the failure blames the pair. */
export type PairMutants = Readonly<Record<BlameProof | 'none', readonly string[]>>;

/** On the side of the users under test. */
export const TARGET_MUTANTS: PairMutants = {
  // What clients of both servers sent and received proves it.
  transcript: [
    'rfc6121-3.4.2-h/in-subscribe-1-push-missing',
    'rfc6121-3.4.2-g/in-subscribe-1-pre-approval-asked',
    'rfc6121-A.3.4-a/in-unsubscribed-2-none+pendingout',
    'rfc6121-8.5.2.2.1-c/no-active-resource-bare-groupchat-O',
    'rfc6121-8.5.3.2.1-a/no-active-resource-full-no-match-normal-O',
    'rfc6121-8.5.2.1.1-j/negative-only-bare-groupchat-O',
    'rfc6121-8.5.2.1.1-c/one-non-negative-bare-normal-O',
    'rfc6121-8.5.3.2.1-g/one-non-negative-full-no-match-chat-O',
    'rfc6121-2-c/read-by-anybody',
    'rfc6121-3-a/removal-from-full-jid',
    'rfc6121-3.4.2-c/ignored',
    'rfc6121-4.5.2-a/unnoticed',
    'rfc6121-4.6.3-g/updates-told',
    'rfc6121-8.5.2.1.1-i/delivered',
    'rfc6121-8.5.2.1.1-p/copied-to-negative',
    'rfc6121-8.5.3.1-a/delivered',
    'rfc6121-8.5.2.1.3-b/left-to-resource',
    'rfc6120-8.1.2.1-a/message-from-bare',
    'rfc6120-10.4.3-c/unsent-lost',
    'rfc6121-3.1.2-g/unsent-lost',
  ],
  // What crosses between the servers is not seen; the same row fails in the same way with the server alone, and passes with the other one.
  alone: [
    'rfc6121-8.5.1-b/no-account-bare-error-E',
    'rfc6121-3.1.3-g/pre-approved-unanswered',
    'rfc6121-4.5.2-d/without-status',
    'rfc6121-4.5.2-f/not-made',
    'rfc6121-4.6.1-d/not-forgotten',
    'rfc6121-4.6.3-a/dropped',
    'rfc6121-4.6.3-e/lost',
    'rfc6121-4.7.2.2-g/one-language-twice',
    'rfc6121-4.7.2.3-e/negative',
    'rfc6121-5.2.2-e/lost',
    'rfc6121-5.2.2-f/lost',
    'rfc6121-8.5.2.1.1-b/another-condition',
    'rfc6121-8.1-a/silent',
    'rfc6120-10.5.4-a/unknown-refused',
    'rfc6121-8.5.3.2.3-a/lost',
    'rfc6121-8.5.1-a/lost',
    'rfc6121-8.5.2.1.3-a/lost',
    'rfc6121-8.5.2.1.1-r/to-made-full',
    'rfc6120-10.3.2-a/to-nobody',
    'rfc6120-10.5.1-a/request-unanswered',
    'rfc6120-10.5.2-a/request-unanswered',
    'rfc6120-10.4.3-d/remote-request-unanswered',
    'rfc6120-8.1.1.1-a/incoming-to-made-bare',
    'rfc6120-8.2.3-b/incoming-answered',
    'rfc6121-8.5.3.1-d/incoming-errors-lost',
  ],
  // The streams between the servers are cut, or a server restarts: no case of one server has such a row.
  none: [
    'rfc6120-10.4.3-c/queue-lost',
    'rfc6120-10.4-a/never-again',
    'rfc6120-10.1-a/queue-reversed',
    'rfc6121-4.4.2-a/not-after-a-break',
    'rfc6121-4.5.2-b/not-after-a-break',
    'rfc6121-4.4.3-a/not-after-a-break',
    'rfc6121-4.5.3-a/not-after-a-break',
    'rfc6121-4.2.2-a/forgotten-at-restart',
  ],
};

/**
 * On the side of the contacts. Of the mutants of streams that are not here, two are caught as well, and each case waits 75 s for that
 * (`rfc6120-10.4.3-c/queue-lost`, `rfc6120-10.4-a/never-again`). Three break rules of the server that sends and cannot connect, of which
 * the other server sees nothing: the pair with exchanged sides catches them (`rfc6120-10.4.3-c/unsent-lost`,
 * `rfc6121-3.1.2-g/unsent-lost`, `rfc6121-4.2.2-c/never-again`).
 */
export const PEER_MUTANTS: PairMutants = {
  // What clients of both servers sent and received proves it.
  transcript: [
    'rfc6121-3.1.3-d/in-subscribe-1-answered',
    'rfc6121-A.3.2-b/in-unsubscribe-7-withheld',
    'rfc6121-3.3.3-d/in-unsubscribe-7-push-missing',
    'rfc6121-A.3.3-d/in-subscribed-2-withheld',
    'rfc6121-A.3.3-c/in-subscribed-2-none',
    'rfc6121-3.1.6-d/in-subscribed-2-push-missing',
    'rfc6121-A.3.4-b/in-unsubscribed-2-withheld',
    'rfc6121-3.2.3-d/in-unsubscribed-5-push-missing',
  ],
  // What crosses between the servers is not seen; the same row fails in the same way with the server alone, and passes with the other one.
  alone: [
    'rfc6121-5.2.2-i/unknown-as-chat',
    'rfc6121-A.2.1-a/out-subscribe-1-withheld',
    'rfc6121-3.3.3-e/in-unsubscribe-7-untold',
    'rfc6121-12-p/in-unsubscribed-2-push-missing',
    'rfc6121-5.2.5-h/for-chat-only',
    'rfc6121-5.2.5-d/own-thread-added',
    'rfc6120-8.4-a/extension-lost',
    'rfc6121-9-a/error-from',
    'rfc6120-8.2.3-a/error-without-id',
    'rfc6120-10.1-a/incoming-bare-after-full',
    'rfc6121-12-h/remote-not-taken',
    'rfc6121-12-k/remote-not-taken',
    'rfc6121-12-l/remote-not-taken',
  ],
  // The first has no row on one server. In the row of the second on one server the outcomes have other names. For the others, the streams
  // between the servers are cut, or a server restarts.
  none: [
    'rfc6121-4.2.2-c/nobody',
    'rfc6121-12-i/remote-not-taken',
    'rfc6120-10.1-a/queue-reversed',
    'rfc6121-4.4.2-a/not-after-a-break',
    'rfc6121-4.5.2-b/not-after-a-break',
    'rfc6121-4.2.2-a/forgotten-at-restart',
  ],
};

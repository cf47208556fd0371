// The server itself sent something that a passive requirement forbids.

import type { FailureOf } from '../model/failure.ts';
import { isClientRef } from '../stanza/jid.ts';
import { stanzaFaultText } from '../wording/stanza-faults.ts';
import type { FailureKind } from './kind.ts';

/** See `FAILURES`. */
export const passive: FailureKind<FailureOf<'passive'>> = {
  words: {
    en: ({ session, closest, fault }) =>
      fault.kind === 'answer-to-answer'
        ? `the server answered an automatic answer of ${session}`
        : isClientRef(session)
          ? `${session} sent <${closest.name}/> with ${stanzaFaultText(fault, 'en')}`
          : `${session} received <${closest.name}/> with ${stanzaFaultText(fault, 'en')}, which no client had sent`,
    zh: ({ session, closest, fault }) =>
      fault.kind === 'answer-to-answer'
        ? `服务器对 ${session} 的自动应答又作了应答`
        : isClientRef(session)
          ? `${session} 发送的 <${closest.name}/> 有问题：${stanzaFaultText(fault, 'zh')}`
          : `${session} 收到的 <${closest.name}/> 有问题：${stanzaFaultText(fault, 'zh')}，且并非其他客户端所发`,
  },
  departure: ({ fault }) => ({ kind: 'passive', words: [fault.kind] }),
  fingerprint: ({ closest }, { shape }) => `sent by the server, ${shape(closest)}`,
  mark: () => 'passive',
  blame: ({ closest }, proofs) => proofs.makes(closest),
  detail: ({ fault }) => fault.kind,
  observed: ({ fault }) => `fault ${fault.kind}`,
};

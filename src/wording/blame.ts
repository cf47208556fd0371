// Which server of a pair broke a rule, and what proves it, in words.

import type { Blame, PairSide, ServerNames } from '../model/blame.ts';
import type { Language } from '../model/event.ts';
import { escapeControls } from './escape-controls.ts';
import { type Sentences, say } from './sentence.ts';

/** A blame with the servers by name. */
type Told<One> = One extends { readonly side: PairSide }
  ? Omit<One, 'side'> & { readonly side: string }
  : One & ServerNames;

/** A blame for each tag. */
export const BLAMES: Sentences<Told<Blame>> = {
  sent: {
    en: ({ side }) => `server ${side} is at fault: it sent what the client of the other server received`,
    zh: ({ side }) => `责任在服务器 ${side}：另一服务器的客户端收到的内容由它发出`,
  },
  delivered: {
    en: ({ side }) =>
      `server ${side} is at fault: it delivered the stanza, which the other server had passed on unchanged`,
    zh: ({ side }) => `责任在服务器 ${side}：另一服务器原样转来该节，它却将其递送给了客户端`,
  },
  arrived: {
    en: ({ side }) =>
      `server ${side} is at fault: the stanza of the other server arrived at a client of ${side}, which owes more for it`,
    zh: ({ side }) => `责任在服务器 ${side}：另一服务器的节已到达它的客户端，而它未完成应做的后续处理`,
  },
  owed: {
    en: ({ side }) => `server ${side} is at fault: only its own clients have acted, and it owes this to the same user`,
    zh: ({ side }) => `责任在服务器 ${side}：此前只有它自己的客户端有所操作，而它应向同一用户发出此内容`,
  },
  answered: {
    en: ({ side }) => `server ${side} is at fault: it answers this request of its own client itself`,
    zh: ({ side }) => `责任在服务器 ${side}：该请求来自它自己的客户端，由它自己应答`,
  },
  made: {
    en: ({ side }) => `server ${side} is at fault: it made the stanza for its own client`,
    zh: ({ side }) => `责任在服务器 ${side}：该内容由它为自己的客户端生成`,
  },
  kept: {
    en: ({ side }) =>
      `server ${side} is at fault: its own user caused the change of state, and no stanza of the contact arrived since`,
    zh: ({ side }) => `责任在服务器 ${side}：状态变化由它自己的用户引起，其后未收到联系人的任何订阅节`,
  },
  reacted: {
    en: ({ side }) =>
      `server ${side} is at fault: its roster change or answer shows that the stanza of the other server arrived, and it owes more for it`,
    zh: ({ side }) => `责任在服务器 ${side}：它的名册变化或应答表明另一服务器的节已到达，而它未完成应做的后续处理`,
  },
  apart: {
    en: ({ side }) =>
      `server ${side} is at fault: the streams between the servers were cut, so the other one had no part in it`,
    zh: ({ side }) => `责任在服务器 ${side}：两台服务器之间的流已被切断，另一服务器没有参与`,
  },
  alone: {
    en: ({ side, case: id }) =>
      `server ${side} is at fault, shown with the server alone: it breaks the same rule in the same way in ${id}, and the other server meets it alone`,
    zh: ({ side, case: id }) =>
      `责任在服务器 ${side}，由单独测试表明：它在 ${id} 中以同样方式违反同一要求，而另一服务器单独测试时符合该要求`,
  },
  unseen: {
    en: ({ A, B }) => `the pair is at fault (${A} or ${B}): no client sees what passes between the servers`,
    zh: ({ A, B }) => `责任在这一对服务器（${A} 或 ${B}）：客户端看不到两台服务器之间的通信`,
  },
};

/** The names of servers that a result does not name. */
const UNNAMED: ServerNames = { A: 'A', B: 'B' };

/** The blame in one sentence, without a full stop. */
export function blameText(blame: Blame & { readonly servers?: ServerNames | undefined }, lang: Language): string {
  const { servers = UNNAMED } = blame;
  const told: Told<Blame> = blame.side === 'pair' ? { ...blame, ...servers } : { ...blame, side: servers[blame.side] };
  return escapeControls(say(BLAMES, told, { lang, cause: () => '' }));
}

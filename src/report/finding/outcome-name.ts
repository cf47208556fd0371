// Outcomes by name: those of the delivery table are letters, which need words.

import type { Language } from '../../model/event.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';

/** The letters of RFC 6121 8.5.4, table 1. */
const LETTERS = catalogue(
  {
    O: 'stored offline',
    E: 'returned as an error',
    S: 'silently dropped',
    D: 'delivered to the addressed or only resource',
    M: 'delivered to the most available resources',
    A: 'delivered to all resources',
    quoted: (name: string) => `"${name}"`,
  },
  {
    O: '离线存储',
    E: '返回错误',
    S: '静默丢弃',
    D: '递送给指定的或唯一的资源',
    M: '递送给最可用的资源',
    A: '递送给所有资源',
    quoted: (name) => `“${name}”`,
  },
);

type Letter = 'O' | 'E' | 'S' | 'D' | 'M' | 'A';

/** `"rerouted"`, `"M (balcony)", delivered to the most available resources`. */
export function outcomeName(name: string, isOfDeliveryTable: boolean, lang: Language): string {
  const quoted = LETTERS[lang].quoted(name);
  const said = letterWords(name, lang);
  return isOfDeliveryTable && said !== undefined ? quoted + COMMON[lang].comma + said.words : quoted;
}

/** The same without names of ours: `delivered to the most available resources (balcony)`; undefined: there are no other words. */
export function outcomeWords(name: string, isOfDeliveryTable: boolean, lang: Language): string | undefined {
  const said = isOfDeliveryTable ? letterWords(name, lang) : undefined;
  if (said === undefined) return undefined;
  return said.resources === undefined ? said.words : said.words + COMMON[lang].bracketed(said.resources);
}

function letterWords(name: string, lang: Language) {
  const [, letter, resources] = /^([OESDMA])(?: \((.+)\))?$/.exec(name) ?? [];
  return letter === undefined ? undefined : { words: LETTERS[lang][letter as Letter], resources };
}

// Mistakes in YAML files of any kind: their syntax, keys and values.

import type { Texts } from '../model/language.ts';
import { catalogue } from './catalogue.ts';
import { hint, hintZh, type Nearest } from './suggest.ts';
import { inBoth } from './texts.ts';

export const FILE_MISTAKES = catalogue(
  {
    tooDeep: (most: number) => `expected YAML nested at most ${most} levels deep, got more`,
    notYaml: (why: string) => `not YAML: ${why}`,
    secondDocument: 'expected one document in a file, got a second; give it its own file',
    keyTwice: (key: string) => `key "${key}" appears twice; remove one`,
    aKeyTwice: 'a key appears twice; remove one',
    unknownAlias: (name: string) => `unknown alias *${name}; an anchor &${name} must come before it`,
    aliasInside: (name: string) => `alias *${name} is inside the value that it names`,
    aliasesTooMany: (most: number) => `aliases stand for more than ${most} values; write fewer`,
    aliasSealed: 'this alias (*) cannot be used; a text that begins with "*" needs quotes',
    unknownKey: (what: string, key: string, nearest: Nearest, known: string) =>
      `unknown ${what} "${key}"${hint(nearest) || `; expected ${known}`}`,
    aKeyUnknown: (nearest: Nearest, known: string) => `unknown key${hint(nearest) || `; expected ${known}`}`,
    expectedName: (expected: string, name: string) => `${expected}, got "${name}"`,
    expectedAnother: (expected: string) => `${expected}, got other text`,
    missingKey: (key: string) => `key "${key}" is missing`,
    missingKeyIn: (key: string, around: string) => `key "${key}" is missing in "${around}"`,
    wrongValue: (values: string, got: string, nearest: Nearest) => `expected ${values}, got ${got}${hint(nearest)}`,
    noCharacter: 'expected at least one character, got none',
    noEntry: 'expected at least one entry, got none',
    atLeast: (least: number, got: string) => `expected a number of at least ${least}, got ${got}`,
    atMost: (most: number, got: string) => `expected a number of at most ${most}, got ${got}`,
    wrongType: (expected: string, name: string, got: string) => `expected ${expected} for ${name}, got ${got}`,
    writeBraces: (message: string) => `${message}; write {} for a map without keys`,
    writeQuotes: (message: string) => `${message}; put it in quotes`,
    oneOfKeys: (keys: string) => `expected one of the keys ${keys}, got none`,
    oneOfVerbs: (verbs: string) => `expected one of the verbs ${verbs}, got none`,
    oneKey: (got: string) => `expected one key, got ${got}; remove one`,
    oneVerb: (got: string) => `expected one verb, got ${got}; make a step of each`,
  },
  {
    tooDeep: (most) => `YAML 至多嵌套 ${most} 层，实际更多`,
    notYaml: (why) => `不是有效的 YAML：${why}`,
    secondDocument: '一个文件只能有一个文档，实际有第二个；请另放一个文件',
    keyTwice: (key) => `键“${key}”出现了两次；请去掉一个`,
    aKeyTwice: '有一个键出现了两次；请去掉一个',
    unknownAlias: (name) => `未知别名 *${name}；其前必须有锚点 &${name}`,
    aliasInside: (name) => `别名 *${name} 位于它自己所指的值之中`,
    aliasesTooMany: (most) => `别名所代表的值超过 ${most} 个；请减少`,
    aliasSealed: '无法使用此别名 (*)；以“*”开头的文本需要引号',
    unknownKey: (what, key, nearest, known) => `未知${what}“${key}”${hintZh(nearest) || `；应为 ${known}`}`,
    aKeyUnknown: (nearest, known) => `未知的键${hintZh(nearest) || `；应为 ${known}`}`,
    expectedName: (expected, name) => `${expected}，实际为“${name}”`,
    expectedAnother: (expected) => `${expected}，实际为其他文本`,
    missingKey: (key) => `缺少键“${key}”`,
    missingKeyIn: (key, around) => `“${around}”中缺少键“${key}”`,
    wrongValue: (values, got, nearest) => `应为 ${values}，实际为${got}${hintZh(nearest)}`,
    noCharacter: '至少应有一个字符，实际为空',
    noEntry: '至少应有一项，实际为空',
    atLeast: (least, got) => `应为不小于 ${least} 的数，实际为${got}`,
    atMost: (most, got) => `应为不大于 ${most} 的数，实际为${got}`,
    wrongType: (expected, name, got) => `${name}应为${expected}，实际为${got}`,
    writeBraces: (message) => `${message}；没有键的映射请写作 {}`,
    writeQuotes: (message) => `${message}；请加引号`,
    oneOfKeys: (keys) => `应有 ${keys} 之一，实际没有`,
    oneOfVerbs: (verbs) => `应有动词 ${verbs} 之一，实际没有`,
    oneKey: (got) => `只应有一个键，实际有${got}；请去掉一个`,
    oneVerb: (got) => `只应有一个动词，实际有${got}；请各写一个步骤`,
  },
);

/** A mistake in both languages. */
export const fileMistake = inBoth(FILE_MISTAKES);

/** Values, and the types of them, as a message shows them. */
export const VALUES = catalogue(
  {
    key: 'key',
    verb: 'verb',
    theFile: 'the file',
    thisKey: 'this key',
    named: (name: string) => `"${name}"`,
    text: 'text',
    number: 'a number',
    integer: 'a whole number',
    flag: 'true or false',
    list: 'a list',
    map: 'a map',
    something: 'something else',
    nothing: 'nothing',
    emptyList: 'an empty list',
    emptyText: 'an empty text',
    otherText: 'other text',
    theNumber: (value: string) => `the number ${value}`,
    theFlag: (value: string) => `the boolean ${value}`,
  },
  {
    key: '键',
    verb: '动词',
    theFile: '整个文件',
    thisKey: '此键',
    named: (name) => `“${name}”`,
    text: '文本',
    number: '数',
    integer: '整数',
    flag: ' true 或 false',
    list: '列表',
    map: '映射',
    something: '其他内容',
    nothing: '空',
    emptyList: '空列表',
    emptyText: '空文本',
    otherText: '其他文本',
    theNumber: (value) => `数 ${value}`,
    theFlag: (value) => `布尔值 ${value}`,
  },
);

export const valueText = inBoth(VALUES);

const TYPES: Readonly<Record<string, 'text' | 'number' | 'integer' | 'flag' | 'list' | 'map'>> = {
  string: 'text',
  number: 'number',
  int: 'integer',
  boolean: 'flag',
  array: 'list',
  object: 'map',
  record: 'map',
};

/** A type of zod in words. */
export const typeText = (type: string): Texts => valueText(TYPES[type] ?? 'something');

/** What a schema expects of a text, by the key that it gives as the message of its check. */
export const EXPECTATIONS = catalogue(
  {
    lowerCaseName: 'expected a name of lower-case letters, digits and "-" that begins with a letter',
    network: 'expected "cut", "restored", "reached" or "restart ACTOR"',
    ownId: 'expected an id of letters, digits and "." in parts joined by "-", such as xep0199-4.1-a',
    discovered: 'expected "disco:" with a namespace, such as disco:urn:xmpp:blocking',
    httpAddress: 'expected an address that begins with https://',
    anyAddress: 'expected a URL',
    date: 'expected a date such as 2027-06-30',
    time: 'expected a date and time such as 2027-06-30T12:00:00.000Z',
    plainName: 'expected a name without control characters',
    another: 'expected another value',
  },
  {
    lowerCaseName: '名称应由小写字母、数字和“-”组成，以字母开头',
    network: '应为“cut”、“restored”、“reached”或“restart 角色”',
    ownId: '标识应由字母、数字和“.”组成的部分以“-”连接，如 xep0199-4.1-a',
    discovered: '应为“disco:”和一个命名空间，如 disco:urn:xmpp:blocking',
    httpAddress: '应为以 https:// 开头的地址',
    anyAddress: '应为 URL',
    date: '应为日期，如 2027-06-30',
    time: '应为日期和时间，如 2027-06-30T12:00:00.000Z',
    plainName: '名称中不应有控制字符',
    another: '应为其他值',
  },
);

type Expectation = keyof typeof EXPECTATIONS.en;

/** The message that a schema gives a check. `expectationText` words it. */
export const expectation = (key: Expectation): string => key;

/** What the check with this message expects. */
export function expectationText(message: string): Texts {
  const key = Object.hasOwn(EXPECTATIONS.en, message) ? (message as Expectation) : 'another';
  return { en: EXPECTATIONS.en[key], zh: EXPECTATIONS.zh[key] };
}

/** Mistakes in the syntax of YAML, by the code of its library. A message of a file with secrets holds these alone. */
export const SYNTAX = catalogue(
  {
    ALIAS_PROPS: 'an alias takes no anchor and no tag',
    BAD_ALIAS: 'a text that begins with "*" or "&" needs quotes',
    BAD_DIRECTIVE: 'a line that begins with "%" is no directive that YAML has',
    BAD_DQ_ESCAPE: 'a wrong escape after a backslash in double quotes; use single quotes',
    BAD_INDENT: 'wrong indentation, or a bracket that is not closed',
    BAD_SCALAR_START: 'a text that begins with such a character needs quotes',
    BLOCK_AS_IMPLICIT_KEY: 'a map cannot begin in this line; a text with ": " needs quotes',
    BLOCK_IN_FLOW: 'a list or map with indentation stands inside brackets',
    KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
    MISSING_CHAR: 'a character is missing, such as a quote, ":" or ","',
    MULTILINE_IMPLICIT_KEY: 'a key or a ":" is missing',
    MULTIPLE_ANCHORS: 'a value has two anchors',
    MULTIPLE_TAGS: 'a value has two tags',
    TAB_AS_INDENT: 'tabs are not allowed as indentation',
    TAG_RESOLVE_FAILED: 'a text that begins with "!" needs quotes',
    UNEXPECTED_TOKEN: 'something follows that does not belong there',
    other: 'a mistake in the syntax',
  },
  {
    ALIAS_PROPS: '别名不能带锚点或标签',
    BAD_ALIAS: '以“*”或“&”开头的文本需要引号',
    BAD_DIRECTIVE: '以“%”开头的行不是 YAML 的指令',
    BAD_DQ_ESCAPE: '双引号中反斜杠之后的转义有误；请用单引号',
    BAD_INDENT: '缩进有误，或有未闭合的括号',
    BAD_SCALAR_START: '以该字符开头的文本需要引号',
    BLOCK_AS_IMPLICIT_KEY: '映射不能从这一行开始；含“: ”的文本需要引号',
    BLOCK_IN_FLOW: '括号中不能有靠缩进书写的列表或映射',
    KEY_OVER_1024_CHARS: '键超过 1024 个字符',
    MISSING_CHAR: '缺少字符，如引号、“:”或“,”',
    MULTILINE_IMPLICIT_KEY: '缺少键或“:”',
    MULTIPLE_ANCHORS: '一个值有两个锚点',
    MULTIPLE_TAGS: '一个值有两个标签',
    TAB_AS_INDENT: '不能用制表符缩进',
    TAG_RESOLVE_FAILED: '以“!”开头的文本需要引号',
    UNEXPECTED_TOKEN: '其后的内容不应出现在这里',
    other: '语法有误',
  },
);

/** The entry of `SYNTAX` for a code. */
export const syntaxKey = (code: string): keyof typeof SYNTAX.en =>
  Object.hasOwn(SYNTAX.en, code) ? (code as keyof typeof SYNTAX.en) : 'other';

// Mistakes in the text of a stanza: its XML, its placeholders, and names that no standard defines.

import type { Texts } from '../model/language.ts';
import { catalogue } from './catalogue.ts';
import { hint, hintZh, type Nearest } from './suggest.ts';
import { inBoth } from './texts.ts';

export const STANZA_MISTAKES = catalogue(
  {
    unknownStanza: (name: string, nearest: Nearest) =>
      `unknown stanza "${name}"${hint(nearest) || '; define it under "stanzas", or write XML'}`,
    inStanza: (name: string, message: string) => `in the stanza "${name}": ${message}`,
    tooMuchText: (most: number, mark: string, got: number) =>
      `expected at most ${most} characters of ${mark} in a stanza, got ${got}`,
    tooLong: (most: number, got: number, mark: string) =>
      `expected a stanza of at most ${most} characters, got ${got}; use ${mark} for long text`,
    noElement: (got: string) => `expected a name or an XML element, got "${got}"`,
    notXml: (why: string) => `not XML: ${why}`,
    textAfter: 'text after the element',
    prefixed: (name: string) =>
      `expected attributes without a prefix, got "${name}"; its namespace would be lost, so use an element`,
    otherRoot: (expected: string, got: string, nearest: Nearest) =>
      `expected ${expected}, got <${got}>${hint(nearest)}`,
    otherNamespace: (expected: string, ns: string, got: string) =>
      `expected ${expected} in the namespace ${ns}, got ${got}`,
    markInNamespace: 'a namespace cannot hold a placeholder',
    wrongName: (got: string) => `expected a name of letters, digits, "-" and "_", got "${got}"`,
    nameOfActor: (name: string) => `the name "${name}" is taken by an actor; choose another`,
    nameOfColumn: (name: string) => `the name "${name}" is taken by a column; choose another`,
    nameOfLanguage: (name: string) => `the name "${name}" is taken by the language; choose another`,
    markAsText: (mark: string) => `write ${mark} as the text of an element, not in an attribute`,
    markInAttribute: (mark: string) => `write ${mark} in an attribute, not in text`,
    langElsewhere: (mark: string) => `write ${mark} in xml:lang only`,
    unclosed: (mark: string) => `expected "}" to close the placeholder "${mark}"`,
    tooEarly: (mark: string) => `${mark} is used before a pattern captures it`,
    notAlwaysCaptured: (mark: string) =>
      `${mark} may have no value here: the stanza that it is captured from need not come; capture it in a check of a MUST, and in every outcome of "oneOf" without "ends"`,
    wrongLength: (mark: string, nearest: Nearest) =>
      `expected a number, limits.name or limits.group in ${mark}${hint(nearest)}`,
    markNotWhole: (mark: string) => `the mark ${mark} must be the whole value`,
    marksBeside: (mark: string) =>
      `write a text between ${mark} and the mark before it, or one ${'${re:...}'} for both`,
    twoSets: (mark: string, other: string) => `an element has ${mark} or ${other}, not both; write it twice`,
    setOutside: (mark: string) => `${mark} is about children: write it in an element inside another one`,
    uniqueWithout: (mark: string) => `${mark} needs an attribute whose values must differ, such as jid="${'${any}'}"`,
    everyWithout: (mark: string) =>
      `${mark} needs something that every such element must have: an attribute, a text or a child`,
    keptFromSet: (mark: string, set: string) =>
      `${mark} cannot keep anything inside ${set}: it is about several elements`,
    unknownElement: (mark: string, keeps: string, near: string | undefined) =>
      `${mark} compares with an element that nothing keeps${near === undefined ? `; write ${keeps} in an earlier pattern` : `; did you mean ${near}?`}`,
    wrongRange: (mark: string, near: string | undefined) =>
      `expected a range such as 1.., ..5 or 1..9 in ${mark}${near === undefined ? '' : `; did you mean ${near}?`}`,
    wrongSeconds: (mark: string, near: string | undefined) =>
      `expected seconds such as 5s in ${mark}${near === undefined ? '' : `; did you mean ${near}?`}`,
    noExpression: (why: string) => `not a regular expression: ${why}`,
    anchorInExpression: (part: string) =>
      `remove "${part}" from the regular expression: it always applies to the whole value`,
    unsupportedInExpression: (part: string) =>
      `"${part}" is not supported in a regular expression: it can take very long; use groups "(...)", classes "[...]", "|", "*", "+", "?" and "{n,m}"`,
    placeholderInExpression: (example: string) =>
      `a regular expression cannot hold a placeholder; write it beside the mark: ${example}`,
    largeExpression: (most: number) =>
      `expected a regular expression of at most ${most} characters with all its repetitions written out; use smaller numbers in "{n,m}"`,
    markSent: (mark: string) => `the mark ${mark} is not allowed in a stanza that is sent; use marks in patterns`,
    markLiteral: (mark: string) => `the mark ${mark} is not allowed in a literal value; use marks in patterns`,
    argumentNeeded: (mark: string, example: string) => `${mark} needs an argument: ${example}`,
    noArgument: (mark: string) => `${mark} takes no argument`,
    unknownMark: (mark: string) => `unknown placeholder ${mark}; expected an actor, a session, a column or a capture`,
    misspeltMark: (mark: string, near: string) => `unknown placeholder ${mark}; did you mean ${near}?`,
    homeless: (name: string, ns: string) =>
      `<${name}> has no xmlns, so it is in "${ns}", which does not define it; add its namespace`,
    suchAs: (message: string, ns: string) => `${message}, such as xmlns="${ns}"`,
    foreignNamespace: (ns: string, letter: string, nearest: Nearest) =>
      `no known standard defines the namespace "${ns}"${letter}${hint(nearest) || '; names that begin with urn:example: are free for use'}`,
    foreignName: (name: string, letter: string) => `no standard defines the name "${name}"${letter}; write it in ASCII`,
    withLetter: (letter: string, code: string) => ` with "${letter}" (U+${code})`,
  },
  {
    unknownStanza: (name, nearest) => `未知节“${name}”${hintZh(nearest) || '；请在“stanzas”下定义，或写出 XML'}`,
    inStanza: (name, message) => `在节“${name}”中：${message}`,
    tooMuchText: (most, mark, got) => `一个节中的 ${mark} 至多 ${most} 个字符，实际为 ${got} 个`,
    tooLong: (most, got, mark) => `节至多 ${most} 个字符，实际为 ${got} 个；长文本请用 ${mark}`,
    noElement: (got) => `应为名称或 XML 元素，实际为“${got}”`,
    notXml: (why) => `不是有效的 XML：${why}`,
    textAfter: '元素之后还有文本',
    prefixed: (name) => `属性不应有前缀，实际为“${name}”；其命名空间会丢失，请改用元素`,
    otherRoot: (expected, got, nearest) => `应为 ${expected}，实际为 <${got}>${hintZh(nearest)}`,
    otherNamespace: (expected, ns, got) => `${expected} 应在命名空间 ${ns} 中，实际在 ${got} 中`,
    markInNamespace: '命名空间中不能有占位符',
    wrongName: (got) => `名称应由字母、数字、“-”和“_”组成，实际为“${got}”`,
    nameOfActor: (name) => `名称“${name}”已用于角色；请另选`,
    nameOfColumn: (name) => `名称“${name}”已用于列；请另选`,
    nameOfLanguage: (name) => `名称“${name}”为场景语言所用；请另选`,
    markAsText: (mark) => `${mark} 应写作元素的文本，而不是在属性中`,
    markInAttribute: (mark) => `${mark} 应写在属性中，而不是文本中`,
    langElsewhere: (mark) => `${mark} 只能写在 xml:lang 中`,
    unclosed: (mark) => `占位符“${mark}”应以“}”结束`,
    tooEarly: (mark) => `${mark} 在被模式捕获之前就已使用`,
    notAlwaysCaptured: (mark) =>
      `${mark} 在此处可能没有值：它取自不一定到达的节；请在引用 MUST 的检查中捕获，并在“oneOf”中每种不带“ends”的结果中捕获`,
    wrongLength: (mark, nearest) => `${mark} 中应为数、limits.name 或 limits.group${hintZh(nearest)}`,
    markNotWhole: (mark) => `标记 ${mark} 必须是整个值`,
    marksBeside: (mark) => `请在 ${mark} 与它前面的标记之间写上文本，或用一个 ${'${re:...}'} 代替两者`,
    twoSets: (mark, other) => `一个元素只能有 ${mark} 或 ${other} 之一；请分写两次`,
    setOutside: (mark) => `${mark} 针对子元素：请写在另一个元素之内的元素中`,
    uniqueWithout: (mark) => `${mark} 需要一个取值必须各不相同的属性，如 jid="${'${any}'}"`,
    everyWithout: (mark) => `${mark} 需要每个此类元素都必须具有的内容：属性、文本或子元素`,
    keptFromSet: (mark, set) => `${mark} 不能在 ${set} 之内保留值：后者针对多个元素`,
    unknownElement: (mark, keeps, near) =>
      `${mark} 所比较的元素从未保留${near === undefined ? `；请在先前的模式中写 ${keeps}` : `；是否应为 ${near}？`}`,
    wrongRange: (mark, near) =>
      `${mark} 中应为范围，如 1..、..5 或 1..9${near === undefined ? '' : `；是否应为 ${near}？`}`,
    wrongSeconds: (mark, near) => `${mark} 中应为秒数，如 5s${near === undefined ? '' : `；是否应为 ${near}？`}`,
    noExpression: (why) => `不是正则表达式：“${why}”`,
    anchorInExpression: (part) => `请从正则表达式中去掉“${part}”：它总是与整个值比较`,
    unsupportedInExpression: (part) =>
      `正则表达式不支持“${part}”：它可能耗时极长；请用分组“(...)”、字符类“[...]”以及“|”、“*”、“+”、“?”、“{n,m}”`,
    placeholderInExpression: (example) => `正则表达式中不能有占位符；请写在标记旁边：${example}`,
    largeExpression: (most) => `展开所有重复后，正则表达式至多 ${most} 个字符；请减小“{n,m}”中的数`,
    markSent: (mark) => `要发送的节中不能有标记 ${mark}；标记只用于模式`,
    markLiteral: (mark) => `字面值中不能有标记 ${mark}；标记只用于模式`,
    argumentNeeded: (mark, example) => `${mark} 需要参数：${example}`,
    noArgument: (mark) => `${mark} 不带参数`,
    unknownMark: (mark) => `未知占位符 ${mark}；应为角色、会话、列或捕获的值`,
    misspeltMark: (mark, near) => `未知占位符 ${mark}；是否应为 ${near}？`,
    homeless: (name, ns) => `<${name}> 没有 xmlns，因而属于“${ns}”，而后者没有定义它；请加上其命名空间`,
    suchAs: (message, ns) => `${message}，如 xmlns="${ns}"`,
    foreignNamespace: (ns, letter, nearest) =>
      `已知标准都没有定义命名空间“${ns}”${letter}${hintZh(nearest) || '；以 urn:example: 开头的名称可自由使用'}`,
    foreignName: (name, letter) => `没有标准定义名称“${name}”${letter}；请用 ASCII 书写`,
    withLetter: (letter, code) => `，其中有“${letter}”(U+${code})`,
  },
);

/** A mistake in both languages. */
export const stanzaMistake = inBoth(STANZA_MISTAKES);

/** What the XML parser says, by its English words, and in Chinese. */
const XML_ZH: readonly (readonly [RegExp, string])[] = [
  [/^no element there$/, '没有元素'],
  [/^one element expected, (<.*>) follows (<.*>)$/, '只应有一个元素，而 $2 之后还有 $1'],
  [/^an end tag has no start tag$/, '结束标签没有对应的开始标签'],
  [/^unclosed tag: (.*)$/, '标签未闭合：$1'],
  [/^unexpected close tag[.:]?\s*(.*)$/, '结束标签与开始标签不符 $1'],
  [/^unmatched closing tag: (.*)$/, '结束标签没有对应的开始标签：$1'],
  [/^unbound namespace prefix: (.*)$/, '命名空间前缀未声明：$1'],
  [/^duplicate attribute: (.*)$/, '属性重复：$1'],
  [/^unquoted attribute value$/, '属性值没有加引号'],
  [/^attribute without value$/, '属性没有值'],
  [/^no whitespace between attributes$/, '属性之间没有空格'],
  [/^(?:undefined|disallowed) entity/, '未定义的实体；XMPP 只允许预定义的实体'],
  [/^disallowed character in (?:tag|attribute) name$/, '名称中有不允许的字符'],
  [/^disallowed character/, '不允许的字符'],
  [/^a comment is not allowed/, 'XMPP 不允许注释 (RFC 6120 11.1)'],
  [/^a processing instruction is not allowed/, 'XMPP 不允许处理指令 (RFC 6120 11.1)'],
  [/^a document type declaration is not allowed/, 'XMPP 不允许文档类型声明 (RFC 6120 11.1)'],
  [/^"&" begins no reference/, '“&”不是引用的开头；该字符请写作 &amp;'],
  [/^elements are nested deeper than (\d+)/, '元素嵌套超过 $1 层'],
  [/^an element has more than (\d+) attributes/, '元素的属性超过 $1 个'],
  [/^an element has more than (\d+) elements/, '元素中的元素超过 $1 个'],
  [/^an element has more than (\d+) characters/, '元素超过 $1 个字符'],
  [/^a (?:tag|name) has more than (\d+) characters/, '标签或名称超过 $1 个字符'],
];

/** Why XML cannot be read, by the message of the parser. Messages without a Chinese text say that it is not well-formed. */
export function xmlTrouble(message: string): Texts {
  const en = message.replace(/\.$/, '');
  const [pattern, zh = '格式不正确'] = XML_ZH.find(([words]) => words.test(en)) ?? [];
  return { en, zh: pattern === undefined ? zh : en.replace(new RegExp(`${pattern.source}.*`), zh).trim() };
}

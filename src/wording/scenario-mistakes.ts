// Mistakes in scenario files: what stands in them, and how it goes together. Those in a stanza are in `stanza-mistakes.ts`.

import { catalogue } from './catalogue.ts';
import { hint, hintZh, type Nearest } from './suggest.ts';
import { inBoth } from './texts.ts';

export const SCENARIO_MISTAKES = catalogue(
  {
    noFiles: 'expected scenario files (.yaml) in this directory, got none',
    otherEnding: 'expected a file name that ends in .yaml; rename it',
    linkBack: 'the link leads to a directory that is read already; remove it',
    noFile: 'expected a file, got something else',
    fileTooLarge: (most: number, got: number) => `expected a file of at most ${most} bytes, got ${got}`,
    removeLink: (what: string) => `${what}; remove it`,
    fileUnreadable: (code: string) => `the file cannot be read (${code})`,
    directoryUnreadable: (code: string) => `the directory cannot be read (${code})`,
    inRow: (message: string, row: string) => `${message} (in the row "${row}")`,
    andMore: (message: string, more: number) => `${message} (and ${more} more mistakes in this file)`,
    caseTwice: (id: string, where: string) => `duplicate case id ${id}; already at ${where}`,
    establishedTwice: (feature: string, where: string) => `"${feature}" is already established at ${where}; keep one`,
    uncited: (id: string) => `no check cites ${id}; cite it with "proves"`,
    unknown: (what: string, name: string, nearest: Nearest) => `unknown ${what} "${name}"${hint(nearest)}`,
    maybeInAnother: (message: string) =>
      `${message}${message.endsWith('?') ? ' If' : '; if'} another file has it under "requirements", name that file or its directory, too`,
    unknownColumnIn: (column: string, name: string, nearest: Nearest) =>
      `unknown column "${column}" in "${name}"${hint(nearest)}`,
    bindsClients: (id: string) =>
      `"${id}" binds clients, so no server meets or breaks it; cite what the server must do`,
    bindsServers: (id: string) => `"${id}" binds servers, and the cases of this suite test clients`,
    sendsToClient: (session: string) => `"${session}" is no session of a client under test; write "from"`,
    clientSendsNothing: (session: string) =>
      `"${session}" is the client under test, so no step decides what it sends; write "to", or "do"`,
    rawToClient: '"raw" is for what the server sends to the client under test; write "to"',
    clientReserved:
      'the name "client" is kept for the client under test, in suites with "role: client"; take another one',
    servedElsewhere: '"served" is for the client under test',
    onlyMay: (ids: string) =>
      `no server can break ${ids}, a MAY; cite a MUST or SHOULD as well, or write an outcome of "oneOf"`,
    onRemote: (action: string, name: string) =>
      `cannot ${action} in topology remote: "${name}" is on the remote domain`,
    notConnected: (action: string) => `cannot ${action}: it is not connected here`,
    connected: (action: string) => `cannot ${action}: it is already connected`,
    effectUnchecked: (verb: string) => `no expect checks the effects of this ${verb}; add one after it`,
    withinNeeded:
      'an expect after a cut or a restart needs "within" until the servers are "reached": no fence crosses the servers before that',
    silenceAfterDrop:
      'an expect after a drop must require a stanza: a fence cannot prove silence after a broken connection',
    tooManySessions: (most: number, got: number) => `expected at most ${most} actors and sessions, got ${got}`,
    tooLongWait: (most: number, got: number) => `a case can wait "within" at most ${most} s, got ${got} s`,
    topologyTwice: (topology: string) => `duplicate topology "${topology}"; remove one`,
    stanzaUnused: (name: string) => `the stanza "${name}" is not used; use it or remove it`,
    titleTooLong: (most: number, got: number) => `expected a title of at most ${most} characters, got ${got}`,
    columnInTitle: (column: string) => `unknown column ${column} in the title; a title can hold columns only`,
    sectionWithoutName: (section: string) => `write a section of RFC 6121 without its name: "${section}"`,
    folderNoSection: (got: string) =>
      `expected a folder named after a section such as 2.3, A.2.1 or XEP-0280 9, got "${got}"; add the key "section"`,
    noSection: (got: string, nearest: Nearest) =>
      `expected a section such as 2.3, A.2.1 or XEP-0280 9, got "${got}"${hint(nearest)}`,
    unusedWord: (word: string) => `no column has the value "${word}"; remove it, or write it as the row does`,
    priorityNeeds: (presence: string) =>
      `"priority" needs presence available, got presence "${presence}"; write <priority> in the XML`,
    priorityOfNone: '"priority" needs presence available, got presence "none"; remove one of them',
    accountExpected: (got: string) =>
      `expected fresh, unused, absent, domain or the name of a special account, got "${got}"`,
    domainNoContact: (name: string) =>
      `"${name}" is the remote domain itself, so it must be a contact; write topologies: [remote]`,
    specialElsewhere: (name: string, account: string) =>
      `"${name}" is on the other domain, so the target cannot set up its account "${account}"`,
    absentSessions: (name: string) =>
      `the account of "${name}" is absent, so it can have no sessions; write ${name}: {} under "actors"`,
    contactsAlone: '"contacts" needs topology remote or federated; add it to "topologies", or remove "contacts"',
    noUser: 'expected at least one actor that is not a contact: it has an account on the server',
    sameActor: (key: string) => `expected two different actors in "${key}"`,
    cellStatesAll: (keys: string) => `"cell" states all expected stanzas; remove ${keys}`,
    cellStatesStates: (keys: string) => `"cell" states the expected states; remove ${keys}`,
    preApprovalIdle: (cell: string) => `pre-approval has no effect in the cell "${cell}"; remove "pre-approved"`,
    cellNeedsSend: (cell: string, type: string, sender: string) =>
      `the cell "${cell}" needs a send of <presence type="${type}"/> by "${sender}" before it`,
    cellNeedsMessage: (cell: string) => `the cell "${cell}" needs a send of a <message/> to an actor before it`,
    cellRemote: (cell: string) => `no local contact can cause the cell "${cell}"; write topologies: [remote]`,
    cellNeedsGiven: (cell: string, state: string) => `the cell "${cell}" needs "given" with the state "${state}"`,
    cellOtherState: (cell: string, state: string, given: string) =>
      `the cell "${cell}" is for the state "${state}", but "given" has "${given}"`,
    unknownKind: (message: string) => `${message}; expected iq, message or presence`,
    typeProvesNeedsType: (condition: string) =>
      `"typeProves" needs "type": RFC 6120 names no single type for ${condition}`,
    typeNeedsProof: (condition: string) =>
      `"type" needs "typeProves": no requirement in spec/ covers the error type of ${condition}`,
    typeProvesAlone: '"typeProves" needs "error"; for a stanza use "and"',
    noAlternative: 'expected at least one alternative, got none',
    expectUncited: 'a check without a requirement: this expect cites none; add "proves" to it or to a session',
    checkUncited: 'a check without a requirement: expected the key "proves" with a requirement id',
    besideError: (key: string) => `unknown key "${key}" in "error"; write it beside "error", not inside`,
    outcomesMay:
      'every permitted outcome requires a stanza that is only a MAY; give one outcome that a server without this option can have',
    namedTwice: (session: string, name: string) =>
      `"${session}" is named beside "oneOf" and in the alternative "${name}"; keep one`,
    noSession: (key: string, known: string) =>
      `unknown key "${key}"; expected a session such as juliet/balcony, or ${known}`,
    noNamespace: 'expected a namespace without spaces after "disco:", such as disco:urn:xmpp:ping',
    needsTwoServers: '"network" needs two servers; write topologies: [federated]',
    unknownTable: (name: string, nearest: Nearest, known: string) =>
      `unknown table "${name}"${hint(nearest) || `; expected ${known}`}`,
    tooManyColumns: (most: number, got: number) => `expected at most ${most} columns, got ${got}`,
    tooLargeTable: (most: number) => `all rows together have more than ${most} characters; split the file`,
    columnName: (got: string) => `expected a column name of letters, digits, "-" and "_", got "${got}"`,
    missingColumn: (column: string, row: string) =>
      `column "${column}" is missing in the row "${row}"; all rows have the same columns`,
    unknownColumn: (column: string, nearest: Nearest) =>
      `unknown column "${column}"${hint(nearest) || '; all rows have the columns of the first row'}`,
    rowUnnamed: 'expected a name for the row, got an empty text',
    rowNameTooLong: (most: number, got: number) => `expected a name of at most ${most} characters, got ${got}`,
    rowTwice: (slug: string, line: number) => `duplicate case id [${slug}]; the row in line ${line} has the same id`,
    columnUnused: (column: string, mark: string) => `the column "${column}" is not used; write ${mark} or remove it`,
    otherSpecification: (got: string) =>
      `expected another specification than RFC 6121, such as "XEP-0280 9", got "${got}"`,
    sectionNeeded: (got: string) =>
      `expected the key "section" with another specification than RFC 6121, such as "XEP-0280 9", because the file belongs to "${got}"`,
    requirementTwice: (id: string, where: string) => `duplicate requirement ${id}; already at ${where}`,
    requirementOurs: (id: string) =>
      `"${id}" is a requirement of xmppspec; cite it without an entry, or choose another id`,
    requirementAsOurs: (beginning: string) =>
      `ids that begin with "${beginning}" are those of xmppspec; begin with your specification, such as xep0199-4.1-a`,
    requirementIsFeature: (id: string) => `"${id}" is a feature; choose another id, such as ${id}-a`,
    noSpecification: (got: string) =>
      `expected a specification without a section, and another one than RFC 6121, such as XEP-0191, got "${got}"`,
    suiteOurs: (name: string) => `"${name}" is the suite of xmppspec; choose another name, such as xep0191`,
    featureOurs: (name: string) => `"${name}" is a feature of RFC 6121; choose another name`,
    featureTwice: (name: string) => `duplicate feature "${name}"; remove one`,
    noSectionHere: (got: string) =>
      `expected a section of the specification such as 3.3, or one of another than RFC 6121, such as "XEP-0280 9", got "${got}"`,
  },
  {
    noFiles: '该目录中应有场景文件 (.yaml)，实际没有',
    otherEnding: '文件名应以 .yaml 结尾；请改名',
    linkBack: '链接指向已读取的目录；请去掉',
    noFile: '应为文件，实际不是',
    fileTooLarge: (most, got) => `文件至多 ${most} 字节，实际为 ${got} 字节`,
    removeLink: (what) => `${what}；请去掉`,
    fileUnreadable: (code) => `无法读取该文件 (${code})`,
    directoryUnreadable: (code) => `无法读取该目录 (${code})`,
    inRow: (message, row) => `${message}（在“${row}”行）`,
    andMore: (message, more) => `${message}（此文件另有 ${more} 处错误）`,
    caseTwice: (id, where) => `用例标识 ${id} 重复；已见于 ${where}`,
    establishedTwice: (feature, where) => `“${feature}”已由 ${where} 确立；请只留一处`,
    uncited: (id) => `没有检查引用 ${id}；请用“proves”引用`,
    unknown: (what, name, nearest) => `未知${what}“${name}”${hintZh(nearest)}`,
    maybeInAnother: (message) => `${message}；如果它在另一个文件的“requirements”中，请同时给出该文件或其目录`,
    unknownColumnIn: (column, name, nearest) => `“${name}”中的列“${column}”未知${hintZh(nearest)}`,
    bindsClients: (id) => `“${id}”约束客户端，服务器谈不上遵守或违反；请引用对服务器的要求`,
    bindsServers: (id) => `“${id}”约束服务器，而本套件的用例测试客户端`,
    sendsToClient: (session) => `“${session}”不是被测客户端的会话；请写“from”`,
    clientSendsNothing: (session) => `“${session}”是被测客户端，步骤不能决定它发送什么；请写“to”或“do”`,
    rawToClient: '“raw”用于服务器发给被测客户端的内容；请写“to”',
    clientReserved: '名称“client”留给被测客户端，用于写有“role: client”的套件；请换一个名称',
    servedElsewhere: '“served”只用于被测客户端',
    onlyMay: (ids) => `${ids}是 MAY，服务器无从违反；请同时引用 MUST 或 SHOULD，或写作“oneOf”的一种结果`,
    onRemote: (action, name) => `在 remote 拓扑中不能${action}：“${name}”位于远程域`,
    notConnected: (action) => `不能${action}：它此时未连接`,
    connected: (action) => `不能${action}：它已经连接`,
    effectUnchecked: (verb) => `没有 expect 检查这个 ${verb} 的结果；请在其后加一个`,
    withinNeeded: 'cut 或 restart 之后、reached 之前的 expect 需要“within”：此前没有栅栏能跨越两台服务器',
    silenceAfterDrop: 'drop 之后的 expect 必须要求有节到达：连接断开之后，栅栏不能证明没有节',
    tooManySessions: (most, got) => `角色与会话至多 ${most} 个，实际有 ${got} 个`,
    tooLongWait: (most, got) => `一个用例的“within”至多等待 ${most} 秒，实际为 ${got} 秒`,
    topologyTwice: (topology) => `拓扑“${topology}”重复；请去掉一个`,
    stanzaUnused: (name) => `节“${name}”未被使用；请使用或去掉`,
    titleTooLong: (most, got) => `标题至多 ${most} 个字符，实际为 ${got} 个`,
    columnInTitle: (column) => `标题中的列 ${column} 未知；标题中只能有列`,
    sectionWithoutName: (section) => `RFC 6121 的章节不必写出其名称：“${section}”`,
    folderNoSection: (got) => `文件夹应以章节命名，如 2.3、A.2.1 或 XEP-0280 9，实际为“${got}”；请加上键“section”`,
    noSection: (got, nearest) => `应为章节，如 2.3、A.2.1 或 XEP-0280 9，实际为“${got}”${hintZh(nearest)}`,
    unusedWord: (word) => `没有哪一列的值是“${word}”；请去掉，或按行中的写法书写`,
    priorityNeeds: (presence) => `“priority”需要 presence 为 available，实际为“${presence}”；请在 XML 中写 <priority>`,
    priorityOfNone: '“priority”需要 presence 为 available，实际为“none”；请去掉其中之一',
    accountExpected: (got) => `应为 fresh、unused、absent、domain 或特殊账户的名称，实际为“${got}”`,
    domainNoContact: (name) => `“${name}”即远程域本身，因而必须是联系人；请写 topologies: [remote]`,
    specialElsewhere: (name, account) => `“${name}”位于另一个域，被测服务器无法设置其账户“${account}”`,
    absentSessions: (name) => `“${name}”的账户不存在，因而不能有会话；请在“actors”下写 ${name}: {}`,
    contactsAlone: '“contacts”需要 remote 或 federated 拓扑；请将其加入“topologies”，或去掉“contacts”',
    noUser: '至少应有一个不是联系人的角色：它在被测服务器上有账户',
    sameActor: (key) => `“${key}”中应为两个不同的角色`,
    cellStatesAll: (keys) => `“cell”已说明全部应到的节；请去掉${keys}`,
    cellStatesStates: (keys) => `“cell”已说明应有的状态；请去掉${keys}`,
    preApprovalIdle: (cell) => `预批准对单元“${cell}”没有影响；请去掉“pre-approved”`,
    cellNeedsSend: (cell, type, sender) => `单元“${cell}”之前需要由“${sender}”发送 <presence type="${type}"/>`,
    cellNeedsMessage: (cell) => `单元“${cell}”之前需要向某个角色发送 <message/>`,
    cellRemote: (cell) => `本地联系人无法引起单元“${cell}”的情形；请写 topologies: [remote]`,
    cellNeedsGiven: (cell, state) => `单元“${cell}”需要“given”，其状态为“${state}”`,
    cellOtherState: (cell, state, given) => `单元“${cell}”用于状态“${state}”，而“given”为“${given}”`,
    unknownKind: (message) => `${message}；应为 iq、message 或 presence`,
    typeProvesNeedsType: (condition) => `“typeProves”需要“type”：RFC 6120 没有为 ${condition} 规定单一的类型`,
    typeNeedsProof: (condition) => `“type”需要“typeProves”：spec/ 中没有要求涉及 ${condition} 的错误类型`,
    typeProvesAlone: '“typeProves”需要“error”；对节请用“and”',
    noAlternative: '至少应有一种结果，实际没有',
    expectUncited: '检查没有引用要求：这个 expect 未引用任何要求；请为它或某个会话加上“proves”',
    checkUncited: '检查没有引用要求：应有键“proves”，其值为要求的标识',
    besideError: (key) => `“error”中的键“${key}”未知；请写在“error”旁边，而不是其中`,
    outcomesMay: '每种允许的结果所要求的节都只是 MAY；请为不采用该选项的服务器给出一种结果',
    namedTwice: (session, name) => `“${session}”在“oneOf”旁边和结果“${name}”中都有；请只留一处`,
    noSession: (key, known) => `未知的键“${key}”；应为会话，如 juliet/balcony，或 ${known}`,
    noNamespace: '“disco:”之后应为不含空格的命名空间，如 disco:urn:xmpp:ping',
    needsTwoServers: '“network”需要两台服务器；请写 topologies: [federated]',
    unknownTable: (name, nearest, known) => `未知表“${name}”${hintZh(nearest) || `；应为${known}`}`,
    tooManyColumns: (most, got) => `至多 ${most} 列，实际有 ${got} 列`,
    tooLargeTable: (most) => `所有行合计超过 ${most} 个字符；请拆分文件`,
    columnName: (got) => `列名应由字母、数字、“-”和“_”组成，实际为“${got}”`,
    missingColumn: (column, row) => `“${row}”行缺少列“${column}”；所有行的列相同`,
    unknownColumn: (column, nearest) => `未知列“${column}”${hintZh(nearest) || '；所有行的列与第一行相同'}`,
    rowUnnamed: '行应有名称，实际为空文本',
    rowNameTooLong: (most, got) => `名称至多 ${most} 个字符，实际为 ${got} 个`,
    rowTwice: (slug, line) => `用例标识 [${slug}] 重复；第 ${line} 行有相同的标识`,
    columnUnused: (column, mark) => `列“${column}”未被使用；请写 ${mark} 或去掉该列`,
    otherSpecification: (got) => `应为 RFC 6121 以外的规范，如“XEP-0280 9”，实际为“${got}”`,
    sectionNeeded: (got) => `应有键“section”，其值为 RFC 6121 以外的规范，如“XEP-0280 9”，因为该文件属于“${got}”`,
    requirementTwice: (id, where) => `要求 ${id} 重复；已见于 ${where}`,
    requirementOurs: (id) => `“${id}”是 xmppspec 自有的要求；请直接引用，或另选标识`,
    requirementAsOurs: (beginning) => `以“${beginning}”开头的标识由 xmppspec 使用；请以所属规范开头，如 xep0199-4.1-a`,
    requirementIsFeature: (id) => `“${id}”是一项特性；请另选标识，如 ${id}-a`,
    noSpecification: (got) => `应为 RFC 6121 以外的规范，不带章节，如 XEP-0191，实际为“${got}”`,
    suiteOurs: (name) => `“${name}”是 xmppspec 自有的套件；请另选名称，如 xep0191`,
    featureOurs: (name) => `“${name}”是 RFC 6121 的特性；请另选名称`,
    featureTwice: (name) => `特性“${name}”重复；请去掉一个`,
    noSectionHere: (got) => `应为该规范的章节，如 3.3，或 RFC 6121 以外规范的章节，如“XEP-0280 9”，实际为“${got}”`,
  },
);

/** A mistake in both languages. */
export const scenarioMistake = inBoth(SCENARIO_MISTAKES);

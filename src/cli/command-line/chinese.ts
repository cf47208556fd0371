// The help in Chinese. A test compares it with the table of commands, so that no text is missing.

import type { TranslatedCommand, Translation } from './help.ts';

const SELECTORS =
  '选择器可以是用例标识或通配符（rfc6121/2.3/**）、章节（2.3.3、2、A）、拓扑（local、remote、federated）、要求标识或 RFC 6121 第 12 章的特性（roster-push）。多个选择器取并集。场景文件（.yaml）及其目录增加可供选择的用例；不带选择器时，选择其中的全部用例，且仅限这些用例。与选择器同名的目录写作 ./2.3。';

const COMMANDS: Readonly<Record<string, TranslatedCommand>> = {
  run: {
    describe: '对一台服务器运行用例',
    positionals: { selector: '要运行的用例' },
    epilogs: [
      SELECTORS,
      '退出码：0 一切符合预期；1 有基线未列出的用例失败，或基线所列已消失；2 用法错误、所选内容均无法运行，或报告无法写入；3 没有失败，但部分结果无法判定，且基线未列出。',
    ],
    examples: [
      '在内置的参考服务器上运行全部用例',
      '在为本次运行启动的 prosody 上运行第 2 章',
      '用两个已有账户测试一项特性（它们的名册会被清空）',
    ],
  },
  list: { describe: '列出用例', positionals: { selector: '要列出的用例' }, epilogs: [SELECTORS] },
  explain: {
    describe:
      '解释一项要求（文本、条款、检查它的用例）、一项裁定（如 R1）、一个用例（角色、步骤、要求）、一个章节、一项特性、一种结果、一个问题（以其代号），或报告用语（如 fence、rosterless）',
    positionals: { id: '标识或名称', file: '在随附场景之外读取的场景文件或其目录' },
    examples: ['一项要求', '一个章节', '一项特性', '一种结果', '一个特殊账户，以及在配置文件中的写法'],
  },
  coverage: {
    describe: '按章、特性和级别统计已检查的可观察要求，并列出其余要求',
    positionals: { file: '在随附场景之外读取的场景文件或其目录' },
  },
  validate: { describe: '检查场景文件或其目录；不带参数时检查随附的场景', positionals: { file: '文件或目录' } },
  doctor: {
    describe: '检查目标有哪些可用、缺少什么，以及可以运行多少用例',
    positionals: { selector: '要统计的用例' },
    epilogs: [SELECTORS, '退出码：没有检查失败为 0，否则为 3。'],
    examples: ['选项与随后的运行相同'],
  },
  explore: {
    describe: '没有人写过的随机演练，由标准的模型判定',
    epilogs: [
      '退出码：0 一切符合预期；1 有基线未列出的演练失败；2 用法错误，或报告无法写入；3 没有失败，但部分结果无法判定。',
    ],
    examples: [
      '与本地联系人和远程联系人各 100 次',
      '200 次，联系人全部在 ejabberd 上',
      '重复其中一次：其标识说明一切',
      '把失败的最短演练写成场景',
    ],
  },
  client: {
    describe: '对一个 XMPP 客户端运行用例：client -- COMMAND ARGS',
    positionals: { selector: '要运行的用例' },
    epilogs: [
      '每次登录启动一次 COMMAND，其环境变量有 XMPP_JID、XMPP_PASSWORD、XMPP_HOST、XMPP_PORT、XMPP_TLS 和 XMPP_CA。它登录、请求名册并发送表示，所发内容由工具判定。驱动还能从标准输入接受指令，并以 JSON 应答；见 docs/client-driver.md。',
      SELECTORS,
      '退出码：0 一切符合预期；1 有基线未列出的用例失败，或基线所列已消失；2 用法错误，或所选内容均无法运行；3 无法测试该客户端，或部分结果无法判定。',
    ],
    examples: ['在由 python3 bot.py 启动的客户端上运行全部用例', '一个章节，实时显示收发的节'],
  },
  mutants: {
    describe: '在各违反一条规则的参考服务器上测试本套用例；每一台都必须被发现',
    positionals: { selector: '要测试的变异体' },
    epilogs: ['选择器可以是变异体标识或通配符、要求标识或章节。'],
  },
  merge: {
    describe: '合并各分片的 JSON 报告，或将一份 JSON 报告改写为其他形式或语言',
    positionals: { file: 'JSON 报告' },
    epilogs: ['退出码：与一次得到这些结果的运行相同；有用例未运行时为 3。'],
    examples: ['在 run --shard 1/3、2/3 和 3/3 之后', '写成网页，并供 CI 使用', '把一份报告写成中文网页'],
  },
  diff: {
    describe: '比较两份 JSON 报告：变差、变好、新增、消失的内容；有变差时退出码为 1',
    positionals: { old: '较早的 JSON 报告', new: '较新的 JSON 报告' },
  },
  bug: {
    describe: '把 JSON 报告中的一个问题写成 Markdown，供提交到服务器的缺陷跟踪系统；不给 FINDING 时列出全部问题',
    positionals: { report: '--reporter json=FILE 的文件', finding: '问题的代号，或它违反的要求' },
    examples: ['列出各个问题及其代号', '把其中之一写成缺陷报告'],
  },
  matrix: {
    describe: '并列比较多台服务器或多个版本的 JSON 报告',
    positionals: { file: 'JSON 报告' },
    examples: ['输出文本和网页'],
  },
  federate: {
    describe: '单独运行每台服务器，并运行每个有序的服务器对；写出一张结果表',
    positionals: { server: '配置文件中的名称、要启动的服务器，或 xmpp://host[:port]' },
    epilogs: [
      SELECTORS,
      '退出码：有运行失败为 1；否则有运行无法判定或有服务器对无法测试为 3；用法错误或所选内容均无法运行为 2；一切符合预期为 0。',
    ],
    examples: ['三台服务器，每次运行时启动', '对配置文件中的三台服务器运行第 3 章'],
  },
  site: {
    describe: '写出静态站点：多台服务器的记分板、各自的页面、徽标和历史',
    positionals: {
      directory: '要写入的目录',
      file: 'JSON 报告：FILE、LABEL=FILE，或 federate 写出的目录；同一标签的多份报告是其历史',
    },
    examples: ['两台服务器', '两个版本，其中一个带历史', 'federate -o event 写出的全部内容'],
  },
  serve: { describe: '运行参考服务器，作为客户端的测试替身，供手动试用或在客户端的测试中使用' },
  clean: { describe: '清除中断的运行留下的账户和目录' },
  completion: {
    describe: '输出脚本，用于在 bash、zsh 或 fish 中补全命令、选项、目标、用例和问题的代号，通过 npx 运行时也可以',
    positionals: { shell: 'shell 的名称' },
    examples: ['写入 ~/.bashrc', '写入 ~/.zshrc，在 compinit 之后', '用于 fish，执行一次'],
  },
};

const OPTIONS: Readonly<Record<string, string>> = {
  account: '已有账户，写作 jid[:password]，可重复；其名册会被清空。未给出密码时使用 XMPPSPEC_PASSWORD，或在终端上询问',
  accounts: 'lent：由运行建立的账户轮流借给各用例，其间清理；fresh：每个用例使用新账户 [默认：lent]',
  admin: '管理员，写作 jid[:password]，负责添加和删除账户 (XEP-0133)',
  'at-once': '同时进行的运行次数；不由工具启动的服务器不会同时出现在两次运行中 [默认：处理器数加一，因为运行多在等待]',
  bail: '有 N 个用例失败后停止',
  baselines:
    '已知失败的目录，其中的失败不使运行失败：单独一台服务器为 NAME.yaml，一对为 NAME+NAME.yaml；默认用配置文件中的文件',
  baseline: '已知失败的文件；其中的失败不使运行失败',
  ca: '签发服务器证书的机构的 PEM 文件',
  cases: '用例的选择器，可重复 [默认：全部]',
  config: '配置文件 [默认：xmppspec.config.yaml，若存在]',
  'create-account': '建立账户的 shell 命令：{user} {domain} {password}',
  domain: '服务器的域，若与其主机名不同',
  exclude: '要排除的用例的选择器，可重复',
  'fail-on-skipped': '有用例被跳过时以 1 退出',
  html: '同时将网页写入该文件',
  insecure: '接受任何证书',
  jobs: '同时运行的用例数 [默认：16；应答较慢时最多 96]',
  json: '输出 JSON',
  lang: '报告、帮助和错误信息的语言 [默认：按 locale]',
  'max-accounts': '服务器不删除账户时至多建立的账户数 [默认：40；名册也无法清空时：3000]',
  mode: 'relaxed：节延迟到达并互相超越；noisy：模块自行发送内容并添加扩展；overriding：更改资源和优先级 [默认：都不]',
  mutant: '带故障的服务：变异体标识，或退化服务器的名称',
  peer: '第二台服务器，写法同 --target，或配置文件“peers”下的名称；两台须都由工具启动，或都已在运行',
  'peer-account': '对端的已有账户，写作 jid[:password]，可重复；其名册会被清空',
  'peer-accounts': '由运行在对端建立的账户，同 --accounts',
  'peer-admin': '对端的管理员，写作 jid[:password]',
  'peer-ca': '签发对端证书的机构的 PEM 文件',
  'peer-create-account': '在对端建立账户的 shell 命令',
  'peer-domain': '对端的域，若与其主机名不同',
  'peer-insecure': '接受对端的任何证书',
  'peer-plaintext': '与对端不使用 TLS；仅限回环地址',
  'peer-proof':
    '由工具启动的两台服务器如何相互证明自己的域：用证书，或只用回拨 (XEP-0220) [默认：certificates；有参考服务器时为 dialback，它只支持回拨]',
  'peer-provision': '如何取得对端的账户，同 --provision',
  'peer-remove-account': '在对端删除账户的 shell 命令',
  'peer-server-command': '启动对端的 shell 命令，同 --server-command',
  'peer-server-log': '保存对端输出的文件 [默认：xmppspec-peer-server.log]',
  host: '监听的地址',
  output: '合并后的 JSON 报告的文件 [默认：标准输出，除非给出 --reporter]',
  plaintext: '不使用 TLS；仅限回环地址',
  port: '监听的端口；0 表示任选一个空闲端口',
  provision:
    '如何取得账户 [默认：有 --account 为 fixed，有 --admin 为 admin，有 --create-account 为 command，否则为 in-band]',
  reason: '配合 --update-baseline：尚无原因的条目的原因',
  remote:
    'component://host:port/remote.domain (XEP-0114)：扮演一个远程域；密钥放在 XMPPSPEC_REMOTE_SECRET 中。{shard} 表示 --shard 的序号',
  'remove-account': '删除账户的 shell 命令：{user} {domain}',
  repeat: '每个用例运行 N 次；判定不一致的用例计为无法判定',
  reporter:
    '要写的报告，可重复：console、line、junit、junit-strict、json、html、features（Markdown）、markdown（供粘贴）、github，或自己的模块的路径（./mine.js） [默认：console]',
  'server-command': '启动 --target 处服务器的 shell 命令：运行会等待它，结束时停止其所有进程',
  'server-log': '保存该服务器输出的文件 [默认：xmppspec-server.log]',
  shard:
    'I/N：从第 I 个起，每 N 个用例（及 --account）取一个；用 merge 合并报告。index 或 index/N：I 取自 CI 系统（JOB_COMPLETION_INDEX、CI_NODE_INDEX 和 CI_NODE_TOTAL、CIRCLE_NODE_INDEX 和 _TOTAL、BUILDKITE_PARALLEL_JOB 和 _JOB_COUNT）',
  explore:
    '另外进行 N 次随机演练，其中一半涉及远程联系人（有 --peer 时全部在对端），由标准的模型判定（见 `xmppspec explore`）',
  minutes: '继续使用后面的种子，直到有演练失败或时间用完',
  plays: '随机演练的次数，其中一半涉及远程联系人；有 --peer 时，联系人全部在对端',
  seed: '配合 --explore：随机演练的种子 [默认：1]',
  write: '配合随机演练：存放目录，每种失败的最短演练写成一个场景文件',
  shuffle: '以此种子随机排列用例的次序',
  side: '启动两台服务器，将故障放在这一侧；运行联邦用例',
  single: '配合 --peer：单独一台服务器的 JSON 报告，可重复；失败会指向其中的同一行，只有这一对才出现的失败排在最前',
  'last-failed': '只运行从此目录进行的上一次运行中失败、警告或无法判定的用例（记录在状态目录中）',
  strict: '把警告算作失败',
  suite: '用来代替 rfc6121 的套件，可重复：场景目录、rfc6121，或已安装的软件包 xmppspec-suite-NAME 的 NAME',
  target:
    '被测服务器：reference、prosody、ejabberd、jabberd2、prosody-debian、ejabberd-debian、reference-relaxed、reference-noisy、reference-overriding、配置文件中的名称，或 xmpp://host[:port] [默认：配置文件中唯一的目标，或标有“default: true”的目标；没有配置文件时为 reference]',
  timeout: '每次等待的时限，单位毫秒',
  tls: '客户端如何使用 TLS：starttls：可以请求；direct：端口一开始即为 TLS；none：没有。XMPP_CA 指出证书颁发机构的文件',
  trace:
    '显示每个用例收发的节，每个一行；与 -j 1 合用时实时显示。--trace=all：把每个用例（包括通过的）的节各存为一个文件，放在 --trace-dir 下',
  'trace-dir': '--trace=all 的目录',
  'update-baseline': '把当前的失败写入 --baseline；新条目须补写原因',
  verbose: '显示每个未通过的用例及其收发记录，以及全部表格；配合 --trace 还显示准备和栅栏，-vv 完整显示每个节',
  resume: '保留目录中已完成的运行，只进行其余的',
  since: '上一次活动的目录，结果表显示与它的差别 [默认：目录中原有的结果]',
  title: '活动的名称，用于页面',
  wait: '等待正在启动的服务器应答的秒数 [默认：0；由命令启动服务器时为 60]',
};

/** Options that mean something else for a command. */
const OTHERS: Readonly<Record<string, string>> = {
  'client jobs': '同时运行的客户端数 [默认：4]',
  'client timeout': '每次等待（包括登录）的时限，单位毫秒',
  'mutants jobs': '分担变异体的进程数',
  'mutants shard': 'I/N 或 index/N：从第 I 个起，每 N 个变异体取一个',
  'merge reporter': 'NAME[=PATH]，可重复：同 run 的报告形式',
  'merge verbose': '显示每个未通过的用例及其收发记录，以及全部表格',
  'federate output': '存放结果表（index.html，以及供 site 使用的 index.json）和每对服务器的报告的目录',
  'explore seed': '相同的种子，相同的演练 [默认：新的种子]',
  'serve domain': '提供服务的域 [默认：xmppspec.localhost]',
  'serve account': '账户，写作 NAME:PASSWORD，可重复',
  'serve open': '首次登录即创建账户；只提供 PLAIN',
  'serve tls': '客户端可以请求（starttls）、必须请求（required）、一开始就使用（direct）或不使用（none）TLS',
  'serve ca': '写入证书颁发机构（PEM）的文件，供客户端信任',
  'serve cert': '含服务器证书（PEM）的文件，与 --key 同用',
  'serve key': '含 --cert 之密钥（PEM）的文件',
  'serve json': '每行一个 JSON：标准输出为事件，标准输入为命令；输入结束即结束',
  'serve follow': '显示每次登录和每个节',
};

export const CHINESE: Translation = {
  about: '测试 XMPP 服务器是否符合 RFC 6121 和 YD/T 2936-2015。',
  commands: COMMANDS,
  optionText: (command, option) => OTHERS[`${command} ${option}`] ?? OPTIONS[option],
};

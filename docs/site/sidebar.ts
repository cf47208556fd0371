// The pages of the site by group, for the sidebar. A test holds that every page of docs/ is here.

type Language = 'en' | 'zh';

/** Groups of pages: a title in each language, and the names of the pages. */
const GROUPS: readonly (readonly [en: string, zh: string, pages: readonly string[]])[] = [
  ['Begin', '开始', ['readme', 'tour', 'targets', 'reading-a-report', 'exit-codes', 'names']],
  [
    'Use it',
    '使用',
    ['ci', 'baselines', 'two-servers', 'interop-event', 'html-report', 'limits', 'test-double', 'client-driver'],
  ],
  ['Trust it', '为什么可信', ['how-it-judges', 'rulings', 'decisions/index']],
  ['Extend it', '扩展', ['scenarios', 'library', 'source', 'contributing', 'security', 'changes']],
];

/** Pages that exist in English only. */
const ENGLISH_ONLY: readonly string[] = ['decisions/index', 'source', 'contributing', 'security', 'changes'];

/** Titles of the sidebar. */
const TITLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    readme: 'Overview',
    tour: 'A tour in pictures',
    targets: 'Servers and accounts',
    'reading-a-report': 'Reading a report',
    'exit-codes': 'Exit codes',
    names: 'Names in the output',
    ci: 'In CI',
    baselines: 'Baselines',
    'two-servers': 'Two servers',
    'interop-event': 'Interop events',
    'html-report': 'The HTML report',
    limits: 'Limits of servers',
    'test-double': 'For tests of clients',
    'client-driver': 'Testing a client',
    'how-it-judges': 'How it judges',
    rulings: 'Rulings',
    'decisions/index': 'Decisions',
    scenarios: 'Writing scenarios',
    library: 'From a program',
    source: 'The source',
    contributing: 'Contributing',
    security: 'Security',
    changes: 'Changes',
  },
  zh: {
    readme: '概览',
    tour: '图说',
    targets: '服务器与账户',
    'reading-a-report': '阅读报告',
    'exit-codes': '退出码',
    names: '输出中的名称',
    ci: '在 CI 中',
    baselines: '基线',
    'two-servers': '两台服务器',
    'interop-event': '互通测试活动',
    'html-report': 'HTML 报告',
    limits: '服务器的限制',
    'test-double': '供客户端测试使用',
    'client-driver': '测试客户端',
    'how-it-judges': '如何判定',
    rulings: '裁定',
    'decisions/index': '设计决定（英文）',
    scenarios: '编写场景',
    library: '在程序中使用',
    source: '源代码（英文）',
    contributing: '参与贡献（英文）',
    security: '安全（英文）',
    changes: '变更（英文）',
  },
};

const sidebar = (lang: Language) =>
  GROUPS.map(([en, zh, pages]) => ({
    text: lang === 'en' ? en : zh,
    items: pages.map((page) => {
      const folder = lang === 'zh' && !ENGLISH_ONLY.includes(page) ? '/zh/' : '/';
      return { text: TITLES[lang][page] ?? page, link: `${folder}${page.replace(/index$/, '')}` };
    }),
  }));

/** The sidebar of each language. */
export const sidebars = { en: sidebar('en'), zh: sidebar('zh') };

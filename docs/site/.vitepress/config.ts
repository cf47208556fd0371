// The documentation site. `npm run docs` writes its pages from README.md, docs/ and the manuals, and then builds it.

import { sidebars } from '../sidebar.ts';

const labels = {
  en: {
    label: 'English',
    lang: 'en',
    nav: [
      { text: 'Install', link: '/readme' },
      { text: 'Your own server', link: '/targets' },
    ],
  },
  zh: {
    label: '中文',
    lang: 'zh-CN',
    nav: [
      { text: '安装', link: '/zh/readme' },
      { text: '测试自己的服务器', link: '/zh/targets' },
    ],
  },
};

/** The words of the theme in Chinese. */
const ZH = {
  outline: { label: '本页目录', level: [2, 3] },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '返回顶部',
  langMenuLabel: '语言',
};

const ZH_SEARCH = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    displayDetails: '显示详情',
    resetButtonTitle: '清除',
    backButtonTitle: '关闭',
    noResultsText: '没有结果：',
    footer: { selectText: '选择', navigateText: '移动', closeText: '关闭' },
  },
};

/** What is used of markdown-it. */
interface Markdown {
  readonly renderer: {
    readonly rules: { code_inline?: (tokens: readonly { readonly content: string }[], at: number) => string };
  };
  readonly utils: { readonly escapeHtml: (text: string) => string };
}

export default {
  title: 'xmppspec',
  description: 'Conformance tests for XMPP servers: RFC 6121 and YD/T 2936-2015',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  cleanUrls: false,
  // The site can be opened anywhere: on GitHub Pages, below any path, with DOCS_BASE=/path/.
  base: process.env['DOCS_BASE'] ?? '/',
  locales: {
    root: { ...labels.en, themeConfig: { nav: labels.en.nav, sidebar: sidebars.en, outline: { level: [2, 3] } } },
    zh: {
      ...labels.zh,
      description: 'XMPP 服务器一致性测试：RFC 6121 与 YD/T 2936-2015',
      themeConfig: { nav: labels.zh.nav, sidebar: sidebars.zh, ...ZH },
    },
  },
  themeConfig: {
    search: { provider: 'local', options: { locales: { zh: { translations: ZH_SEARCH } } } },
  },
  markdown: {
    // Stanzas in a sentence are text, no elements of the page.
    html: false,
    // Code is text as well: Vue would evaluate what stands in double braces.
    config: (md: Markdown) => {
      md.renderer.rules.code_inline = (tokens, at) =>
        `<code v-pre>${md.utils.escapeHtml(tokens[at]?.content ?? '')}</code>`;
    },
  },
};

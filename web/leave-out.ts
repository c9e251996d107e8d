import type { Plugin } from 'vite';

/*
 * What Cloudscape brings along and the console does not use: a quarter of what a browser would load first. A test measures
 * the built files, so an update that undoes this is noticed.
 */

/** Open Sans inside the style sheet is two thirds of it. Without it, the fonts of the system appear. */
const fonts: Plugin = {
  name: 'leave-out-fonts',
  enforce: 'pre',
  transform: {
    filter: { id: /global-styles\/index\.css$/ },
    handler: (code) => code.replaceAll(/@font-face\s*\{[^}]*\}/g, ''),
  },
};

/** The list in a drawer of AWS's own console, for news, whose items are sorted by dragging. */
const newsList: Plugin = {
  name: 'leave-out-news-list',
  enforce: 'pre',
  resolveId: {
    filter: { id: /list\/internal(\.js)?$/ },
    handler: (_id, importer) =>
      importer?.includes('feature-notifications-drawer-content') ? '\0no-news-list' : null,
  },
  load: { filter: { id: /no-news-list$/ }, handler: () => 'export default () => null;' },
};

/** Two of the three layouts of AppLayout: that of the theme before this one, and that of AWS's own console. */
const otherLayouts: Plugin = {
  name: 'leave-out-other-layouts',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^\.\/(classic|visual-refresh-toolbar)$/ },
    handler: (_id, importer) => (importer?.endsWith('/app-layout/internal.js') ? '\0no-layout' : null),
  },
  load: { filter: { id: /no-layout$/ }, handler: () => 'export default () => null;' },
};

/** The panels on the right of the layout, which no page has. */
const panels: Plugin = {
  name: 'leave-out-panels',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^\.\/(drawers|tools)$/ },
    handler: (_id, importer) => (importer?.includes('/app-layout/visual-refresh/') ? '\0no-panel' : null),
  },
  load: {
    filter: { id: /no-panel$/ },
    handler: () => 'const none = () => null; export { none as default, none as MobileTriggers };',
  },
};

/** What every component reports about itself to scripts of AWS's own console, which are not here. */
const metrics: Plugin = {
  name: 'leave-out-metrics',
  enforce: 'pre',
  load: {
    filter: { id: /\/component-toolkit\/.*\/base-component\/component-metrics\.js$/ },
    handler: () => 'export const useComponentMetrics = () => undefined;',
  },
};

export const leaveOut: readonly Plugin[] = [fonts, newsList, otherLayouts, panels, metrics];

/** Cloudscape's messages are parsed already: https://formatjs.github.io/docs/guides/advanced-usage#react-intl-without-parser-40-smaller */
export const WITHOUT_PARSER = [
  {
    find: /^@formatjs\/icu-messageformat-parser$/,
    replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
  },
];

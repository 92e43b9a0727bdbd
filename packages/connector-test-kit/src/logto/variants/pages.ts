import type { ListTrick } from './variant.ts';

/** Which rows a page shows. */
export const pageTricks = {
  'pages-end-early': {
    description: 'Every page after the first is empty.',
    window: (window, { page }, total) => (page > 1 ? { ...window, offset: total } : window),
  },
  'page-empty': {
    description: 'The second page is empty; those behind it are not.',
    window: (window, { page }, total) => (page === 2 ? { ...window, offset: total } : window),
  },
  'page-short': {
    description: 'The second page lacks its last row; those behind it are complete.',
    window: (window, { page }) => (page === 2 ? { ...window, limit: window.limit - 1 } : window),
  },
  'pages-unchanged': {
    description: 'Every page is the first one.',
    window: (window) => ({ ...window, offset: 0 }),
  },
  'pages-endless': {
    description: 'Behind the last page it begins anew.',
    window: (window, _request, total) => (window.offset >= total ? { ...window, offset: 0 } : window),
  },
  'pages-small': {
    description: 'A page has 20 rows at most, whatever was asked. Nothing is lost.',
    window: ({ limit }, { page }) => ({ offset: (page - 1) * Math.min(limit, 20), limit: Math.min(limit, 20) }),
  },
  'pages-overlap': {
    description: 'Every page begins with the last row of the page before.',
    window: (window, { page }) => ({ ...window, offset: Math.max(0, window.offset - (page - 1)) }),
  },
  'pages-skip': {
    description: 'Between two pages a row is left out.',
    window: (window, { page }) => ({ ...window, offset: window.offset + (page - 1) }),
  },
} as const satisfies Record<string, ListTrick>;

import * as z from 'zod/mini';

export const environment = z.object({});

/** The routes of the console. They are open: its pages call the API with their reader's credentials. */
export const CONSOLE_ROUTES = {
  home: '/',
  reference: '/reference',
  asset: '/assets/{file}',
} as const;

/** The folder beside the function's code that the console is built into. */
export const SITE_FOLDER = 'site';

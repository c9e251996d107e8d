import * as z from 'zod/mini';

export const environment = z.object({});

/** What the console is served by. All of it is open: its pages ask for what they show by the credentials of their reader. */
export const CONSOLE_ROUTES = {
  home: '/',
  reference: '/reference',
  asset: '/assets/{file}',
} as const;

/** The folder beside the function's code that the console is built into. */
export const SITE_FOLDER = 'site';

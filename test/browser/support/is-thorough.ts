/** `npm run check:console`: every page with every address, in every look. `npm test` takes a part of them, the same each time. */
export const isThorough = process.env['CONSOLE_PAGES'] === 'all';

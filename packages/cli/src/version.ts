/** As in package.json; a test compares them. Reading the file would tie the place of every bundle to it. */
export const VERSION = '1.0.0';

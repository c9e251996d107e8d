/** The templates that were made, as JSON, by their settings. Files of tests share this module, and so each of them (test/native). */
export const madeTemplates = new Map<string, string>();

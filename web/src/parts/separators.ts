/** What stands between values, the same in every language. */
export const DOT = ' · ';
export const SLASH = ' / ';
export const TO = ' –';

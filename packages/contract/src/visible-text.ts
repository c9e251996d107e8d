/*
 * Characters that make two texts look alike, or a text look like nothing: controls, formats such as zero-width and
 * direction marks, blanks other than the space, and what decoders put in place of bytes they cannot read. Among them is
 * all that SQS refuses.
 */

const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\ufffd]|[^\S ]/u;

/** What joins letters of some scripts, and the parts of an emoji. Of a name for people, never of an id. */
const JOINERS = /(?<=\S)(?:\u200c|\u200d|\ufe0e|\ufe0f)/gu;

export const VISIBLE_ONLY =
  'must be visible: no control or format characters, no blanks but spaces, no lone surrogates, no U+FFFD';

export const UNAMBIGUOUS_ONLY =
  'must not begin or end with a space, nor have two in a row, and must be in Unicode Normalization Form C';

export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text);
}

/** As visible as a name for people has to be, in which letters and the parts of an emoji may be joined. */
export function isVisibleName(text: string): boolean {
  return isVisible(text.replace(JOINERS, ''));
}

/** Whether no other text looks the same but for its spaces or for how its accents are encoded. */
export function isUnambiguous(text: string): boolean {
  return !/^ | $| {2}/.test(text) && text.normalize('NFC') === text;
}

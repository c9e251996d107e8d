/*
 * Characters that make two texts look alike, or a text look like nothing: controls, formats such as zero-width and
 * direction marks, blanks other than the space, what stands for nothing in music and old scripts, and what decoders put in
 * place of bytes they cannot read. Among them is all that SQS refuses.
 */

const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd\u{16fe4}\u{1d159}]|[^\S ]/u;

/** Characters that no font has to show: each looks like any other. Rare names for people need them. */
const NOT_SHOWN = /[\p{Co}\p{Cn}]/u;

/** What joins letters of some scripts, and the parts of an emoji. Of a name for people, never of an id. */
const JOINERS = /(?<=\S)(?:\u200c|\u200d|\ufe0e|\ufe0f)/gu;

export const VISIBLE_ONLY =
  'must be visible: no control or format characters, no blanks but spaces, no lone surrogates, no U+FFFD';

export const UNAMBIGUOUS_ONLY =
  'must not begin or end with a space, nor have two in a row, must be in Unicode Normalization Form C, and must have no private or unassigned characters';

export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text);
}

/** As visible as a name for people has to be, in which letters and the parts of an emoji may be joined. */
export function isVisibleName(text: string): boolean {
  return isVisible(text.replace(JOINERS, ''));
}

/** Whether no other text looks the same but for its spaces, for how its accents are encoded, or for what no font shows. */
export function isUnambiguous(text: string): boolean {
  return !/^ | $| {2}/.test(text) && text.normalize('NFC') === text && !NOT_SHOWN.test(text);
}

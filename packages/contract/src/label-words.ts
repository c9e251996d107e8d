/*
 * What distinguishes a label from content. A label is a name, of a few words. A sentence is content, wherever it stands.
 * Counting words needs no language: blanks separate them, and in scripts that write without blanks two letters
 * count as a word.
 */

const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Words of a text: what blanks separate and has a letter or digit in it. */
export function countWords(text: string): number {
  let letters = 0;
  const spaced = text.replace(WITHOUT_BLANKS, () => {
    letters += 1;
    return ' ';
  });
  const words = spaced.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return words + Math.ceil(letters / 2);
}

/** The words of a name in any of the usual spellings, in lower case and without digits: `userPrompt_2` is user, prompt. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})|(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1$3 $2$4')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

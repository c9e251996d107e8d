const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

/** A document with the text between the marks of its generated section replaced. @throws Error if it has no such section */
export function withGeneratedSection(document: string, text: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new Error(`The document has no section between ${BEGIN} and ${END}.`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${text.trim()}\n\n${document.slice(end)}`;
}

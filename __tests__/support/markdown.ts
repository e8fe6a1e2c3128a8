/** Markdown without its code spans (CommonMark, 6.1): what is left is read as Markdown and HTML. */
export function outsideCode(markdown: string): string {
  return markdown.replace(/(?<![`\\])(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, "");
}

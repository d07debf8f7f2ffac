/** What is looked for: no more spaces than needed, one case, so that the same words count together. */
export const wordOf = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

export const HISTORY_LENGTH = 20

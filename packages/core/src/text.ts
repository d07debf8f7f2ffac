/** What people typed, in one spelling (NFC) and without space around it: texts that look alike are equal. */
export const tidyText = (text: string): string => text.normalize('NFC').trim()

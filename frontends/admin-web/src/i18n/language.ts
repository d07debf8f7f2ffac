export type Language = 'zh' | 'en'

const KEY = 'linli-admin:language'

/** Chinese unless English was chosen. */
export const language = (): Language => (localStorage.getItem(KEY) === 'en' ? 'en' : 'zh')

export const keepLanguage = (next: Language): void => localStorage.setItem(KEY, next)

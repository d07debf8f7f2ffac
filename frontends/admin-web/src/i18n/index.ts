import { createI18n } from 'vue-i18n'
import { keepLanguage, type Language, language } from './language.ts'
import { type Messages, zh } from './zh/index.ts'

declare module 'vue-i18n' {
  interface DefineLocaleMessage extends Messages {}
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as Record<Language, Messages>,
})

/** Text by key outside of components. */
export const translate = i18n.global.t

/** Switches every text; English is fetched when first wanted. */
export async function speak(next: Language): Promise<void> {
  if (next === 'en') {
    const { en } = await import('./en/index.ts')
    i18n.global.setLocaleMessage('en', en)
  }
  keepLanguage(next)
  i18n.global.locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}

export const speakAsBefore = (): Promise<void> => speak(language())

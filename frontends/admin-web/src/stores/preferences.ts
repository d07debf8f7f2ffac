import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { speak } from '../i18n/index.ts'
import { type Language, language } from '../i18n/language.ts'

export type Appearance = 'system' | 'light' | 'dark'

const APPEARANCE = 'linli-admin:appearance'
const NARROW = 'linli-admin:narrow'
const system = window.matchMedia('(prefers-color-scheme: dark)')

const readAppearance = (): Appearance => {
  const kept = localStorage.getItem(APPEARANCE)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** How this person likes to see the console, kept on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const lang = ref<Language>(language())
  const appearance = ref<Appearance>(readAppearance())
  const isSystemDark = ref(system.matches)
  const isNarrow = ref(localStorage.getItem(NARROW) === '1')
  system.addEventListener('change', ({ matches }) => {
    isSystemDark.value = matches
  })

  const isDark = computed(
    () => appearance.value === 'dark' || (appearance.value === 'system' && isSystemDark.value),
  )
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', isDark.value)
    localStorage.setItem(APPEARANCE, appearance.value)
    localStorage.setItem(NARROW, isNarrow.value ? '1' : '0')
  })

  async function setLanguage(next: Language): Promise<void> {
    await speak(next)
    lang.value = next
  }

  return { lang, appearance, isDark, isNarrow, setLanguage }
})

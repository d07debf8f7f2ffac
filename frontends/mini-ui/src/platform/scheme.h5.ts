import type { Root, Scheme } from './scheme.types'

const query = (): MediaQueryList | undefined =>
  typeof window === 'undefined' ? undefined : window.matchMedia?.('(prefers-color-scheme: dark)')

export const systemScheme = (): Scheme => (query()?.matches ? 'dark' : 'light')

export function onSystemScheme(listen: (scheme: Scheme) => void): void {
  query()?.addEventListener('change', ({ matches }) => listen(matches ? 'dark' : 'light'))
}

/** Popups hang on the document, outside of the page: the root has to carry the classes too. */
export function paintRoot({ dark, large, lang }: Root): void {
  const root = document.documentElement
  root.classList.toggle('ll-dark', dark)
  root.classList.toggle('ll-large', large)
  root.lang = lang === 'zh' ? 'zh-CN' : 'en'
}

import { type Lang, useSettings } from '../settings'

export type Words<Key extends string> = Readonly<Record<Key, string>>
/** Values for `{name}` in a text. */
export type Values = Readonly<Record<string, string | number>>

/** Texts of one app in both languages, by key. */
export type Dictionary<Key extends string> = { readonly zh: Words<Key>; readonly en: Words<Key> }
export type Translate<Key extends string> = (key: Key, values?: Values) => string

/** Fills `{name}` from the values; a name without a value stays as it is, so that it is seen. */
export const fill = (text: string, values: Values = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/**
 * Chinese is the source of the keys; English must have each of them, which the type checker says.
 * @returns `translate` for the language of the moment, and `useT` for components, which render anew on a switch
 */
export function defineDictionary<Key extends string>(zh: Words<Key>, en: Words<Key>) {
  const dictionary: Dictionary<Key> = { zh, en }
  const speak =
    (lang: Lang): Translate<Key> =>
    (key, values) =>
      fill(dictionary[lang][key], values)
  const translate: Translate<Key> = (key, values) => speak(useSettings.getState().lang)(key, values)
  const useT = (): Translate<Key> => speak(useSettings(({ lang }) => lang))
  return { translate, useT, dictionary }
}

import { useI18n } from 'vue-i18n'
import type { Enums } from './zh/enums.ts'

/** Words of the API in the reader's language; one that is new is shown as it is. */
export function useEnums() {
  const { t, te } = useI18n()
  const enumText = (kind: keyof Enums, value: string): string => {
    // A dot in a key is a step down for vue-i18n.
    const key = `enums.${kind}.${value.replaceAll('.', '_')}`
    return te(key) || te(key, 'zh') ? t(key) : value
  }
  return { enumText }
}

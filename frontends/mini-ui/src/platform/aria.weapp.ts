import { mergeInternalComponents } from '@tarojs/shared'

const ARIA = { 'aria-role': '', 'aria-label': '' }

/**
 * The runtime's half of build/aria-plugin.cjs: both number the attributes of a component, and must count the same.
 * Has to come before the first page is drawn.
 */
export const knowAria = (): void => void mergeInternalComponents({ View: ARIA, Image: ARIA, Text: ARIA })

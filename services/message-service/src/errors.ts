import { defineErrors } from '@linli/core'

/** Codes 1800–1899. */
export const MessageErrors = defineErrors({})

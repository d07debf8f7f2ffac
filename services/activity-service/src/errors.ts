import { defineErrors } from '@linli/core'

/** Codes 1700–1799. */
export const ActivityErrors = defineErrors({})

import { defineErrors } from '@linli/core'

/** Codes 1300–1399. */
export const OrderErrors = defineErrors({})

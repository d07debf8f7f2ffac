import { defineErrors } from '@linli/core'

/** Codes 1200–1299. */
export const ProductErrors = defineErrors({})

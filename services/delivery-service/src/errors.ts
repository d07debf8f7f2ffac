import { defineErrors } from '@linli/core'

/** Codes 1500–1599. */
export const DeliveryErrors = defineErrors({})

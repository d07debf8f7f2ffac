import { defineErrors } from '@linli/core'

/** Codes 1400–1499. */
export const PaymentErrors = defineErrors({})

import { defineErrors } from '@linli/core'

/** Codes 1100–1199. */
export const UserErrors = defineErrors({})

import { defineErrors } from '@linli/core'

/** Codes 1600–1699. */
export const PointsErrors = defineErrors({})

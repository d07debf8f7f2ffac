import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({})

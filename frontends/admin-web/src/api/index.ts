import { adminOperations, createClient, type Data, type OperationName } from '@linli/api-client'
import { noteServerTime } from '../format/server-time.ts'
import { language } from '../i18n/language.ts'
import { session } from './session.ts'
import { axiosTransport } from './transport.ts'

/** Every admin operation of the eight services by its name. */
export const api = createClient({
  operations: adminOperations,
  transport: axiosTransport,
  session,
  language: () => (language() === 'zh' ? 'zh-CN' : 'en'),
  onServerTime: noteServerTime,
})

/** One row of an operation that answers with a list. */
export type Row<Name extends OperationName> =
  Data<Name> extends { readonly items: readonly (infer Item)[] } ? Item : never

/** A new idempotency key: one per intent of a person. */
export const newKey = (): string => crypto.randomUUID()

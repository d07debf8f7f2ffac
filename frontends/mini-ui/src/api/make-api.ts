import { type Client, createClient, type OperationName, type Session } from '@linli/api-client'
import { noteServerTime } from '../format/server-time'
import { useSettings } from '../settings'
import { taroTransport } from './transport'

/** The client of one app: its operations, its session, the language of the moment, the server's clock. */
export const makeApi = <Name extends OperationName>(
  operations: Readonly<Record<Name, string>>,
  session: Session,
): Client<Name> =>
  createClient({
    operations,
    session,
    transport: taroTransport,
    language: () => useSettings.getState().lang,
    onServerTime: noteServerTime,
  })

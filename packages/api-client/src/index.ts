// Typed HTTP client of the front ends: operations by name, with the transport, the session and the clock given.
export { ApiError, type ErrorKind } from './api-error.ts'
export { type Client, type ClientOptions, createClient, type Session, type Tokens } from './client.ts'
export { adminOperations, merchantOperations, type Operations, residentOperations } from './gen/operations.ts'
export type { Args, Body, Data, OperationName } from './operation.ts'
export {
  type HttpRequest,
  type HttpResponse,
  type Method,
  type Transport,
  TransportError,
} from './transport.ts'

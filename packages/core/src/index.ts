// The vocabulary every service shares: errors, state machines, money, ids, time. Pure and browser-safe.
export { assertNever } from './assert-never.ts'
export { CommonErrors } from './common-errors.ts'
export {
  AppError,
  type AppErrorOptions,
  defineErrors,
  type ErrorDefinition,
  type ErrorKind,
  GRPC_STATUS,
  HTTP_STATUS,
  isAppError,
  type Lang,
} from './errors.ts'
export { type Change, type DomainEvent, type EventType, type Happening, happened } from './events.ts'
export { type Id, isId, newId } from './ids.ts'
export { defineMachine, type Machine } from './machine.ts'
export { allocate, BASIS_POINTS, type Fen, percentOf } from './money.ts'
export { shapeOf } from './shape.ts'
export { tidyText } from './text.ts'
export {
  type BusinessDay,
  businessDay,
  businessDayRange,
  businessTime,
  type Clock,
  MINUTE_MS,
  SECOND_MS,
  systemClock,
} from './time.ts'

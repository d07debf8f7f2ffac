/** The other companies: WeChat Pay, the mini-program API, SMS and object storage, as independent code. */
export type { CallbackControl, CallbackHistory } from './control/callbacks.ts'
export type { ClockChange, ClockControl, ClockView } from './control/clock.ts'
export type { Control, PayAnswer } from './control/control.ts'
export type { Fault, FaultSpec } from './faults/fault.ts'
export { type AppFile, KEY_FILES, type OssFile, type SmsFile, type StaffAppFile } from './keys/files.ts'
export { generateKeys } from './keys/generate.ts'
export type { Settings } from './settings.ts'
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'

/** Examines a running installation and says what to do. */
export { examine } from './doctor.ts'
export type { Finding } from './finding.ts'
export { findInstallation, type Installation } from './installation.ts'

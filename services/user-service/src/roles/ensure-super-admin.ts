import type { Work } from '../deps.ts'
import { ensureSuperAdminRole } from './role.store.ts'

/** The role that holds everything exists from the first administrator on. */
export const ensureSuperAdmin = (work: Work): Promise<void> => ensureSuperAdminRole(work)

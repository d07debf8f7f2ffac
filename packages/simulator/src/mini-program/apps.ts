import type { StaffAppFile } from '../keys/files.ts'
import type { Sim } from '../sim.ts'

/** One of the two mini-programs, by its id. */
export const appOf = ({ keys }: Sim, appId: unknown): StaffAppFile | undefined =>
  [keys.app, keys.staffApp].find((app) => app.appId === appId)

/** Which of them a row belongs to. */
export const appIdOf = ({ keys }: Sim, row: { readonly appid?: string }): string =>
  row.appid ?? keys.app.appId

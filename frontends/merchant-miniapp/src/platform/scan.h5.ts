/** A browser has no scanner of WeChat's: codes are typed, or come from a scanner gun that types. */
export const canScan = false

export const scan = async (): Promise<string | undefined> => undefined

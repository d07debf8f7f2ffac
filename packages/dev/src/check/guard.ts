/** What a guard found wrong, one entry per line to print; none means clean. */
export type Findings = readonly string[]

/** One rule of the repository that a machine can hold up. */
export type Guard = {
  readonly name: string
  /** What it keeps, for `npm run check -- --list`. */
  readonly keeps: string
  readonly run: (root: string) => Promise<Findings>
}

export type Verdict = { readonly guard: Guard; readonly findings: Findings; readonly seconds: number }

/** Runs one guard; a guard that cannot run is a finding, not a crash of the others. */
export async function judge(guard: Guard, root: string): Promise<Verdict> {
  const start = performance.now()
  const findings = await guard.run(root).catch((error: unknown) => [`could not run: ${messageOf(error)}`])
  return { guard, findings, seconds: (performance.now() - start) / 1000 }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Seals and opens personal data; made by `createVault` of packages/service. */
export type Vault = {
  readonly oldKeyIds: readonly string[]
  seal(plain: string): string
  open(sealed: string): string
  index(plain: string): string
}

/** A phone as three columns need it: readable by nobody, and still unique. */
export function sealPhone(vault: Vault, phone: string): { phoneSealed: string; phoneIndex: string } {
  return { phoneSealed: vault.seal(phone), phoneIndex: vault.index(phone) }
}

export type Warehouse = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly city: string
  readonly address: string
  readonly contactPhone: string
  readonly enabled: boolean
  readonly version: number
}

/** A community this warehouse serves; the lower the priority, the earlier it is asked (P15). */
export type Region = { readonly communityId: string; readonly priority: number }

import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { api, type Row } from '../api/index.ts'
import { useSession } from './session.ts'

type Rows = {
  community: Row<'listAdminCommunities'>
  pickupPoint: Row<'listAdminPickupPoints'>
  merchant: Row<'listMerchants'>
  warehouse: Row<'listWarehouses'>
  category: Row<'listAllCategories'>
  tag: Row<'listTags'>
  level: Row<'listLevels'>
  leader: Row<'listLeaders'> & { readonly name: string }
}
export type LookupKind = keyof Rows

const MOST = 100
const whole = { page: 1, pageSize: MOST }

const SOURCES: {
  [K in LookupKind]: { permission: string; load: () => Promise<readonly Rows[K][]> }
} = {
  community: {
    permission: 'community:read',
    load: async () => (await api.listAdminCommunities({ query: whole })).items,
  },
  pickupPoint: {
    permission: 'pickup-point:read',
    load: async () => (await api.listAdminPickupPoints({ query: whole })).items,
  },
  merchant: {
    permission: 'merchant:read',
    load: async () => (await api.listMerchants({ query: whole })).items,
  },
  warehouse: { permission: 'stock:read', load: async () => (await api.listWarehouses({})).items },
  category: { permission: 'product:read', load: async () => (await api.listAllCategories({})).items },
  tag: { permission: 'user:read', load: async () => (await api.listTags({})).items },
  level: { permission: 'user:read', load: async () => (await api.listLevels({})).items },
  leader: {
    permission: 'leader:read',
    load: async () =>
      (await api.listLeaders({ query: { ...whole, status: 'ACTIVE' } })).items.map((leader) => ({
        ...leader,
        name: leader.contactNameMasked,
      })),
  },
}

/** Names for ids, and the choices of selects: fetched when first wanted, kept until something is saved. */
export const useLookups = defineStore('lookups', () => {
  const rows = reactive(new Map<LookupKind, readonly { id: string; name: string }[]>())
  const loading = new Map<LookupKind, Promise<void>>()
  const { may } = useSession()

  async function fetchRows<K extends LookupKind>(kind: K): Promise<void> {
    try {
      rows.set(kind, await SOURCES[kind].load())
    } finally {
      loading.delete(kind)
    }
  }

  /** Loads what is missing; without the permission there is nothing to load. @throws ApiError */
  async function ensure(...kinds: LookupKind[]): Promise<void> {
    const missing = kinds.filter((kind) => !rows.has(kind) && may(SOURCES[kind].permission))
    for (const kind of missing) if (!loading.has(kind)) loading.set(kind, fetchRows(kind))
    await Promise.all(missing.flatMap((kind) => loading.get(kind) ?? []))
  }

  const list = <K extends LookupKind>(kind: K): readonly Rows[K][] =>
    (rows.get(kind) ?? []) as readonly Rows[K][]

  /** The name, or the end of the id when nobody told. */
  const name = (kind: LookupKind, id: string | null | undefined): string => {
    if (!id) return '–'
    return rows.get(kind)?.find((row) => row.id === id)?.name ?? `…${id.slice(-6)}`
  }

  const forget = (kind: LookupKind): void => void rows.delete(kind)
  const clear = (): void => rows.clear()

  return { ensure, list, name, forget, clear }
})

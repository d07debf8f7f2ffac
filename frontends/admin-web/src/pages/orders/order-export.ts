import type { Body } from '@linli/api-client'
import { api } from '../../api/index.ts'

export type ExportFilter = Body<'createOrderExport'>

type Going = {
  /** Told after every part. */
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** The filtered orders as one CSV file, fetched part by part; undefined when it was called off. @throws ApiError */
export async function fetchOrders(
  filter: ExportFilter,
  { onProgress, signal }: Going,
): Promise<Blob | undefined> {
  const { id, orderCount } = await api.createOrderExport({ body: filter })
  const parts: string[] = []
  let [done, cursor] = [0, undefined as string | undefined]
  do {
    if (signal.aborted) return undefined
    const part = await api.getOrderExport({ path: { id }, query: cursor === undefined ? {} : { cursor } })
    parts.push(part.csv)
    done += part.orders
    cursor = part.nextCursor ?? undefined
    onProgress(done, orderCount)
  } while (cursor !== undefined)
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

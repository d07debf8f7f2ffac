import type { Random } from '../time/random.ts'
import { type Fault, type FaultSpec, isCallbackKind, isTransportKind } from './fault.ts'

export type FaultBook = {
  set: (spec: FaultSpec) => Fault
  clear: (id?: string) => void
  list: () => Fault[]
  /** The transport faults that hit this call; each one taken counts as fired. */
  forRoute: (route: string) => Fault[]
  /** The callback faults that hit this delivery. `before_response` belongs to the order call, see forOrder. */
  forCallback: (event: 'pay' | 'refund', outTradeNo: string) => Fault[]
  forOrder: (outTradeNo: string) => Fault | undefined
}

export function createFaultBook(random: Random): FaultBook {
  let faults: Fault[] = []
  let count = 0

  const take = (matches: (fault: Fault) => boolean): Fault[] => {
    const hit = faults.filter((fault) => matches(fault) && random.chance(fault.probability ?? 1))
    for (const fault of hit) {
      fault.left -= 1
      fault.fired += 1
    }
    faults = faults.filter((fault) => fault.left > 0)
    return hit
  }

  const meets = (fault: Fault, event: string, outTradeNo: string) =>
    ((fault.event ?? '*') === '*' || fault.event === event) &&
    (fault.out_trade_no === undefined || fault.out_trade_no === outTradeNo)

  return {
    set: (spec) => {
      count += 1
      const left = spec.times === 'always' ? Number.MAX_SAFE_INTEGER : (spec.times ?? 1)
      const fault = { ...spec, id: `fault-${count}`, left, fired: 0 }
      faults.push(fault)
      return fault
    },
    clear: (id) => {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id)
    },
    list: () => [...faults],
    forRoute: (route) =>
      take((fault) => isTransportKind(fault.kind) && ['*', route].includes(fault.route ?? '*')),
    forCallback: (event, outTradeNo) =>
      take(
        (fault) =>
          isCallbackKind(fault.kind) && fault.kind !== 'before_response' && meets(fault, event, outTradeNo),
      ),
    forOrder: (outTradeNo) =>
      take((fault) => fault.kind === 'before_response' && meets(fault, 'pay', outTradeNo))[0],
  }
}

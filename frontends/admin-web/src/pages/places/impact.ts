import type { Data } from '@linli/api-client'
import { translate } from '../../i18n/index.ts'

export type Impact = Data<'getCommunityImpact'>

/** Whether somebody waits for what is about to be closed. */
export const isFelt = ({ promisedOrders, parcels }: Impact): boolean => promisedOrders + parcels > 0

/** Whom a change would concern, in a sentence. */
export const describeImpact = (impact: Impact): string =>
  isFelt(impact)
    ? translate('impact.felt', {
        orders: impact.promisedOrders,
        parcels: impact.parcels,
        slots: impact.openSlots,
      })
    : translate('impact.none', { slots: impact.openSlots })

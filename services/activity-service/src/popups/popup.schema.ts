import { IdSchema, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { CouponTemplate } from '../coupon-templates/coupon-template.ts'
import { LINK_PATTERN } from '../links/link.ts'
import type { PopupDay } from './popup.store.ts'
import { AUDIENCES, EVENTS, FREQUENCIES, PAGES, type Popup, STATUSES } from './popup.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })
const Page = Type.Enum([...PAGES])
const Status = Type.Enum([...STATUSES])
const Frequency = Type.Enum([...FREQUENCIES])
const Audience = Type.Enum([...AUDIENCES])

const content = {
  name: Type.String({ minLength: 1, maxLength: 40, description: 'in the console' }),
  title: Type.String({ minLength: 1, maxLength: 40 }),
  body: Type.String({ maxLength: 200, default: '' }),
  imageUrl: Type.String({ pattern: '^(|https?://[^\\s]+)$', maxLength: 500, default: '' }),
  link: Type.String({ pattern: LINK_PATTERN, default: '' }),
  couponTemplateId: Type.Optional(IdSchema),
  pages: Type.Array(Page, { minItems: 1, uniqueItems: true }),
  audience: Type.Enum([...AUDIENCES], { default: 'ALL' }),
  communityIds: Type.Array(IdSchema, { maxItems: 200, default: [], description: 'empty: everywhere' }),
  startsAt: Type.Optional(Time),
  endsAt: Type.Optional(Time),
  priority: Type.Integer({ minimum: 0, maximum: 1_000, default: 0 }),
  weight: Type.Integer({
    minimum: 1,
    maximum: 100,
    default: 1,
    description: 'share among equals of priority',
  }),
  frequency: Frequency,
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'of TOTAL' })),
}

export const CreatePopupBody = Type.Object(content, { additionalProperties: false })
export const EditPopupBody = Type.Object(
  { ...content, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export const PopupStatusBody = Type.Object({ status: Status }, { additionalProperties: false })

export const popupOf = ({
  couponTemplateId,
  startsAt,
  endsAt,
  times,
  ...rest
}: Static<typeof CreatePopupBody>): Omit<Popup, 'id' | 'version' | 'status'> => ({
  ...rest,
  couponTemplateId: couponTemplateId ?? null,
  startsAt: startsAt === undefined ? null : new Date(startsAt),
  endsAt: endsAt === undefined ? null : new Date(endsAt),
  times: times ?? null,
})

export const CurrentPopupQuery = Type.Object(
  {
    page: Page,
    communityId: Type.Optional(IdSchema),
    /** What a guest's device has shown often enough; a resident's is known here. */
    exclude: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,19}$' })),
  },
  { additionalProperties: false },
)

const CouponView = Type.Object(
  {
    templateId: IdSchema,
    name: Type.String(),
    type: Type.String(),
    thresholdFen: Type.Integer(),
    amountFen: Type.Integer(),
    discountBp: Type.Integer(),
    scopeText: Type.String(),
  },
  { title: 'PopupCouponView' },
)

export const PopupView = Type.Object(
  {
    id: IdSchema,
    title: Type.String(),
    body: Type.String(),
    imageUrl: Type.String(),
    link: Type.String(),
    coupon: Nullable(CouponView),
    frequency: Frequency,
    times: Nullable(Type.Integer()),
  },
  { title: 'PopupView' },
)

/** @param template of the coupon it offers */
export const toPopupView = (
  { id, title, body, imageUrl, link, frequency, times }: Popup,
  template: CouponTemplate | undefined,
): Static<typeof PopupView> => ({
  ...{ id, title, body, imageUrl, link, frequency, times },
  coupon: template ? toCouponView(template) : null,
})

const toCouponView = ({ id, name, terms }: CouponTemplate): Static<typeof CouponView> => ({
  templateId: id,
  name,
  type: terms.type,
  thresholdFen: terms.thresholdFen,
  amountFen: terms.amountFen,
  discountBp: terms.discountBp,
  scopeText: terms.scopeText,
})

export const PopupEventBody = Type.Object({ type: Type.Enum([...EVENTS]) }, { additionalProperties: false })

export const AdminPopupView = Type.Object(
  {
    ...content,
    id: IdSchema,
    audience: Audience,
    couponTemplateId: Nullable(IdSchema),
    startsAt: Nullable(Time),
    endsAt: Nullable(Time),
    times: Nullable(Type.Integer()),
    status: Status,
    version: Type.Integer(),
  },
  { title: 'AdminPopupView' },
)
export const PopupTable = TablePage(AdminPopupView)

export const toAdminPopupView = ({
  pages,
  communityIds,
  startsAt,
  endsAt,
  ...rest
}: Popup): Static<typeof AdminPopupView> => ({
  ...rest,
  pages: [...pages],
  communityIds: [...communityIds],
  startsAt: startsAt?.toISOString() ?? null,
  endsAt: endsAt?.toISOString() ?? null,
})

export const PopupTableQuery = Type.Object(
  { ...TableQuery, status: Type.Optional(Status) },
  { additionalProperties: false },
)

const DayView = Type.Object(
  {
    day: Type.String({ format: 'date' }),
    exposures: Type.Integer(),
    clicks: Type.Integer(),
    closes: Type.Integer(),
  },
  { title: 'DayView' },
)
export const PopupStatisticsView = Type.Object(
  {
    exposures: Type.Integer(),
    clicks: Type.Integer(),
    closes: Type.Integer(),
    days: Type.Array(DayView, { description: 'the latest 30 with anything in them, newest first' }),
  },
  { title: 'PopupStatisticsView' },
)

export function toStatisticsView(days: readonly PopupDay[]): Static<typeof PopupStatisticsView> {
  const sum = (of: (day: PopupDay) => number) => days.reduce((total, day) => total + of(day), 0)
  return {
    exposures: sum(({ exposures }) => exposures),
    clicks: sum(({ clicks }) => clicks),
    closes: sum(({ closes }) => closes),
    days: days.slice(0, STATISTIC_DAYS).map((day) => ({ ...day })),
  }
}
const STATISTIC_DAYS = 30

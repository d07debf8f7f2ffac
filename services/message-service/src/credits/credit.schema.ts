import { type Static, Type } from 'typebox'
import { SCENES, type Scene, STAFF_SCENES, type StaffScene } from '../rules/scenes.ts'
import { type Credit, RESULTS } from './credit.ts'

const scenes = [...Object.keys(SCENES), ...Object.keys(STAFF_SCENES)] as (Scene | StaffScene)[]

export const SceneQuery = Type.Object({ scene: Type.Enum(scenes) }, { additionalProperties: false })

export const CreditView = Type.Object(
  {
    templateId: Type.String(),
    credits: Type.Integer({ description: 'messages we may still send; WeChat has the last word' }),
    banned: Type.Boolean(),
  },
  { title: 'CreditView' },
)

export const PromptView = Type.Object(
  {
    eventType: Type.String(),
    templateId: Type.String(),
    title: Type.String(),
    credits: Type.Integer(),
    banned: Type.Boolean(),
  },
  { title: 'PromptView' },
)

const TemplateId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' })

export const SubscriptionsBody = Type.Object(
  {
    results: Type.Array(
      Type.Object(
        { templateId: TemplateId, result: Type.Enum([...RESULTS]) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 5, description: 'as wx.requestSubscribeMessage answered' },
    ),
  },
  { additionalProperties: false },
)

export const toCreditView = ({ templateId, credits, banned }: Credit): Static<typeof CreditView> => ({
  templateId,
  credits,
  banned,
})

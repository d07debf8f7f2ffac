import { askReason } from '../../composables/use-action.ts'
import { translate } from '../../i18n/index.ts'

/** Why personal data is looked at: it is recorded. @returns undefined when it was called off */
export const askRevealReason = (): Promise<string | undefined> =>
  askReason({
    title: translate('users.revealTitle'),
    text: translate('users.revealText'),
    act: translate('users.revealAct'),
    label: translate('users.revealReason'),
    isDangerous: false,
    least: 4,
    most: 200,
  })

import { Page } from '@linli/mini-ui'
import type { ComponentProps } from 'react'
import { addressOf } from '../routes'

/** The shared frame; from a page that was opened by a link, back leads to today. */
export const Screen = (props: Omit<ComponentProps<typeof Page>, 'home'>) => (
  <Page {...props} home={addressOf('today')} />
)

import type { Photo } from '@linli/mini-ui'
import type { ReactNode } from 'react'

export type PortraitButtonProps = {
  readonly label: string
  readonly onChosen: (portrait: Photo) => void
  /** It is no picture we take. */
  readonly onRefused: () => void
  readonly children: ReactNode
}

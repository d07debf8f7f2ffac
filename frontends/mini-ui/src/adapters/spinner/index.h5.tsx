import { Loading } from 'tdesign-mobile-react'
import type { SpinnerProps } from '../types'

export const Spinner = ({ label }: SpinnerProps) => <Loading size='18px' text={label} />

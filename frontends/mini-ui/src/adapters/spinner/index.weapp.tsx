import type { SpinnerProps } from '../types'

export const Spinner = ({ label }: SpinnerProps) => <t-loading size='36rpx' text={label} theme='circular' />

import type { HeadingProps } from '../types'

export const Heading = ({ className, children }: HeadingProps) => <h1 className={className}>{children}</h1>

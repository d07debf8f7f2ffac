import { Text } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { serverNow } from '../format/server-time'
import { remaining } from '../format/time'

type CountdownProps = {
  /** RFC 3339, on the server's clock. */
  readonly until: string
  /** Once, when it is over: ask the server, the clock is no proof. */
  readonly onEnd?: () => void
}

const TICK_MS = 1000

/** Time left until a moment of the server's clock. */
export function Countdown({ until, onEnd }: CountdownProps) {
  const [left, setLeft] = useState(() => Date.parse(until) - serverNow())
  const over = left <= 0
  useEffect(() => {
    const tick = (): void => setLeft(Date.parse(until) - serverNow())
    tick()
    if (over) return undefined
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [until, over])
  useEffect(() => {
    if (over) onEnd?.()
  }, [over])
  return <Text className='ll-count'>{remaining(left)}</Text>
}

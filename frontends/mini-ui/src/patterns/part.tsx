import { View } from '@tarojs/components'
import { type ReactNode, useEffect, useState } from 'react'
import { watchNear } from '../platform/near'

let made = 0

/**
 * A part of a long list: built while it is near the screen, otherwise only as high as it was, so that the position of
 * the scroll stays (FU19). A thousand products are no more than some screens of nodes.
 */
export function Part({ children }: { readonly children: () => ReactNode }) {
  const [id] = useState(() => {
    made += 1
    return `ll-part-${made}`
  })
  const [height, setHeight] = useState<number>()
  useEffect(
    () =>
      watchNear(id, (seen) => {
        if (seen.isNear) setHeight(undefined)
        else if (seen.height > 0) setHeight(seen.height)
      }),
    [id],
  )
  if (height !== undefined) return <View id={id} className='ll-part' style={{ height: `${height}px` }} />
  return (
    <View id={id} className='ll-part'>
      {children()}
    </View>
  )
}

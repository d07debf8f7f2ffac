import { useState } from 'react'

/** Whether there is no such picture, or it did not come; another address is another try. */
export function useBroken(src: string): { readonly isBroken: boolean; readonly onError: () => void } {
  const [failed, setFailed] = useState('')
  return { isBroken: src === failed, onError: () => setFailed(src) }
}

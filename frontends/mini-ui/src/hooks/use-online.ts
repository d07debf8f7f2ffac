import { create } from 'zustand'
import { isOnline, onNetwork } from '../platform/network'

/** Whether the device has a network, as far as it knows. */
export const useConnection = create<{ readonly online: boolean }>()(() => ({ online: true }))

/** Call once at launch. */
export function followConnection(): void {
  const note = (online: boolean): void => useConnection.setState({ online })
  onNetwork(note)
  void isOnline().then(note)
}

export const useOnline = (): boolean => useConnection(({ online }) => online)

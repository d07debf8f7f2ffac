/** Told whenever the device gains or loses its network. */
export function onNetwork(listen: (online: boolean) => void): void {
  window.addEventListener('online', () => listen(true))
  window.addEventListener('offline', () => listen(false))
}

export const isOnline = async (): Promise<boolean> => navigator.onLine

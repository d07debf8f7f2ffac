import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { onSystemScheme, paintRoot, systemScheme } from './platform/scheme'
import { persisted } from './storage'

export type Lang = 'zh' | 'en'
export type Scheme = 'light' | 'dark'

type Settings = {
  readonly lang: Lang
  /** `system` follows the device. */
  readonly appearance: 'system' | Scheme
  readonly large: boolean
  /** What the device says; not stored. */
  readonly device: Scheme
  set(change: Partial<Pick<Settings, 'lang' | 'appearance' | 'large' | 'device'>>): void
}

/** Language, appearance and type size: chosen once, kept on the device. */
export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      lang: 'zh',
      appearance: 'system',
      large: false,
      device: systemScheme(),
      set: (change) => set(change),
    }),
    {
      name: 'settings',
      version: 1,
      storage: persisted<Pick<Settings, 'lang' | 'appearance' | 'large'>>(),
      partialize: ({ lang, appearance, large }) => ({ lang, appearance, large }),
    },
  ),
)

export const schemeOf = ({ appearance, device }: Pick<Settings, 'appearance' | 'device'>): Scheme =>
  appearance === 'system' ? device : appearance

export const useScheme = (): Scheme => useSettings(schemeOf)

const paint = (settings: Settings): void =>
  paintRoot({ dark: schemeOf(settings) === 'dark', large: settings.large, lang: settings.lang })

/** Call once at launch: follows the device's scheme, and keeps the document root in step on H5. */
export function followDevice(): void {
  paint(useSettings.getState())
  useSettings.subscribe(paint)
  onSystemScheme((device) => useSettings.getState().set({ device }))
}

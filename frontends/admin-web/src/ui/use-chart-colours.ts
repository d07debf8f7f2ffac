import { computed } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Colours of charts: ECharts cannot read CSS variables, so they follow the appearance here. */
export function useChartColours() {
  const preferences = usePreferences()
  return computed(() =>
    preferences.isDark
      ? {
          brand: '#4fcf98',
          soft: '#56635b',
          amber: '#f3bd67',
          violet: '#c2abf5',
          text: '#a3b0a8',
          line: '#2b362f',
          surface: '#1e2722',
          strong: '#e9efea',
        }
      : {
          brand: '#0b7a50',
          soft: '#b9c6bd',
          amber: '#d98a1f',
          violet: '#7c5cc4',
          text: '#5b675f',
          line: '#e3e8e2',
          surface: '#ffffff',
          strong: '#17211b',
        },
  )
}

import type { Row } from '../../api/index.ts'

export type Hours = Row<'listAdminPickupPoints'>['hours']
type Weekday = keyof Hours

export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

export type DayForm = { isOpen: boolean; from: string; to: string }

const DEFAULT_DAY: DayForm = { isOpen: true, from: '08:00', to: '21:00' }

/** One span per day for people; a point with more spans a day keeps its first here and all of them when not touched. */
export const formOf = (hours: Hours | undefined): DayForm[] =>
  WEEKDAYS.map((day) => {
    const [span] = hours?.[day] ?? []
    if (!hours) return { ...DEFAULT_DAY }
    return span ? { isOpen: true, ...span } : { ...DEFAULT_DAY, isOpen: false }
  })

export const hoursOf = (days: readonly DayForm[]): Hours => {
  const spans = days.map(({ isOpen, from, to }) => (isOpen ? [{ from, to }] : []))
  return Object.fromEntries(WEEKDAYS.map((day, index) => [day, spans[index] ?? []])) as Record<
    Weekday,
    { from: string; to: string }[]
  >
}

/** Whether the form can hold it without losing anything. */
export const isSimple = (hours: Hours): boolean => WEEKDAYS.every((day) => hours[day].length <= 1)

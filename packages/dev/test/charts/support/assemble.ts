import { assembleCharts } from '../../../src/charts/charts.ts'

/** Once for all files: two at a time would write the same archives. Builds Helm where there is none. */
export const setup = (): void => assembleCharts()

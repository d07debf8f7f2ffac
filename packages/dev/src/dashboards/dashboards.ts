import { inRoot } from '../paths.ts'
import { business } from './business.ts'
import { events } from './events.ts'
import { dashboardJson } from './panel.ts'
import { processes } from './processes.ts'
import { traffic } from './traffic.ts'

/** Where Grafana of docker-compose.yml and the umbrella chart find what `npm run gen` writes. */
const DASHBOARDS = inRoot('charts', 'linli', 'files', 'dashboards')

/** The dashboards as files. */
export const dashboardFiles = (): { path: string; text: string }[] =>
  [traffic, business, events, processes].map((dashboard) => ({
    path: `${DASHBOARDS}/${dashboard.uid}.json`,
    text: dashboardJson(dashboard),
  }))

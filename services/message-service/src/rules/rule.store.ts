import { fromColumns, type Sql } from '@linli/events'
import type { Overrides } from './built-in.ts'

/** What this installation says and does instead of the built-in rules. */
export async function loadOverrides(sql: Sql): Promise<Overrides> {
  const [templates, routes] = await Promise.all([
    sql`
      select template.event_type, template.audience, current.content
      from message_templates as template
      join message_template_versions as current
        on current.template_id = template.id and current.version = template.version`,
    sql`select event_type, audience, channels, in_app, quiet_hours, delay_seconds, enabled from message_routes`,
  ])
  return {
    templates: templates.map((row) => fromColumns<Overrides['templates'][number]>(row)),
    routes: routes.map((row) => fromColumns<Overrides['routes'][number]>(row)),
  }
}

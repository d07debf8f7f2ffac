import type { Dashboard } from './panel.ts'

/** From the commit to the handler: what waits where. */
export const events: Dashboard = {
  uid: 'linli-events',
  title: 'Linli / Events and jobs',
  byService: true,
  panels: [
    {
      title: 'Age of the oldest event not published',
      description: 'Below a second while all is well.',
      unit: 's',
      series: { 'max by (service) (outbox_oldest_seconds{service=~"$service"})': '{{service}}' },
    },
    {
      title: 'Events not published',
      unit: 'short',
      series: { 'max by (service) (outbox_unpublished{service=~"$service"})': '{{service}}' },
    },
    {
      title: 'Published',
      unit: 'ops',
      series: {
        'sum by (service) (rate(outbox_published_total{service=~"$service"}[$__rate_interval]))':
          '{{service}}',
      },
    },
    {
      title: 'Waiting for their handlers',
      unit: 'short',
      series: {
        'max by (service, type) (events_pending{service=~"$service"})': '{{service}} {{type}}',
        'max by (service, type) (events_unacknowledged{service=~"$service"})': '{{service}} {{type}} in hand',
      },
    },
    {
      title: 'Handled',
      unit: 'ops',
      series: {
        'sum by (service, outcome) (rate(events_handled_total{service=~"$service"}[$__rate_interval]))':
          '{{service}} {{outcome}}',
      },
    },
    {
      title: 'Commit to handled (p99)',
      unit: 's',
      series: {
        'histogram_quantile(0.99, sum by (service, le) (rate(event_lag_seconds_bucket{service=~"$service"}[$__rate_interval])))':
          '{{service}}',
      },
    },
    {
      title: 'Dead events',
      description: 'Each waits for somebody who repairs the cause and redrives it.',
      unit: 'short',
      series: { 'max by (service) (dead_events{service=~"$service"})': '{{service}}' },
    },
    {
      title: 'Jobs that fail or are overdue',
      unit: 'short',
      series: {
        'max by (name) (job_failed{service=~"$service"}) > 0': '{{name}} failed',
        'max by (name) (job_overdue_seconds{service=~"$service"}) > 60': '{{name}} overdue, s',
        'sum by (name) (rate(job_runs_total{service=~"$service",outcome="failed"}[$__rate_interval])) > 0':
          '{{name}} failures/s',
      },
    },
  ],
}

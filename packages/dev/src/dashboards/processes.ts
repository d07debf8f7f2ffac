import type { Dashboard } from './panel.ts'

/** What the processes use, and what they wait for. */
export const processes: Dashboard = {
  uid: 'linli-processes',
  title: 'Linli / Processes',
  byService: true,
  panels: [
    {
      title: 'Up',
      unit: 'short',
      series: { 'sum by (job) (up{job=~"(.*/)?(gateway|.+-service)"})': '{{job}}' },
    },
    {
      title: 'CPU',
      description: 'One process uses little more than one core.',
      unit: 'percentunit',
      series: {
        'sum by (service, instance) (rate(process_cpu_seconds_total{service=~"$service"}[$__rate_interval]))':
          '{{service}} {{instance}}',
      },
    },
    {
      title: 'Memory',
      unit: 'bytes',
      series: {
        'process_resident_memory_bytes{service=~"$service"}': '{{service}} {{instance}}',
        'nodejs_heap_used_bytes{service=~"$service"}': '{{service}} {{instance}} heap',
      },
    },
    {
      title: 'Event loop: how late timers are (p99)',
      unit: 's',
      series: {
        'nodejs_eventloop_lag_seconds{service=~"$service",quantile="0.99"}': '{{service}} {{instance}}',
      },
    },
    {
      title: 'Event loop: share of the time that it worked',
      unit: 'percentunit',
      series: { 'nodejs_eventloop_utilization{service=~"$service"}': '{{service}} {{instance}}' },
    },
    {
      title: 'Database connections',
      unit: 'short',
      series: {
        'sum by (service, state) (db_pool_connections{service=~"$service"})': '{{service}} {{state}}',
        'sum by (service) (db_pool_waiting{service=~"$service"})': '{{service}} waiting for one',
      },
    },
  ],
}

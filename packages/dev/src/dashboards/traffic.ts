import type { Dashboard } from './panel.ts'

const quantile = (share: number, labels: string, metric: string) =>
  `histogram_quantile(${share}, sum by (${labels}, le) (rate(${metric}[$__rate_interval])))`

/** Rate, errors, duration: at the gateway, per service and route, between the services. */
export const traffic: Dashboard = {
  uid: 'linli-traffic',
  title: 'Linli / Traffic',
  byService: true,
  panels: [
    {
      title: 'Requests at the gateway',
      unit: 'reqps',
      series: { 'sum by (code) (rate(kong_http_requests_total[$__rate_interval]))': '{{code}}' },
    },
    {
      title: 'Failed at the gateway',
      description: 'The objective is 0.1 %.',
      unit: 'percentunit',
      series: { 'linli:gateway_errors:ratio5m': '5 minutes', 'linli:gateway_errors:ratio1h': 'an hour' },
    },
    {
      title: 'Requests by service',
      unit: 'reqps',
      series: {
        'sum by (service) (rate(http_request_duration_seconds_count{service=~"$service"}[$__rate_interval]))':
          '{{service}}',
      },
    },
    {
      title: '5xx by service and route',
      unit: 'reqps',
      series: {
        'sum by (service, method, route, status) (rate(http_request_duration_seconds_count{service=~"$service",status=~"5.."}[$__rate_interval]))':
          '{{status}} {{method}} {{route}}',
      },
    },
    {
      title: 'Duration by service',
      unit: 's',
      series: {
        [quantile(0.5, 'service', 'http_request_duration_seconds_bucket{service=~"$service"}')]:
          'p50 {{service}}',
        [quantile(0.99, 'service', 'http_request_duration_seconds_bucket{service=~"$service"}')]:
          'p99 {{service}}',
      },
    },
    {
      title: 'The ten slowest routes (p99)',
      unit: 's',
      series: {
        [`topk(10, ${quantile(0.99, 'method, route', 'http_request_duration_seconds_bucket{service=~"$service"}')})`]:
          '{{method}} {{route}}',
      },
    },
    {
      title: 'Duration of calls between services (p99)',
      unit: 's',
      series: {
        [quantile(0.99, 'service, peer', 'grpc_client_duration_seconds_bucket{service=~"$service"}')]:
          '{{service}} → {{peer}}',
      },
    },
    {
      title: 'Calls without a good answer',
      unit: 'ops',
      series: {
        'sum by (service, peer, status) (rate(grpc_client_duration_seconds_count{service=~"$service",status!="OK"}[$__rate_interval]))':
          '{{service}} → {{peer}} {{status}}',
        'sum by (service, status) (rate(grpc_server_duration_seconds_count{service=~"$service",status!="OK"}[$__rate_interval]))':
          '{{service}} answers {{status}}',
      },
    },
  ],
}

import type { Dashboard } from './panel.ts'

const told = (types: string) =>
  `sum by (type) (increase(events_told_total{type=~"${types}"}[$__rate_interval]))`

/** Orders, money, stock: what the shop lives on. */
export const business: Dashboard = {
  uid: 'linli-business',
  title: 'Linli / Business',
  byService: false,
  panels: [
    {
      title: 'Paid in the last 24 hours',
      unit: 'currencyCNY',
      kind: 'stat',
      series: { 'sum(increase(order_paid_fen_total[24h])) / 100': 'GMV' },
    },
    {
      title: 'Orders',
      unit: 'short',
      series: { [told('order\\\\.v1\\\\.Order(Created|Confirmed|Paid|Completed|Closed)')]: '{{type}}' },
    },
    {
      title: 'Orders that wait',
      description:
        'CREATED: being confirmed, seconds at most. CLOSING: until the payment is certainly closed.',
      unit: 'short',
      series: { 'max by (state) (orders_waiting)': '{{state}}' },
    },
    {
      title: 'Age of the oldest of them',
      unit: 's',
      series: { 'max by (state) (orders_waiting_oldest_seconds)': '{{state}}' },
    },
    {
      title: 'Payments',
      unit: 'short',
      series: { [told('payment\\\\.v1\\\\.Payment.+')]: '{{type}}' },
    },
    {
      title: 'Paid of those who began to',
      unit: 'percentunit',
      series: {
        'sum(increase(events_told_total{type="payment.v1.PaymentSucceeded"}[30m])) / sum(increase(wechatpay_call_duration_seconds_count{operation="prepay",outcome="ok"}[30m]))':
          'success',
      },
    },
    {
      title: 'Calls of WeChat Pay (p99)',
      unit: 's',
      series: {
        'histogram_quantile(0.99, sum by (operation, le) (rate(wechatpay_call_duration_seconds_bucket[$__rate_interval])))':
          '{{operation}}',
      },
    },
    {
      title: 'Payment notices',
      unit: 'short',
      series: { 'sum by (outcome) (increase(payment_notifications_total[$__rate_interval]))': '{{outcome}}' },
    },
    {
      title: 'Refunds owed, and age of the oldest',
      description: 'A day is the limit.',
      unit: 'short',
      series: {
        'max(refunds_open)': 'owed',
        'max(refunds_open_oldest_seconds) / 3600': 'hours',
        'max(payments_closing)': 'payments being closed',
      },
    },
    {
      title: 'Stock and coupons refused or low',
      unit: 'short',
      series: {
        [told(
          'product\\\\.v1\\\\.Stock(ReservationFailed|Low)|.+LockFailed|points\\\\.v1\\\\.PointsFreezeFailed',
        )]: '{{type}}',
      },
    },
    {
      title: 'Ledgers that do not add up',
      description: 'Zero, always.',
      unit: 'short',
      kind: 'stat',
      series: { 'max by (name) (job_failed{name=~".+\\\\.audit"})': '{{name}}' },
    },
    {
      title: 'Messages that did not go out',
      unit: 'short',
      series: { [told('message\\\\.v1\\\\.MessageFailed')]: '{{type}}' },
    },
  ],
}

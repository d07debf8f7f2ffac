import { describe, expect, test } from 'vitest'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { helm, KUBE_VERSION } from '../../src/charts/helm.ts'
import { valuesOf } from '../../src/charts/value-sets.ts'
import { CHARTS, RENDERINGS, refusal } from './support/render.ts'

test.each(RENDERINGS)('$chart passes helm lint with the $set values', ({ chart, set }) => {
  const args = ['lint', chart, '--strict', '--kube-version', KUBE_VERSION, '--values', '-']
  const { status, stdout, stderr } = helm(args, valuesOf(chart, set))
  expect(status, `${stdout}${stderr}`).toBe(0)
})

test('an installation that says nothing is told everything that is missing', () => {
  const { status, stderr } = helm(['template', 'linli', UMBRELLA, '--kube-version', KUBE_VERSION])
  expect(status).not.toBe(0)
  for (const name of ['WECHAT_APP_ID', 'OSS_BASE_URL', 'WECHATPAY_MCHID', 'WECHATPAY_NOTIFY_BASE_URL'])
    expect(stderr).toContain(`'${name}'`)
})

describe('values that nobody can have meant are refused, by their path', () => {
  const ALL = CHARTS.filter((chart) => chart !== UMBRELLA)
  const SERVICES = ALL.filter((chart) => chart.endsWith('-service'))

  test.each(CHARTS)('%s: a value that it does not have', (chart) => {
    expect(refusal(chart, 'minimal', ['--set', 'replicas=3'])).toContain(
      "at '': additional properties 'replicas' not allowed",
    )
  })

  test.each(ALL)('%s: values of the library, which is no place for them', (chart) => {
    expect(refusal(chart, 'minimal', ['--set', 'lib.replicaCount=3'])).toContain(
      "additional properties 'replicaCount' not allowed",
    )
  })

  test.each(ALL)('%s below the umbrella, by its name', (chart) => {
    const message = refusal(UMBRELLA, 'minimal', ['--set', `${chart}.replicas=3`])
    expect(message).toContain(`${chart}:\n- at '': additional properties 'replicas' not allowed`)
  })

  test.each(SERVICES)('%s: a secret among the settings', (chart) => {
    expect(refusal(chart, 'minimal', ['--set', 'config.DATABASE_URL=postgres://x'])).toContain(
      "at '/config': additional properties 'DATABASE_URL' not allowed",
    )
  })

  const PLANTED: readonly (readonly [chart: string, flag: string, message: string])[] = [
    [
      'order-service',
      'config.PAYMENT_WINDOW_MINUTES=0',
      "at '/config/PAYMENT_WINDOW_MINUTES': minimum: got 0, want 1",
    ],
    [
      'order-service',
      'config.PAYMENT_WINDOW_MINUTE=5',
      "at '/config': additional properties 'PAYMENT_WINDOW_MINUTE'",
    ],
    ['order-service', 'config.HTTP_PORT=80', "at '/config': additional properties 'HTTP_PORT' not allowed"],
    [
      'order-service',
      'config.LOG_LEVEL=loud',
      "at '/config/LOG_LEVEL': value must be one of 'fatal', 'error'",
    ],
    [
      'order-service',
      'secretFiles.QUOTE_FILE=quote.key',
      "at '/secretFiles': additional properties 'QUOTE_FILE'",
    ],
    ['user-service', 'config.WECHAT_APP_ID=null', "at '/config/WECHAT_APP_ID': got null, want string"],
    [
      'payment-service',
      'config.WECHATPAY_MCHID=1900000001',
      "at '/config/WECHATPAY_MCHID': got number, want string",
    ],
    ['order-service', 'flows.calls={orders}', "at '/flows/calls/0': value must be one of 'user', 'product'"],
    ['order-service', 'image.digest=sha256:abc', "at '/image/digest': 'sha256:abc' does not match pattern"],
    ['order-service', 'resources.limits=null', "at '/resources': missing property 'limits'"],
    ['order-service', 'replicaCount=two', "at '/replicaCount': got string, want integer"],
    ['order-service', 'networkPolicy.nats.port=99999', "at '/networkPolicy/nats/port': maximum: got 99,999"],
    [
      'order-service',
      'networkPolicy.redis.to[0].ip=10.0.0.1',
      "at '/networkPolicy/redis/to/0': additional properties 'ip'",
    ],
    [
      'order-service',
      'secrets.externalSecrets.enabled=true',
      "at '/secrets/externalSecrets/storeName': minLength",
    ],
    ['gateway', 'ingress.enabled=true', "at '/ingress/hosts': minItems: got 0, want 1"],
    ['web', 'gatewayApi.enabled=true', "at '/gatewayApi/parentRefs': minItems: got 0, want 1"],
    ['gateway', 'origins={shop.example.com}', "at '/origins/0': 'shop.example.com' does not match pattern"],
    ['linli', 'externalSecrets.enabled=true', "at '/externalSecrets/storeName': minLength: got 0, want 1"],
    ['linli', 'global.imageRegistery=x', "additional properties 'imageRegistery' not allowed"],
  ]
  test.each(PLANTED)('%s: %s', (chart, flag, message) => {
    expect(refusal(chart, 'minimal', ['--set', flag])).toContain(message)
  })
})

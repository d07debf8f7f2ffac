import { expect, test } from 'vitest'
import { acs3Canonical, acs3Signature, queryOf } from './aliyun-signature.ts'
import { signTc3 } from './tencent-signature.ts'

// Vector aliyun-acs3-doc: help.aliyun.com, "OpenAPI V3 signature".
test('reproduces the ACS3 signature of the documentation', () => {
  const query = queryOf({
    RegionId: 'cn-shanghai',
    ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
  })
  const headers = {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    'x-acs-action': 'RunInstances',
    'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
    'x-acs-version': '2014-05-26',
  }
  expect(acs3Signature('YourAccessKeySecret', acs3Canonical(query, headers))).toBe(
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

// cloud.tencent.com, API 3.0 signature, the cvm DescribeInstances example.
test('reproduces the TC3 signature of the documentation', () => {
  const { signature, timestamp } = signTc3(
    { id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' },
    {
      service: 'cvm',
      host: 'cvm.tencentcloudapi.com',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      at: new Date(1_551_113_065_000),
    },
  )
  expect(timestamp).toBe('1551113065')
  expect(signature).toBe('72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168')
})

test('encodes what encodeURIComponent leaves', () => {
  expect(queryOf({ TemplateParam: "{'a':(1)*!}" })).toBe('TemplateParam=%7B%27a%27%3A%281%29%2A%21%7D')
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatePlatformKeys, writeKeyFile } from '@linli/dev'
import { type AppFile, generateKeys, KEY_FILES } from '@linli/simulator'

export type Merchant = AppFile & { readonly serial: string }

/**
 * Makes the keys that are missing in `dir`. Who the simulated merchant is must be known before: the services are told
 * by their environment.
 * @throws Error when the keys there belong to another merchant
 */
export async function makeKeys(dir: string, { serial, ...app }: Merchant): Promise<void> {
  keep(join(dir, 'wechat', KEY_FILES.app), JSON.stringify(app, null, 2))
  keep(join(dir, 'wechat', KEY_FILES.merchantSerial), serial)
  generatePlatformKeys(dir)
  await generateKeys(join(dir, 'wechat'))
}

function keep(file: string, content: string): void {
  if (!existsSync(file)) writeKeyFile(file, content)
  else if (readFileSync(file, 'utf8') !== content)
    throw new Error(
      `${file} belongs to another merchant: set WECHAT_APP_ID, WECHAT_APP_SECRET, WECHATPAY_MCHID and ` +
        'WECHATPAY_MERCHANT_SERIAL as they were, or begin anew with empty volumes',
    )
}

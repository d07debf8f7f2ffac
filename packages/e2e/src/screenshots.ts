// `npm run screenshots [-- folder]`: every page of the running platform's front ends in both languages, light and dark,
// with an index page, into an ignored folder.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot, readAddresses } from '@linli/dev'
import type { Browser, Page } from 'playwright-core'
import { ADMIN_DRAWERS, ADMIN_PAGES, adminSignIn, DESK } from './browser/admin.ts'
import { bringChineseFont } from './browser/chinese.ts'
import { CHINA, launch, meet, PHONE, type Visitor } from './browser/chromium.ts'
import { MERCHANT_PAGES, USER_PAGES } from './browser/pages.ts'
import { choosePlace, payForCart, putIntoCart, signIn } from './browser/resident.ts'
import { staffSignIn } from './browser/staff.ts'
import { demoAccounts } from './demo-accounts.ts'
import { openShop } from './shop.ts'

const addresses = readAddresses()
if (!addresses?.web.user || !addresses.web.merchant || !addresses.web.admin)
  throw new Error('nothing is running: npm start -- --detach')
const { user, merchant, admin } = addresses.web
const accounts = demoAccounts(addresses)
const folder = process.argv[2] ?? inRoot('.local', 'screenshots')

const SIZES = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } } as const
type Size = keyof typeof SIZES
const LOOKS = (['zh', 'en'] as const).flatMap((lang) =>
  [false, true].flatMap((dark) => (Object.keys(SIZES) as Size[]).map((size) => ({ lang, dark, size }))),
)
type Look = (typeof LOOKS)[number]

const QUIET_MS = 5000
const nameOf = ({ lang, dark, size }: Look): string => `${lang}-${dark ? 'dark' : 'light'}-${size}`

async function open(browser: Browser, url: string, { dark, size }: Look): Promise<Visitor> {
  const context = await browser.newContext({
    ...PHONE,
    viewport: SIZES[size],
    colorScheme: dark ? 'dark' : 'light',
  })
  await bringChineseFont(context)
  const page = await context.newPage()
  await page.goto(url)
  return meet(page, context)
}

/** The settings as the app keeps them; the next page that is opened follows. */
const speak = (page: Page, app: string, lang: string): Promise<void> =>
  page.evaluate(
    ([key, value]) => localStorage.setItem(key ?? '', value ?? ''),
    [
      `linli-${app}:settings`,
      JSON.stringify({
        data: JSON.stringify({ state: { lang, appearance: 'system', large: false }, version: 1 }),
      }),
    ],
  )

async function shoot(page: Page, origin: string, pages: Readonly<Record<string, string>>): Promise<Buffer[]> {
  const shots: Buffer[] = []
  for (const address of Object.values(pages)) {
    await page.goto(`${origin}${address}`)
    // A page that polls is never quiet for long; what it shows by then is what one sees.
    await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined)
    shots.push(await page.screenshot())
  }
  return shots
}

type Shot = { readonly app: string; readonly name: string; readonly look: string; readonly file: string }

function keep(app: string, look: Look, taken: readonly (readonly [string, Buffer])[]): Shot[] {
  return taken.map(([name, bytes]) => {
    const file = `${app}-${name}-${nameOf(look)}.png`
    writeFileSync(join(folder, file), bytes)
    return { app, name, look: nameOf(look), file }
  })
}

/** The console is made for a desk; it is shot at that size only. */
async function shootConsole(
  browser: Browser,
  { lang, dark }: Look,
  pages: Readonly<Record<string, string>>,
): Promise<Buffer[]> {
  const context = await browser.newContext({
    ...CHINA,
    viewport: DESK,
    colorScheme: dark ? 'dark' : 'light',
  })
  await bringChineseFont(context)
  const page = await context.newPage()
  await page.goto(admin)
  await page.evaluate((value) => localStorage.setItem('linli-admin:language', value), lang)
  await adminSignIn(meet(page, context), admin, accounts.admin)
  const shots = await shoot(page, admin, pages)
  await context.close()
  return shots
}

const shop = openShop(addresses)

async function aProduct(): Promise<string> {
  const [sku] = await shop.firstSkus(1)
  if (!sku) throw new Error('the shop is empty')
  return sku.productId
}

async function shootLook(browser: Browser, look: Look): Promise<Shot[]> {
  const resident = await open(browser, user, look)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, user)
  await putIntoCart(resident, '紫甘蓝')
  const orderId = await payForCart(resident)
  await putIntoCart(resident, '阳光金果猕猴桃')
  await speak(resident.page, 'user', look.lang)
  const subject = { orderId, productId: await aProduct() }
  const userPages = USER_PAGES(subject)
  const merchantPages = MERCHANT_PAGES(subject)
  const userShots = await shoot(resident.page, user, userPages)
  await resident.context.close()

  const owner = await open(browser, merchant, look)
  await staffSignIn(owner, accounts.merchant)
  await speak(owner.page, 'merchant', look.lang)
  const ownerShots = await shoot(owner.page, merchant, merchantPages)
  await owner.context.close()

  const [{ communityId }] = accounts.users
  const consolePages = { ...ADMIN_PAGES, ...ADMIN_DRAWERS({ ...subject, communityId }) }
  const consoleShots = look.size === 'wide' ? await shootConsole(browser, look, consolePages) : []

  const named = (pages: object, shots: readonly Buffer[]) =>
    Object.keys(pages).flatMap((name, index) => {
      const bytes = shots[index]
      return bytes ? [[name, bytes] as const] : []
    })
  return [
    ...keep('user', look, named(userPages, userShots)),
    ...keep('merchant', look, named(merchantPages, ownerShots)),
    ...keep('admin', look, named(consolePages, consoleShots)),
  ]
}

/** Pages down, looks across. */
function indexPage(shots: readonly Shot[]): string {
  const rows = Map.groupBy(shots, ({ app, name }) => `${app} · ${name}`)
  const row = ([title, list]: [string, Shot[]]): string =>
    `<h2>${title}</h2><div>${list.map(({ file, look }) => `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${look}"></a><figcaption>${look}</figcaption></figure>`).join('')}</div>`
  const style =
    'body{font:14px system-ui;margin:24px;background:#eee}div{display:flex;gap:12px;overflow-x:auto}figure{margin:0}img{height:420px;border-radius:8px}'
  return `<!doctype html><meta charset="utf-8"><title>Linli</title><style>${style}</style>${[...rows].map(row).join('')}`
}

mkdirSync(folder, { recursive: true })
const browser = await launch()
try {
  const shots: Shot[] = []
  for (const look of LOOKS) {
    shots.push(...(await shootLook(browser, look)))
    console.log(`${nameOf(look)}: ${shots.length} so far`)
  }
  writeFileSync(join(folder, 'index.html'), indexPage(shots))
  console.log(`${shots.length} screenshots: ${join(folder, 'index.html')}`)
} finally {
  await browser.close()
}

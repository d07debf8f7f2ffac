import {
  Button,
  dateTime,
  Empty,
  Field,
  List,
  type Pages,
  Tabs,
  toast,
  useAction,
  usePages,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { api, type Coupon, type CouponTemplate, newKey } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { follow, go } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import { CouponCard } from './coupon-card'
import './index.scss'

const PAGE = 20
const STATUSES = ['UNUSED', 'LOCKED', 'USED', 'EXPIRED'] as const
type Status = (typeof STATUSES)[number]

export default function Coupons() {
  const t = useT()
  const { tab } = useRouter().params
  const [current, setCurrent] = useState<Status | 'centre'>(tab === 'centre' ? 'centre' : 'UNUSED')
  return (
    <Screen title={t('couponsTitle')}>
      <Tabs
        tabs={[
          { key: 'UNUSED' as const, label: t('couponsUNUSED') },
          { key: 'centre' as const, label: t('couponsCentre') },
          ...STATUSES.slice(1).map((key) => ({ key, label: t(`coupons${key}`) })),
        ]}
        current={current}
        onChange={setCurrent}
      />
      {current === 'centre' ? (
        <Centre />
      ) : (
        <NeedsLogin>
          <Mine status={current} onCentre={() => setCurrent('centre')} />
        </NeedsLogin>
      )}
    </Screen>
  )
}

function Mine({ status, onCentre }: { readonly status: Status; readonly onCentre: () => void }) {
  const t = useT()
  const pages: Pages<Coupon> = usePages(status, (cursor) =>
    api.listCoupons({ query: { status, cursor, limit: PAGE } }),
  )
  return (
    <>
      {status === 'UNUSED' && <Exchange onDone={() => void pages.reload()} />}
      <List
        pages={pages}
        empty={
          <Empty
            icon='coupon'
            title={t('couponsEmpty')}
            note={t('couponsEmptyNote')}
            action={{ text: t('couponsCentre'), onTap: onCentre }}
          />
        }
        render={(coupon) => (
          <CouponCard
            key={coupon.id}
            coupon={coupon}
            faded={status === 'USED' || status === 'EXPIRED'}
            note={t('couponUntilDate', { date: dateTime(coupon.validUntil) })}
          >
            {status === 'UNUSED' && (
              <Button size='small' onTap={() => (coupon.link === '' ? go('home') : follow(coupon.link))}>
                {t('couponUse')}
              </Button>
            )}
            {status === 'LOCKED' && coupon.orderId !== null && (
              <Button size='small' kind='plain' onTap={() => go('order', { id: coupon.orderId ?? '' })}>
                {t('viewOrder')}
              </Button>
            )}
          </CouponCard>
        )}
      />
    </>
  )
}

/** For a code on paper. */
function Exchange({ onDone }: { readonly onDone: () => void }) {
  const t = useT()
  const [code, setCode] = useState('')
  const claim = useAction(async () => {
    await api.claimCoupon({ body: { code: code.trim() }, key: newKey() })
    toast(t('couponDone'))
    setCode('')
    onDone()
  })
  return (
    <View className='ll-card coupons__code'>
      <View className='ll-grow'>
        <Field
          label={t('couponCode')}
          value={code}
          maxLength={32}
          onChange={setCode}
          onDone={() => void claim.run()}
        />
      </View>
      <Button
        size='small'
        kind='soft'
        disabled={code.trim() === ''}
        loading={claim.pending}
        onTap={() => void claim.run()}
      >
        {t('couponExchange')}
      </Button>
    </View>
  )
}

function Centre() {
  const t = useT()
  const signedIn = useSignedIn()
  const pages: Pages<CouponTemplate> = usePages(`centre/${signedIn}`, (cursor) =>
    api.listCouponTemplates({ query: { cursor, limit: PAGE } }),
  )
  return (
    <List
      pages={pages}
      empty={<Empty icon='coupon' title={t('couponsCentreEmpty')} note={t('couponsCentreEmptyNote')} />}
      render={(template) => (
        <CouponCard
          key={template.id}
          coupon={template}
          faded={template.soldOut}
          note={validityText(template, t)}
        >
          <Claim template={template} onDone={() => void pages.reload()} />
        </CouponCard>
      )}
    />
  )
}

function Claim({ template, onDone }: { readonly template: CouponTemplate; readonly onDone: () => void }) {
  const t = useT()
  const signedIn = useSignedIn()
  const claim = useAction(async () => {
    if (!signedIn) return go('login')
    await api.claimCoupon({ body: { templateId: template.id }, key: newKey() })
    toast(t('couponDone'))
    onDone()
  })
  const { mine, soldOut } = template
  const claimable = !soldOut && (mine?.claimable ?? true)
  return (
    <Button size='small' disabled={!claimable} loading={claim.pending} onTap={() => void claim.run()}>
      {t(soldOut ? 'couponGone' : claimable ? 'couponClaim' : 'couponClaimed')}
    </Button>
  )
}

const validityText = ({ validity }: CouponTemplate, t: ReturnType<typeof useT>): string =>
  validity.kind === 'FIXED'
    ? t('couponUntilDate', { date: dateTime(validity.until) })
    : t('couponDays', { n: validity.days })

import { Card, dateTime, ErrorView, Icon, QrCode, SkeletonRows, serverNow, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidHide, useDidShow, useRouter, useUnload } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { api } from '../../api'
import { Screen } from '../../components/screen'
import { brighten } from '../../platform/wechat'
import { useCodes } from '../../stores/codes'
import { useT } from '../../words'
import './index.scss'

const QR_SIDE = 220
const LEAST_WAIT_MS = 1000
const GROUP = 3

/** The digits in threes, as one reads them out. */
const spaced = (code: string): string => (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [code]).join(' ')

/** The QR code changes on the server's time; the digits are kept on the device for when there is no network. */
export default function Pickup() {
  const t = useT()
  const { id = '' } = useRouter().params
  const { codes, keep } = useCodes()
  const query = useQuery(id, async () => {
    const fresh = await api.getPickupCode({ query: { orderId: id } })
    keep(id, fresh.code)
    return fresh
  })
  const dim = useRef<Promise<(() => void) | undefined>>()
  const putBack = (): void => {
    void dim.current?.then((back) => back?.())
    dim.current = undefined
  }
  useDidShow(() => {
    // A phone that does not let itself be brightened still shows the code.
    dim.current = brighten().catch(() => undefined)
  })
  useDidHide(putBack)
  useUnload(putBack)
  const { data, reload } = query
  const until = data?.live ? data.qrExpiresAt : undefined
  useEffect(() => {
    if (!until) return undefined
    const wait = Math.max(LEAST_WAIT_MS, Date.parse(until) - serverNow())
    const timer = setTimeout(() => void reload(), wait)
    return () => clearTimeout(timer)
  }, [until, reload])
  const kept = data?.code ?? codes[id]
  const done = data !== undefined && !data.live && ['VERIFIED', 'DELIVERED'].includes(data.status)
  return (
    <Screen title={t('pickupTitle')}>
      {query.loading && !kept && <SkeletonRows rows={2} />}
      {query.failure && !kept && <ErrorView failure={query.failure} onRetry={() => void reload()} />}
      {kept && (
        <Card>
          <View className='ticket'>
            <View className='ticket__place'>{data?.pickupPointName ?? t('pickupPoint')}</View>
            {done ? (
              <View className='ticket__done'>
                <Icon name='verified' tone='brand' size={96} />
                <View className='ll-strong'>{t('pickupDone')}</View>
              </View>
            ) : (
              <>
                <View className='ll-muted'>
                  {t(data?.status === 'READY' || data?.status === 'PARTIAL' ? 'pickupShow' : 'pickupWait')}
                </View>
                {data && <QrCode text={data.qrPayload} size={QR_SIDE} />}
                <View className='ticket__code'>{spaced(kept)}</View>
                <View className='ll-muted'>{t(data ? 'pickupRotate' : 'pickupOffline')}</View>
              </>
            )}
            {data?.pickupDeadline && !done && (
              <View className='ticket__deadline'>
                {t('pickupDeadline', { date: dateTime(data.pickupDeadline) })}
              </View>
            )}
          </View>
        </Card>
      )}
    </Screen>
  )
}

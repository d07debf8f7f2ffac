import { Card, friendlyTime, serverNow, Tag, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api } from '../../api'
import { useOfflineScans } from '../../stores/offline-scans'
import { useT } from '../../words'

const RECENT = 10

type HistoryProps = {
  readonly pointId: string
  /** Goes up with every hand-over. */
  readonly turn: number
}

/** What was handed over at this point a moment ago. */
export function History({ pointId, turn }: HistoryProps) {
  const t = useT()
  const unsent = useOfflineScans(({ scans }) => scans.length)
  const query = useQuery(
    `${pointId}/${turn}/${unsent}`,
    () => api.listVerifications({ query: { pickupPointId: pointId, limit: RECENT } }),
    { keep: true },
  )
  if (!query.data) return null
  return (
    <Card title={t('verifyHistory')}>
      {query.data.items.length === 0 && <View className='ll-muted'>{t('verifyHistoryEmpty')}</View>}
      {query.data.items.map(
        ({ id, orderNo, method, lines, complete, operatorName, createdAt, scannedAt }) => (
          <View key={id} className='verify__past'>
            <View className='ll-between'>
              <View className='ll-strong'>{orderNo.slice(-6)}</View>
              <View className='ll-muted'>{friendlyTime(scannedAt ?? createdAt, serverNow())}</View>
            </View>
            <View className='ll-muted ll-line'>
              {lines.map(({ productName, qty }) => `${productName}×${qty}`).join('、')}
            </View>
            <View className='ll-inline'>
              <Tag tone={complete ? 'brand' : 'amber'}>{t(complete ? 'verifyDone' : 'verifyPart')}</Tag>
              {scannedAt !== null && <Tag>{t('offlineTag')}</Tag>}
              <View className='ll-muted'>
                {t(`method${method}`)} · {operatorName}
              </View>
            </View>
          </View>
        ),
      )}
    </Card>
  )
}

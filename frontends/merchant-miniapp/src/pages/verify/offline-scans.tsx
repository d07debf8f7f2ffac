import { Button, Card, confirm, friendlyTime, serverNow, Tag, useAction, useOnline } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDesk } from '../../stores/desk'
import { drop, type Scan, sendScans, useOfflineScans } from '../../stores/offline-scans'
import { useT } from '../../words'

const SHOWN = 8

/** A code as it was typed; of a QR the end is enough to tell one from another. */
const nameOf = ({ method, value }: Scan): string => (method === 'QR' ? `QR …${value.slice(-SHOWN)}` : value)

/** What was scanned without a network and has not arrived, or was refused when it did. */
export function OfflineScans() {
  const t = useT()
  const online = useOnline()
  const me = useDesk((desk) => desk.me?.id)
  const scans = useOfflineScans((state) => state.scans)
  const send = useAction(async () => {
    await sendScans()
  })
  if (scans.length === 0) return null
  const waiting = scans.some(({ staffId, refusal }) => refusal === undefined && staffId === me)
  return (
    <Card
      title={t('offlineTitle', { n: scans.length })}
      aside={
        waiting &&
        online && (
          <Button size='small' kind='soft' loading={send.pending} onTap={() => void send.run()}>
            {t('offlineSend')}
          </Button>
        )
      }
    >
      {scans.map((scan) => (
        <OneScan key={scan.key} scan={scan} isMine={scan.staffId === me} />
      ))}
    </Card>
  )
}

function OneScan({ scan, isMine }: { readonly scan: Scan; readonly isMine: boolean }) {
  const t = useT()
  const { key, pointName, scannedAt, refusal } = scan
  const forget = useAction(async () => {
    if (await confirm({ title: t('offlineDropAsk'), text: t('offlineDropNote') })) drop(key)
  })
  return (
    <View className='verify__past'>
      <View className='ll-between'>
        <View className='ll-strong'>{nameOf(scan)}</View>
        <View className='ll-muted'>{friendlyTime(scannedAt, serverNow())}</View>
      </View>
      <View className='ll-between'>
        <View className='ll-inline'>
          <Tag tone={refusal === undefined ? 'amber' : 'price'}>
            {t(refusal === undefined ? 'offlineWaiting' : 'offlineRefusal')}
          </Tag>
          <View className='ll-muted'>{isMine ? pointName : t('offlineOther')}</View>
        </View>
        {refusal !== undefined && (
          <Button size='small' kind='plain' onTap={() => void forget.run()}>
            {t('offlineDrop')}
          </Button>
        )}
      </View>
      {refusal !== undefined && <View className='verify__refusal'>{refusal}</View>}
    </View>
  )
}

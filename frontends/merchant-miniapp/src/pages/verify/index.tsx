import {
  Button,
  Card,
  Chip,
  Empty,
  friendlyTime,
  Input,
  serverNow,
  Tag,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { api, type Preview } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { PointPicker } from '../../components/point-picker'
import { Screen } from '../../components/screen'
import { buzz } from '../../platform/chime'
import { canScan, scan } from '../../platform/scan'
import { useMay, usePoint } from '../../stores/desk'
import { useT } from '../../words'
import { HandOver } from './hand-over'
import './index.scss'

const RECENT = 10
const TAIL = 4
/** A pickup code is short; what a scanner gun types from a QR code is not. */
const LONGEST_CODE = 12

type Method = 'CODE' | 'PHONE_TAIL'

export default function Verify() {
  const t = useT()
  return (
    <Screen title={t('verifyTitle')} tab>
      <NeedsLogin>
        <Counter />
      </NeedsLogin>
    </Screen>
  )
}

/** One after the other: look up, hand over, next. */
function Counter() {
  const t = useT()
  const may = useMay('pickup:verify')
  const point = usePoint()
  const [method, setMethod] = useState<Method>('CODE')
  const [value, setValue] = useState('')
  const [found, setFound] = useState<readonly Preview[]>()
  const [done, setDone] = useState(0)
  const look = useAction(async (asked: string, how: Method) => {
    const text = asked.trim()
    if (!point || text === '') return
    const asCode = text.length > LONGEST_CODE ? 'QR' : 'CODE'
    const { items } = await api.previewVerification({
      body: { pickupPointId: point.id, method: how === 'CODE' ? asCode : how, value: text },
    })
    buzz()
    if (items.length === 0) toast(t('verifyNone'))
    else setFound(items)
  })
  // One after the other: the camera opens again for the next person, until somebody turns back or types.
  const onward = useRef(false)
  const camera = useAction(async () => {
    const text = await scan()
    onward.current = text !== undefined
    if (text) await look.run(text, 'CODE')
  })
  const typed = (): void => {
    onward.current = false
    void look.run(value, method)
  }
  if (!may) return <Empty icon='lock-on' title={t('noRight')} note={t('noRightNote')} />
  if (!point) return <Empty icon='location' title={t('noPoint')} note={t('noPointNote')} />
  const next = (): void => {
    setFound(undefined)
    setValue('')
    setDone((n) => n + 1)
    if (onward.current) void camera.run()
  }
  return (
    <>
      <PointPicker />
      {found ? (
        <HandOver previews={found} onNext={next} />
      ) : (
        <Card>
          {canScan && (
            <View className='verify__scan'>
              <Button block size='large' loading={camera.pending} onTap={() => void camera.run()}>
                {t('verifyScan')}
              </Button>
            </View>
          )}
          <View className='verify__ways'>
            <Chip selected={method === 'CODE'} onTap={() => setMethod('CODE')}>
              {t('verifyCode')}
            </Chip>
            <Chip selected={method === 'PHONE_TAIL'} onTap={() => setMethod('PHONE_TAIL')}>
              {t('verifyTail')}
            </Chip>
          </View>
          <View className='verify__field'>
            <Input
              value={value}
              label={t(method === 'CODE' ? 'verifyCodeHint' : 'verifyTailHint')}
              type={method === 'CODE' ? 'text' : 'number'}
              {...(method === 'PHONE_TAIL' && { maxLength: TAIL })}
              onChange={setValue}
              onDone={typed}
            />
          </View>
          <Button
            block
            size='large'
            kind={canScan ? 'soft' : 'primary'}
            disabled={value.trim() === ''}
            loading={look.pending}
            onTap={typed}
          >
            {t('verifyGo')}
          </Button>
        </Card>
      )}
      {!found && <History key={`${point.id}/${done}`} pointId={point.id} />}
    </>
  )
}

function History({ pointId }: { readonly pointId: string }) {
  const t = useT()
  const query = useQuery(pointId, () =>
    api.listVerifications({ query: { pickupPointId: pointId, limit: RECENT } }),
  )
  if (!query.data) return null
  return (
    <Card title={t('verifyHistory')}>
      {query.data.items.length === 0 && <View className='ll-muted'>{t('verifyHistoryEmpty')}</View>}
      {query.data.items.map(({ id, orderNo, method, lines, complete, operatorName, createdAt }) => (
        <View key={id} className='verify__past'>
          <View className='ll-between'>
            <View className='ll-strong'>{orderNo.slice(-6)}</View>
            <View className='ll-muted'>{friendlyTime(createdAt, serverNow())}</View>
          </View>
          <View className='ll-muted ll-line'>
            {lines.map(({ productName, qty }) => `${productName}×${qty}`).join('、')}
          </View>
          <View className='ll-inline'>
            <Tag tone={complete ? 'brand' : 'amber'}>{t(complete ? 'verifyDone' : 'verifyPart')}</Tag>
            <View className='ll-muted'>
              {t(`method${method}`)} · {operatorName}
            </View>
          </View>
        </View>
      ))}
    </Card>
  )
}

import { Card, Empty, Row } from '@linli/mini-ui'
import { useState } from 'react'
import type { Preview } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { PointPicker } from '../../components/point-picker'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useMay, usePoint } from '../../stores/desk'
import { useT } from '../../words'
import { HandOver } from './hand-over'
import { History } from './history'
import { LookUpCard } from './look-up'
import { OfflineScans } from './offline-scans'
import { useLookUp } from './use-look-up'
import './index.scss'

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
  const seesWaiting = useMay('delivery:read')
  const point = usePoint()
  const [found, setFound] = useState<readonly Preview[]>()
  const [turn, setTurn] = useState(0)
  const nextTurn = (): void => setTurn((n) => n + 1)
  const lookUp = useLookUp({ point, onFound: setFound, onNoted: nextTurn })
  if (!may) return <Empty icon='lock-on' title={t('noRight')} note={t('noRightNote')} />
  if (!point) return <Empty icon='location' title={t('noPoint')} note={t('noPointNote')} />
  const next = (): void => {
    setFound(undefined)
    nextTurn()
    lookUp.goOn()
  }
  return (
    <>
      <PointPicker />
      {found ? <HandOver previews={found} onNext={next} /> : <LookUpCard key={turn} lookUp={lookUp} />}
      <OfflineScans />
      {!found && seesWaiting && (
        <Card pad={false}>
          <Row
            icon='assignment'
            title={t('waitingTitle')}
            note={t('waitingNote')}
            onTap={() => go('waiting')}
          />
        </Card>
      )}
      {!found && <History pointId={point.id} turn={turn} />}
    </>
  )
}

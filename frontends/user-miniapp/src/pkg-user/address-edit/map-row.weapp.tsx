import { Row, useAction } from '@linli/mini-ui'
import { chooseOnMap } from '../../platform/wechat'
import { useT } from '../../words'
import { useMapNote } from './map-note'
import type { MapRowProps } from './map-row.types'

/** WeChat's own map, with search. */
export function MapRow({ community, point, onChosen }: MapRowProps) {
  const t = useT()
  const words = useMapNote(community, point)
  const { run } = useAction(async () => {
    const { lng, lat } = point ?? community
    const place = await chooseOnMap({ lng, lat })
    if (place) onChosen(place)
  })
  return <Row title={t('addressMap')} note={words.note} value={words.value} onTap={() => void run()} />
}

import { Button, Row, Sheet, toast, useQuery } from '@linli/mini-ui'
import { type PointerEvent, useState } from 'react'
import { api } from '../../api'
import type { Point } from '../../platform/wechat.types'
import { useT } from '../../words'
import { frameOf, isInside, outlineOf, pointOf, spotOf } from './area'
import { useMapNote } from './map-note'
import type { MapRowProps } from './map-row.types'
import './map.scss'

const SIDE = 320

/** A browser has no map of streets without somebody's key: the community itself is drawn, and one points at it. */
export function MapRow({ community, point, onChosen }: MapRowProps) {
  const t = useT()
  const words = useMapNote(community, point)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Row title={t('addressMap')} note={words.note} value={words.value} onTap={() => setOpen(true)} />
      <Sheet title={t('addressMapTitle')} visible={open} onClose={() => setOpen(false)}>
        <Drawing
          community={community}
          point={point}
          onChosen={(place) => {
            setOpen(false)
            onChosen(place)
          }}
        />
      </Sheet>
    </>
  )
}

function Drawing({ community, point, onChosen }: MapRowProps) {
  const t = useT()
  const [chosen, setChosen] = useState<Point>(point ?? { lng: community.lng, lat: community.lat })
  const landmarks = useQuery(community.id, () =>
    api.listPickupPoints({ query: { communityId: community.id } }),
  )
  const outline = outlineOf(community)
  const frame = frameOf(outline)
  const at = (place: Point) => {
    const { x, y } = spotOf(frame, place)
    return { x: x * SIDE, y: y * SIDE }
  }
  const pick = ({ clientX, clientY, currentTarget }: PointerEvent): void => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    setChosen(pointOf(frame, { x: (clientX - left) / width, y: (clientY - top) / height }))
  }
  const use = (): void => {
    if (isInside(outline, chosen)) onChosen(chosen)
    else toast(t('addressMapOutside', { name: community.name }))
  }
  const pin = at(chosen)
  return (
    <>
      <div className='ll-muted'>{t('addressMapHint', { name: community.name })}</div>
      <svg className='map' viewBox={`0 0 ${SIDE} ${SIDE}`} aria-label={community.name} onPointerUp={pick}>
        <title>{community.name}</title>
        <polygon
          className='map__area'
          points={outline
            .map(at)
            .map(({ x, y }) => `${x},${y}`)
            .join(' ')}
        />
        {landmarks.data?.items.map(({ id, name, lng, lat }) => {
          const { x, y } = at({ lng, lat })
          return (
            <g key={id}>
              <circle className='map__landmark' cx={x} cy={y} r={4} />
              <text className='map__name' x={x} y={y + 17} textAnchor='middle'>
                {name}
              </text>
            </g>
          )
        })}
        <path
          className='map__pin'
          d='M0 0C-10-12-13-18-13-24a13 13 0 1 1 26 0C13-18 10-12 0 0Z'
          transform={`translate(${pin.x} ${pin.y})`}
        />
        <circle className='map__eye' cx={pin.x} cy={pin.y - 24} r={5} />
      </svg>
      <Button block size='large' onTap={use}>
        {t('addressMapHere')}
      </Button>
    </>
  )
}

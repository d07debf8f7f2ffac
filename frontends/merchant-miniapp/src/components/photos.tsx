import {
  choosePhotos,
  Icon,
  Picture as Image,
  type Photo,
  Spinner,
  sendPhoto,
  Tap,
  toast,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, newKey } from '../api'
import { useT } from '../words'

const MOST_BYTES = 5 * 1024 * 1024
const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const

export type Picture = { readonly key: string; readonly url: string }

type Sending = { readonly id: string; readonly photo: Photo; readonly failed: boolean }

type PhotosProps = {
  readonly pictures: readonly Picture[]
  /** How many there may be. With one there is no order among them. */
  readonly most: number
  readonly error: string | undefined
  readonly onChange: (change: (old: readonly Picture[]) => readonly Picture[]) => void
}

/** Announced to the platform, then posted straight to the object storage. */
async function send(photo: Photo): Promise<Picture> {
  const contentType = TYPES.find((type) => type === photo.contentType)
  if (!contentType) throw new TypeError(`${photo.contentType} is no picture`)
  const { key, publicUrl, ...form } = await api.announceMerchantUpload({
    body: { contentType, sizeBytes: photo.sizeBytes },
  })
  await sendPhoto(photo, form)
  return { key, url: publicUrl }
}

/** Pictures, of which the first is the face. What did not arrive can be sent again by a tap. */
export function Photos({ pictures, most, error, onChange }: PhotosProps) {
  const t = useT()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const room = most - pictures.length - sending.length

  async function deliver(id: string, photo: Photo): Promise<void> {
    try {
      const picture = await send(photo)
      setSending((old) => old.filter((each) => each.id !== id))
      onChange((old) => [...old, picture])
    } catch {
      // Said on the picture itself, with a way to try again.
      setSending((old) => old.map((each) => (each.id === id ? { ...each, failed: true } : each)))
    }
  }

  async function add(): Promise<void> {
    const chosen = (await choosePhotos(room)).map((photo) => ({ id: newKey(), photo, failed: false }))
    const fit = chosen.filter(
      ({ photo }) => photo.sizeBytes <= MOST_BYTES && TYPES.some((type) => type === photo.contentType),
    )
    if (fit.length < chosen.length) toast(t('photoRefused'))
    setSending((old) => [...old, ...fit])
    await Promise.all(fit.map(({ id, photo }) => deliver(id, photo)))
  }

  function again({ id, photo }: Sending): void {
    setSending((old) => old.map((each) => (each.id === id ? { ...each, failed: false } : each)))
    void deliver(id, photo)
  }
  const drop = (key: string): void => onChange((old) => old.filter((each) => each.key !== key))
  const toFront = (picture: Picture): void =>
    onChange((old) => [picture, ...old.filter(({ key }) => key !== picture.key)])
  return (
    <View className='photos'>
      {pictures.map((picture, index) => (
        <View key={picture.key} className='photos__one'>
          <Tap
            className='photos__face'
            label={t(index === 0 ? (most > 1 ? 'photoFirst' : 'photo') : 'photoToFront')}
            disabled={index === 0}
            onTap={() => toFront(picture)}
          >
            <Image className='photos__picture' src={picture.url} alt='' />
            {index === 0 && most > 1 && <View className='photos__main'>{t('photoFirst')}</View>}
          </Tap>
          <Tap
            className='photos__drop'
            label={`${t('photoRemove')} ${index + 1}`}
            onTap={() => drop(picture.key)}
          >
            <Icon name='close' tone='inverse' size={14} />
          </Tap>
        </View>
      ))}
      {sending.map((each) => (
        <View key={each.id} className='photos__one'>
          <Tap
            className='photos__face photos__face--waiting'
            label={t(each.failed ? 'photoRetry' : 'photoSending')}
            disabled={!each.failed}
            onTap={() => again(each)}
          >
            {each.failed ? (
              <View className='photos__failed'>{t('photoRetry')}</View>
            ) : (
              <Spinner label={t('photoSending')} />
            )}
          </Tap>
        </View>
      ))}
      {room > 0 && (
        <Tap
          className='photos__one photos__add'
          label={`${t('photoAdd')} ${pictures.length}/${most}`}
          onTap={() => void add()}
        >
          <Icon name='camera' tone='muted' size={26} />
          <View className='ll-muted'>{`${pictures.length}/${most}`}</View>
        </Tap>
      )}
      {error !== undefined && <View className='photos__error'>{error}</View>}
    </View>
  )
}

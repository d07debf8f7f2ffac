import { View } from '@tarojs/components'
import { useState } from 'react'
import { toast } from '../adapters/feedback'
import { Icon } from '../adapters/icon'
import { Picture } from '../adapters/picture'
import { Spinner } from '../adapters/spinner'
import { Tap } from '../adapters/tap'
import { newKey } from '../api/failure'
import { sendPhoto } from '../api/send-photo'
import { ui } from '../i18n/words'
import { choosePhotos } from '../platform/photos'
import type { Photo, UploadForm } from '../platform/photos.types'

const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
const MB = 1024 * 1024

type Announced = { readonly contentType: (typeof TYPES)[number]; readonly sizeBytes: number }
export type SentPicture = { readonly key: string; readonly url: string }

type Sending = { readonly id: string; readonly photo: Photo; readonly failed: boolean }

export type PhotosProps = {
  readonly pictures: readonly SentPicture[]
  readonly most: number
  /** The first is the face of the others; a tap on another puts it there. */
  readonly ranked?: boolean
  readonly mostMb: number
  readonly error: string | undefined
  /** Tells the platform of a picture, and hears where to post it. */
  readonly announce: (
    photo: Announced,
  ) => Promise<UploadForm & { readonly key: string; readonly publicUrl: string }>
  readonly onChange: (change: (old: readonly SentPicture[]) => readonly SentPicture[]) => void
}

/** Pictures that are chosen and sent one by one. What did not arrive can be sent again by a tap. */
export function Photos({
  pictures,
  most,
  ranked = most > 1,
  mostMb,
  error,
  announce,
  onChange,
}: PhotosProps) {
  const t = ui.useT()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const room = most - pictures.length - sending.length

  /** Announced to the platform, then posted straight to the object storage. */
  async function send(photo: Photo): Promise<SentPicture> {
    const contentType = TYPES.find((type) => type === photo.contentType)
    if (!contentType) throw new TypeError(`${photo.contentType} is no picture`)
    const { key, publicUrl, ...form } = await announce({ contentType, sizeBytes: photo.sizeBytes })
    await sendPhoto(photo, form)
    return { key, url: publicUrl }
  }

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
      ({ photo }) => photo.sizeBytes <= mostMb * MB && TYPES.some((type) => type === photo.contentType),
    )
    if (fit.length < chosen.length) toast(t('photoRefused', { mb: mostMb }))
    setSending((old) => [...old, ...fit])
    await Promise.all(fit.map(({ id, photo }) => deliver(id, photo)))
  }

  function again({ id, photo }: Sending): void {
    setSending((old) => old.map((each) => (each.id === id ? { ...each, failed: false } : each)))
    void deliver(id, photo)
  }
  const drop = (key: string): void => onChange((old) => old.filter((each) => each.key !== key))
  const toFront = (picture: SentPicture): void =>
    onChange((old) => [picture, ...old.filter(({ key }) => key !== picture.key)])
  return (
    <View className='ll-photos'>
      {pictures.map((picture, index) => (
        <View key={picture.key} className='ll-photos__one'>
          <Tap
            className='ll-photos__face'
            label={t(ranked ? (index === 0 ? 'photoFirst' : 'photoToFront') : 'photo')}
            disabled={!ranked || index === 0}
            onTap={() => toFront(picture)}
          >
            <Picture className='ll-photos__picture' src={picture.url} alt='' />
            {index === 0 && ranked && <View className='ll-photos__main'>{t('photoFirst')}</View>}
          </Tap>
          <Tap
            className='ll-photos__drop'
            label={`${t('photoRemove')} ${index + 1}`}
            onTap={() => drop(picture.key)}
          >
            <Icon name='close' tone='inverse' size={14} />
          </Tap>
        </View>
      ))}
      {sending.map((each) => (
        <View key={each.id} className='ll-photos__one'>
          <Tap
            className='ll-photos__face ll-photos__face--waiting'
            label={t(each.failed ? 'photoRetry' : 'photoSending')}
            disabled={!each.failed}
            onTap={() => again(each)}
          >
            {each.failed ? (
              <View className='ll-photos__failed'>{t('photoRetry')}</View>
            ) : (
              <Spinner label={t('photoSending')} />
            )}
          </Tap>
        </View>
      ))}
      {room > 0 && (
        <Tap
          className='ll-photos__one ll-photos__add'
          label={`${t('photoAdd')} ${pictures.length}/${most}`}
          onTap={() => void add()}
        >
          <Icon name='camera' tone='muted' size={26} />
          <View className='ll-muted'>{`${pictures.length}/${most}`}</View>
        </Tap>
      )}
      {error !== undefined && <View className='ll-photos__error'>{error}</View>}
    </View>
  )
}

import { Icon, type Photo, Picture, Spinner, sendPhoto, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api, type Me } from '../../api'
import { PortraitButton } from '../../platform/portrait-button'
import { useT } from '../../words'

const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
const MOST_BYTES = 2 * 1024 * 1024

type PortraitProps = { readonly me: Me; readonly onChanged: (me: Me) => void }

/** Sent and kept as soon as it is chosen: a picture is no field that one corrects. */
export function Portrait({ me, onChanged }: PortraitProps) {
  const t = useT()
  const refuse = (): void => toast(t('portraitWrong'))
  const { run, pending } = useAction(async (photo: Photo): Promise<void> => {
    const contentType = TYPES.find((type) => type === photo.contentType)
    if (!contentType || photo.sizeBytes > MOST_BYTES) return refuse()
    const { key, ...form } = await api.announceUpload({ body: { contentType, sizeBytes: photo.sizeBytes } })
    await sendPhoto(photo, form)
    onChanged(await api.updateMe({ body: { version: me.version, avatarKey: key } }))
    toast(t('saved'))
  })
  return (
    <View className='portrait'>
      <PortraitButton label={t('portraitChange')} onChosen={(photo) => void run(photo)} onRefused={refuse}>
        {me.avatarUrl === '' ? (
          <View className='portrait__face'>
            <Icon name='user-filled' tone='brand' size={44} />
          </View>
        ) : (
          <Picture className='portrait__face' src={me.avatarUrl} alt={t('portrait')} />
        )}
        <View className='portrait__edge'>
          {pending ? <Spinner label='' /> : <Icon name='camera' tone='inverse' size={16} />}
        </View>
      </PortraitButton>
    </View>
  )
}

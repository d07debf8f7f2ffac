import {
  Button,
  Card,
  ErrorView,
  Field,
  Photos,
  Row,
  SkeletonRows,
  Textarea,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, fieldErrors, type LeaderApplication } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { usePlace } from '../../stores/place'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import { bodyOf, formOf, type LeaderField, type LeaderForm, MOST_PHOTOS, wrongFields } from './form'
import './index.scss'

export default function LeaderPage() {
  const t = useT()
  const signedIn = useSignedIn()
  const { data, loading, failure, reload } = useQuery(signedIn ? 'leader' : undefined, () =>
    api.listMyLeaderApplications({}),
  )
  return (
    <Screen title={t('leaderTitle')}>
      <NeedsLogin>
        {loading && !data && <SkeletonRows rows={4} />}
        {failure && !data && <ErrorView failure={failure} onRetry={() => void reload()} />}
        {data && <Application last={data.items[0]} onApplied={reload} />}
      </NeedsLogin>
    </Screen>
  )
}

type ApplicationProps = {
  readonly last: LeaderApplication | undefined
  readonly onApplied: () => Promise<void>
}

/** Where it stands; who has none open may hand one in. */
function Application({ last, onApplied }: ApplicationProps) {
  const t = useT()
  const mayApply = !last || last.status === 'REJECTED' || last.status === 'QUIT'
  return (
    <>
      <Card title={t(last ? `leader${last.status}` : 'leaderLead')}>
        {last?.reason && <View>{t('leaderReason', { reason: last.reason })}</View>}
        <View className='ll-muted'>{t(last ? `leader${last.status}Note` : 'leaderLeadNote')}</View>
      </Card>
      {mayApply ? (
        <Editor key={last?.id} first={formOf(last)} onApplied={onApplied} />
      ) : (
        <HandedIn application={last} />
      )}
    </>
  )
}

function HandedIn({ application }: { readonly application: LeaderApplication }) {
  const t = useT()
  const { contactName, contactPhoneMasked, pickupAddress, introduction } = application
  return (
    <Card pad={false}>
      <Row title={t('leader_contactName')} value={contactName} />
      <Row title={t('leader_contactPhone')} value={contactPhoneMasked} />
      <Row title={t('leader_pickupAddress')} note={pickupAddress} />
      {introduction !== '' && <Row title={t('leader_introduction')} note={introduction} />}
    </Card>
  )
}

const TEXTS = [
  ['contactName', 30],
  ['contactPhone', 11],
  ['pickupAddress', 100],
] as const

const MOST_MB = 2

type EditorProps = {
  /** What the form begins with. */
  readonly first: LeaderForm
  readonly onApplied: () => Promise<void>
}

function Editor({ first, onApplied }: EditorProps) {
  const t = useT()
  const place = usePlace((state) => state.place)
  const [form, setForm] = useState<LeaderForm>(first)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const wrong = tried ? wrongFields(form) : []
  const change = (part: Partial<LeaderForm>): void => setForm((old) => ({ ...old, ...part }))
  const errorOf = (name: LeaderField): string | undefined => {
    if (!wrong.includes(name)) return refused[name]
    return name === 'contactPhone' ? t('phoneWrong') : t('required', { name: t(`leader_${name}`) })
  }
  const apply = useAction(
    async () => {
      setTried(true)
      if (wrongFields(form).length > 0) return
      if (!place) return go('place')
      await api.applyAsLeader({ body: bodyOf(form, place.communityId) })
      toast(t('leaderApplied'))
      await onApplied()
    },
    (error) => {
      const found = fieldErrors(error)
      setRefused(found)
      return Object.keys(found).length > 0
    },
  )
  return (
    <>
      <Card pad={false}>
        <Row title={t('leaderCommunity')} value={place?.communityName} onTap={() => go('place')} />
      </Card>
      <Card pad={false}>
        {TEXTS.map(([name, most]) => (
          <Field
            key={name}
            label={t(`leader_${name}`)}
            type={name === 'contactPhone' ? 'tel' : 'text'}
            value={form[name]}
            maxLength={most}
            error={errorOf(name)}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </Card>
      <Card title={t('leader_introduction')}>
        <Textarea
          value={form.introduction}
          label={t('leader_introduction')}
          placeholder={t('leaderIntroductionHint')}
          onChange={(introduction) => change({ introduction })}
        />
      </Card>
      <Card title={t('leader_photos')}>
        <View className='ll-muted leader__note'>{t('leaderPhotosNote', { most: MOST_PHOTOS })}</View>
        <Photos
          pictures={form.photos}
          most={MOST_PHOTOS}
          ranked={false}
          mostMb={MOST_MB}
          error={errorOf('photos')}
          announce={(body) => api.announceUpload({ body })}
          onChange={(next) => setForm((old) => ({ ...old, photos: next(old.photos) }))}
        />
      </Card>
      <View className='ll-sheet__foot'>
        <Button block size='large' loading={apply.pending} onTap={() => void apply.run()}>
          {t('leaderApply')}
        </Button>
      </View>
    </>
  )
}

import { Button, Card, ErrorView, Field, SkeletonRows, toast, useAction, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, type Documents } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Photos } from '../../components/photos'
import { Screen } from '../../components/screen'
import { useT } from '../../words'
import { bodyOf, formOf, type ShopForm, wrongFields } from './form'

export default function ShopPage() {
  const t = useT()
  return (
    <Screen title={t('shopTitle')}>
      <NeedsLogin>
        <Shop />
      </NeedsLogin>
    </Screen>
  )
}

function Shop() {
  const { data, failure, reload } = useQuery('mine', () => api.listMySubmissions({}))
  if (!data)
    return failure ? <ErrorView failure={failure} onRetry={() => void reload()} /> : <SkeletonRows rows={4} />
  const [last] = data.items
  return <Editor key={last && `${last.id}.${last.version}`} last={last} onHandedIn={() => void reload()} />
}

const isOpen = (documents: Documents | undefined): documents is Documents =>
  documents?.status === 'DRAFT' || documents?.status === 'SUBMITTED'

const TEXTS = [
  ['name', 40],
  ['legalName', 80],
  ['licenceNumber', 18],
  ['contactName', 30],
  ['contactPhone', 11],
] as const

type EditorProps = { readonly last: Documents | undefined; readonly onHandedIn: () => void }

/** The documents of the shop: handed in here, decided by the platform. The shop goes on selling meanwhile. */
function Editor({ last, onHandedIn }: EditorProps) {
  const t = useT()
  const [form, setForm] = useState<ShopForm>(() => formOf(last))
  const [tried, setTried] = useState(false)
  const wrong = tried ? wrongFields(form) : []
  const handIn = useAction(async () => {
    setTried(true)
    if (wrongFields(form).length > 0) return
    const saved = await api.updateMyMerchant({ body: bodyOf(form, isOpen(last) ? last.version : 0) })
    if (saved.status === 'DRAFT') await api.submitMyMerchant({ body: { version: saved.version } })
    toast(t('shopHandedIn'))
    onHandedIn()
  })
  return (
    <>
      <Card title={t('shopStatus')}>
        <View>{t(last ? `shop${last.status}` : 'shopNone')}</View>
        {last?.status === 'REJECTED' && (
          <View className='ll-muted'>{t('shopReason', { reason: last.reason ?? '' })}</View>
        )}
      </Card>
      <Card pad={false}>
        {TEXTS.map(([name, most]) => (
          <Field
            key={name}
            label={t(`shop_${name}`)}
            type={name === 'contactPhone' ? 'number' : 'text'}
            value={form[name]}
            maxLength={most}
            placeholder={
              name === 'contactPhone'
                ? last?.contactPhoneMasked
                : name === 'contactName'
                  ? last?.contactNameMasked
                  : undefined
            }
            error={wrong.includes(name) ? t('required', { name: t(`shop_${name}`) }) : undefined}
            onChange={(value) => setForm((old) => ({ ...old, [name]: value }))}
          />
        ))}
      </Card>
      <Card title={t('shop_licence')}>
        <Photos
          pictures={form.licence}
          most={1}
          error={wrong.includes('licence') ? t('required', { name: t('shop_licence') }) : undefined}
          onChange={(next) => setForm((old) => ({ ...old, licence: next(old.licence) }))}
        />
      </Card>
      <View className='ll-sheet__foot'>
        <Button block size='large' loading={handIn.pending} onTap={() => void handIn.run()}>
          {t('shopHandIn')}
        </Button>
      </View>
    </>
  )
}

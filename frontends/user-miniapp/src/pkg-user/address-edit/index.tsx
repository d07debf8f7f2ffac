import {
  ActionBar,
  Button,
  Card,
  ErrorView,
  Field,
  Row,
  SkeletonRows,
  Switch,
  Textarea,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { type Address, api, fieldErrors } from '../../api'
import { Screen } from '../../components/screen'
import { useParams } from '../../platform/params'
import { goBack } from '../../routes'
import { usePlace } from '../../stores/place'
import { useT } from '../../words'
import {
  type AddressForm,
  EMPTY,
  FIELDS,
  type FieldName,
  filledIn,
  formOf,
  parseAddress,
  parsePlace,
  wrongFields,
} from './form'
import { MapRow } from './map-row'

export default function AddressEdit() {
  const t = useT()
  const { id, ...given } = useParams()
  const { data, loading, failure, reload } = useQuery(id, () => api.getAddress({ path: { id: id ?? '' } }))
  return (
    <Screen title={t(id ? 'addressEdit' : 'addressNew')} bar>
      {id && loading && <SkeletonRows rows={3} />}
      {failure && !data && <ErrorView failure={failure} onRetry={() => void reload()} />}
      {(!id || data) && (
        <Editor address={data} first={data ? formOf(data) : { ...EMPTY, ...preset(given) }} />
      )}
    </Screen>
  )
}

type EditorProps = {
  /** The one to change; undefined makes a new one. */
  readonly address: Address | undefined
  /** What the form begins with; what has been typed is never overwritten by an answer that comes later. */
  readonly first: AddressForm
}

function Editor({ address, first }: EditorProps) {
  const t = useT()
  const [form, setForm] = useState(first)
  const [pasted, setPasted] = useState('')
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const place = usePlace((state) => state.place)
  const here = useQuery(place?.communityId, () =>
    api.getCommunity({ path: { id: place?.communityId ?? '' } }),
  )
  const { lng, lat } = here.data ?? {}
  useEffect(() => {
    if (!address && lng !== undefined && lat !== undefined) setForm((old) => ({ lng, lat, ...old }))
  }, [address, lng, lat])
  const wrong = tried ? wrongFields(form) : []
  const change = (part: Partial<AddressForm>): void => setForm((old) => ({ ...old, ...part }))
  const parse = (): void => {
    const found = parseAddress(pasted)
    if (found) change(found)
    toast(t(found ? 'addressParsed' : 'addressNotParsed'))
  }
  const save = useAction(
    async () => {
      setTried(true)
      if (wrongFields(form).length > 0) return
      if (address)
        await api.updateAddress({ path: { id: address.id }, body: { ...form, version: address.version } })
      else await api.createAddress({ body: form })
      toast(t('saved'))
      goBack()
    },
    (error) => {
      const found = fieldErrors(error)
      setRefused(found)
      return Object.keys(found).length > 0
    },
  )
  const errorOf = (name: FieldName, label: string): string | undefined => {
    if (!wrong.includes(name)) return refused[name]
    return name === 'phone' ? t('phoneWrong') : t('required', { name: label })
  }
  return (
    <>
      {!address && (
        <Card title={t('addressPaste')}>
          <Textarea
            value={pasted}
            label={t('addressPaste')}
            placeholder={t('addressPasteHint')}
            onChange={setPasted}
          />
          <Button kind='soft' size='small' disabled={pasted.trim() === ''} onTap={parse}>
            {t('addressParse')}
          </Button>
        </Card>
      )}
      <Card pad={false}>
        {FIELDS.map(({ name, word, most, tel }) => (
          <Field
            key={name}
            label={t(word)}
            value={form[name]}
            type={tel ? 'tel' : 'text'}
            maxLength={most}
            error={errorOf(name, t(word))}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </Card>
      <Card pad={false}>
        {here.data && (
          <Row
            title={t('addressInside', { name: here.data.name })}
            note={t('addressInsideNote')}
            value={
              <Switch
                checked={form.lng !== undefined}
                label={t('addressInside', { name: here.data.name })}
                onChange={(inside) =>
                  change({ lng: inside ? lng : undefined, lat: inside ? lat : undefined })
                }
              />
            }
          />
        )}
        {here.data && (
          <MapRow
            community={here.data}
            point={
              form.lng === undefined || form.lat === undefined ? undefined : { lng: form.lng, lat: form.lat }
            }
            onChosen={({ name, address: text, ...point }) =>
              setForm((old) => ({
                ...filledIn(old, { ...(text && parsePlace(text)), ...(name && { detail: name }) }),
                ...point,
              }))
            }
          />
        )}
        <Row
          title={t('addressSetDefault')}
          value={
            <Switch
              checked={form.isDefault}
              label={t('addressSetDefault')}
              onChange={(isDefault) => change({ isDefault })}
            />
          }
        />
      </Card>
      <ActionBar>
        <View className='ll-grow'>
          <Button block size='large' loading={save.pending} onTap={() => void save.run()}>
            {t('save')}
          </Button>
        </View>
      </ActionBar>
    </>
  )
}

/** What WeChat's address book handed over. */
const preset = (given: Readonly<Record<string, string | undefined>>): Partial<AddressForm> =>
  Object.fromEntries(FIELDS.flatMap(({ name }) => (given[name] ? [[name, given[name]]] : [])))

import {
  ActionBar,
  Button,
  Card,
  confirm,
  Empty,
  ErrorView,
  Icon,
  SkeletonRows,
  Tag,
  Tap,
  toast,
  useAction,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { type Address, api } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { canImportAddress, importAddress } from '../../platform/wechat'
import { go } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

export default function Addresses() {
  const t = useT()
  const signedIn = useSignedIn()
  const query = useQuery(signedIn ? 'addresses' : undefined, () => api.listAddresses({}))
  useDidShow(() => void query.reload())
  useRefresh(() => query.reload())
  const fromWechat = useAction(async () => {
    const found = await importAddress()
    if (found) go('addressEdit', found)
  })
  const items = query.data?.items
  return (
    <Screen title={t('addressesTitle')} bar={signedIn}>
      <NeedsLogin>
        {query.loading && <SkeletonRows rows={2} />}
        {query.failure && !items && <ErrorView failure={query.failure} onRetry={() => void query.reload()} />}
        {items?.length === 0 && (
          <Empty icon='map-location' title={t('addressesEmpty')} note={t('addressesEmptyNote')} />
        )}
        {items?.map((address) => (
          <AddressCard key={address.id} address={address} onChanged={() => void query.reload()} />
        ))}
        <ActionBar>
          {canImportAddress && (
            <View className='ll-grow'>
              <Button block kind='soft' size='large' onTap={() => void fromWechat.run()}>
                {t('addressImport')}
              </Button>
            </View>
          )}
          <View className='ll-grow'>
            <Button block size='large' onTap={() => go('addressEdit')}>
              {t('addressNew')}
            </Button>
          </View>
        </ActionBar>
      </NeedsLogin>
    </Screen>
  )
}

type AddressCardProps = { readonly address: Address; readonly onChanged: () => void }

function AddressCard({ address, onChanged }: AddressCardProps) {
  const t = useT()
  const { id, recipientName, phoneMasked, fullText, label, isDefault } = address
  const drop = useAction(async () => {
    if (!(await confirm({ title: t('addressDeleteAsk'), text: fullText }))) return
    await api.deleteAddress({ path: { id } })
    onChanged()
  })
  const prefer = useAction(async () => {
    await api.setDefaultAddress({ path: { id } })
    toast(t('saved'))
    onChanged()
  })
  return (
    <Card>
      <View className='ll-inline'>
        <View className='ll-strong'>
          {recipientName} {phoneMasked}
        </View>
        {label !== '' && <Tag tone='brand'>{label}</Tag>}
        {isDefault && <Tag tone='amber'>{t('addressDefault')}</Tag>}
      </View>
      <View className='address__text'>{fullText}</View>
      <View className='address__ways'>
        {!isDefault && (
          <Tap className='address__way' onTap={() => void prefer.run()}>
            {t('addressMakeDefault')}
          </Tap>
        )}
        <View className='ll-grow' />
        <Tap
          className='address__way'
          label={`${t('addressEdit')} ${recipientName}`}
          onTap={() => go('addressEdit', { id })}
        >
          <Icon name='edit' tone='muted' size={18} />
        </Tap>
        <Tap className='address__way' label={`${t('remove')} ${recipientName}`} onTap={() => void drop.run()}>
          <Icon name='delete' tone='muted' size={18} />
        </Tap>
      </View>
    </Card>
  )
}

import {
  Button,
  Check,
  confirm,
  Empty,
  ErrorView,
  Price,
  SkeletonRows,
  Tap,
  toast,
  useAction,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import type { Cart as CartView } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { itemsOf, useCart } from '../../stores/cart'
import { usePlace } from '../../stores/place'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import { CartGroup, InvalidItems } from './cart-group'
import './index.scss'

export default function Cart() {
  const t = useT()
  const signedIn = useSignedIn()
  const communityId = usePlace(({ place }) => place?.communityId)
  const { cart, load } = useCart()
  const query = useQuery(signedIn && communityId ? communityId : undefined, load)
  useDidShow(() => void query.reload())
  useRefresh(() => query.reload())
  return (
    <Screen title={t('cartTitle')} tab bar={cart !== undefined && cart.groups.length > 0}>
      <NeedsLogin>
        {!communityId && (
          <Empty
            icon='map-location'
            title={t('homeChoose')}
            action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
          />
        )}
        {communityId && query.loading && !cart && <SkeletonRows rows={3} />}
        {query.failure && !cart && <ErrorView failure={query.failure} onRetry={() => void query.reload()} />}
        {cart && cart.groups.length === 0 && cart.invalidItems.length === 0 && (
          <Empty
            icon='cart'
            title={t('cartEmpty')}
            note={t('cartEmptyNote')}
            action={{ text: t('goShopping'), onTap: () => go('home') }}
          />
        )}
        {cart && <Filled cart={cart} />}
      </NeedsLogin>
    </Screen>
  )
}

function Filled({ cart }: { readonly cart: CartView }) {
  const t = useT()
  const { select, remove } = useCart()
  const items = itemsOf(cart)
  const selected = items.filter((item) => item.selected)
  const choose = useAction(async (ids: readonly string[]) => select(ids))
  const clearInvalid = useAction(async () => {
    if (await confirm({ title: t('cartClearAsk') })) await remove(cart.invalidItems.map(({ id }) => id))
  })
  const checkout = useAction(async () => {
    const [first, ...others] = cart.groups.filter((group) => group.items.some((item) => item.selected))
    if (!first) return toast(t('cartNothing'))
    if (others.length > 0) {
      await select(first.items.filter((item) => item.selected).map(({ id }) => id))
      toast(t('cartOneMerchant', { name: first.merchantName }))
    }
    go('checkout', { merchantId: first.merchantId })
  })
  const all = items.length > 0 && selected.length === items.length
  const pieces = selected.reduce((sum, { qty }) => sum + qty, 0)
  return (
    <>
      {cart.groups.map((group) => (
        <CartGroup key={group.merchantId} group={group} />
      ))}
      {cart.invalidItems.length > 0 && (
        <InvalidItems items={cart.invalidItems} onClear={() => void clearInvalid.run()} />
      )}
      {cart.groups.length > 0 && (
        <View className='ll-bar cart__bar'>
          <View className='ll-bar__row'>
            <Check
              checked={all}
              label={t('cartAll')}
              onChange={(on) => void choose.run(on ? items.map(({ id }) => id) : [])}
            />
            <Tap className='ll-muted' onTap={() => void choose.run(all ? [] : items.map(({ id }) => id))}>
              {t('cartAll')}
            </Tap>
            <View className='cart__total ll-grow'>
              <View className='ll-muted'>{t('cartTotal')}</View>
              <Price fen={selected.reduce((sum, { qty, priceFen }) => sum + qty * priceFen, 0)} />
            </View>
            <Button
              size='large'
              disabled={selected.length === 0}
              loading={checkout.pending}
              onTap={() => void checkout.run()}
            >
              {t('cartCheckout', { n: pieces })}
            </Button>
          </View>
        </View>
      )}
    </>
  )
}

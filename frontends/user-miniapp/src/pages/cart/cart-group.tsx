import {
  Card,
  Check,
  confirm,
  Icon,
  money,
  Picture,
  Price,
  Stepper,
  Tag,
  Tap,
  useAction,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { Cart } from '../../api'
import { go } from '../../routes'
import { itemsOf, useCart } from '../../stores/cart'
import { reasonText, useT } from '../../words'
import { FeeProgress } from './fee-progress'

type Group = Cart['groups'][number]
type Item = Cart['invalidItems'][number]
type CartGroupProps = { readonly group: Group }

/** What one shop sells of the cart: an order is always of one shop. */
export function CartGroup({ group }: CartGroupProps) {
  const { cart, select } = useCart()
  const mine = group.items.map(({ id }) => id)
  const all = group.items.every(({ selected }) => selected)
  const { run } = useAction(async (on: boolean) => {
    const others = cart ? itemsOf(cart).filter(({ id, selected }) => selected && !mine.includes(id)) : []
    await select([...others.map(({ id }) => id), ...(on ? mine : [])])
  })
  return (
    <Card pad={false}>
      <View className='cart__shop'>
        <Check checked={all} label={group.merchantName} onChange={(on) => void run(on)} />
        <Icon name='shop' tone='brand' />
        <View className='ll-strong'>{group.merchantName}</View>
      </View>
      {group.items.map((item) => (
        <CartLine key={item.id} item={item} />
      ))}
      <FeeProgress items={group.items} />
    </Card>
  )
}

function CartLine({ item }: { readonly item: Item }) {
  const t = useT()
  const { cart, select, setQty, remove } = useCart()
  const choose = useAction(async (on: boolean) => {
    const chosen = cart ? itemsOf(cart).filter(({ id, selected }) => selected && id !== item.id) : []
    await select([...chosen.map(({ id }) => id), ...(on ? [item.id] : [])])
  })
  const count = useAction((qty: number) => setQty(item.id, qty))
  const drop = useAction(async () => {
    if (await confirm({ title: t('cartRemoveAsk', { name: item.productName }) })) await remove([item.id])
  })
  return (
    <View className='line cart__line'>
      <Check checked={item.selected} label={item.productName} onChange={(on) => void choose.run(on)} />
      <Tap label={item.productName} onTap={() => go('product', { id: item.productId })}>
        <Picture className='line__picture' src={item.imageUrl} alt='' />
      </Tap>
      <View className='ll-grow'>
        <View className='ll-between'>
          <View className='ll-strong ll-line'>{item.productName}</View>
          <Tap
            className='cart__drop'
            label={`${t('remove')} ${item.productName}`}
            onTap={() => void drop.run()}
          >
            <Icon name='delete' tone='muted' size={18} />
          </Tap>
        </View>
        <View className='line__spec ll-line'>{item.specText}</View>
        {item.priceChangedFen !== 0 && (
          <Tag tone={item.priceChangedFen > 0 ? 'amber' : 'brand'}>
            {t('cartChanged', {
              change: t(item.priceChangedFen > 0 ? 'cartUp' : 'cartDown'),
              amount: money(Math.abs(item.priceChangedFen)),
            })}
          </Tag>
        )}
        <View className='line__foot'>
          <Price fen={item.priceFen} />
          <Stepper
            value={item.qty}
            max={Math.max(1, item.maxQty)}
            label={`${t('quantity')} ${item.productName}`}
            onChange={(qty) => void count.run(qty)}
          />
        </View>
      </View>
    </View>
  )
}

type InvalidItemsProps = { readonly items: readonly Item[]; readonly onClear: () => void }

/** What cannot be bought, each with its reason. */
export function InvalidItems({ items, onClear }: InvalidItemsProps) {
  const t = useT()
  return (
    <Card pad={false}>
      <View className='cart__shop ll-between'>
        <View className='ll-strong'>{t('cartInvalid')}</View>
        <Tap className='cart__clear' onTap={onClear}>
          {t('cartClearInvalid')}
        </Tap>
      </View>
      {items.map((item) => (
        <View key={item.id} className='line'>
          <Picture className='line__picture line--off' src={item.imageUrl} alt='' />
          <View className='ll-grow'>
            <View className='ll-strong ll-line'>{item.productName}</View>
            <View className='line__spec'>{item.specText}</View>
            <Tag tone='amber'>{reasonText(item.invalidReason, t)}</Tag>
          </View>
        </View>
      ))}
    </Card>
  )
}

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { api, type Cart } from '../api'
import { diffOf, itemsOf, useCart } from './cart'
import { usePlace } from './place'
import { useSession } from './session'

vi.mock(import('../api'), { spy: true })

type Item = Cart['invalidItems'][number]
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  skuId: `sku-${id}`,
  productId: `product-${id}`,
  productName: '番茄',
  specText: '500g',
  imageUrl: '',
  unit: '份',
  qty: 1,
  maxQty: 9,
  selected: true,
  priceFen: 100,
  priceChangedFen: 0,
  invalidReason: null,
  ...more,
})
const cart = (...items: Item[]): Cart => ({
  groups: [{ merchantId: 'm', merchantName: '店', items }],
  invalidItems: [],
  itemCount: items.length,
  selectedFen: 0,
})

beforeEach(() => {
  vi.resetAllMocks()
  useSession.getState().keep({ accessToken: 'a', refreshToken: 'r' })
  usePlace
    .getState()
    .choose({ communityId: 'c', communityName: '小区', pickupPointId: 'p', pickupPointName: '点' })
  useCart.setState({ cart: cart(item('1'), item('2')) })
})

describe('the cart', () => {
  test('shows a new quantity at once, then what the server says', async () => {
    let answer: (value: Cart) => void = () => undefined
    vi.mocked(api.updateCartItem).mockReturnValue(
      new Promise((resolve) => {
        answer = resolve
      }),
    )
    const changing = useCart.getState().setQty('1', 5)
    expect(itemsOf(useCart.getState().cart as Cart)[0]?.qty).toBe(5)
    answer(cart(item('1', { qty: 4 }), item('2')))
    await changing
    expect(itemsOf(useCart.getState().cart as Cart)[0]?.qty).toBe(4)
  })

  test('takes a change back when the server refuses', async () => {
    vi.mocked(api.selectCartItems).mockRejectedValue(new Error('refused'))
    await expect(useCart.getState().select(['2'])).rejects.toThrow('refused')
    expect(itemsOf(useCart.getState().cart as Cart).map(({ selected }) => selected)).toEqual([true, true])
  })

  test('is nobody’s after signing out', async () => {
    useSession.getState().keep(undefined)
    await useCart.getState().load()
    expect(useCart.getState().cart).toBeUndefined()
    expect(api.getCart).not.toHaveBeenCalled()
  })
})

test('a cart that was checked for another place says what became of it', () => {
  const before = cart(item('1'), item('2'), item('3'), item('4'))
  const after = {
    ...cart(item('1', { priceFen: 120 }), item('2', { priceFen: 80 }), item('4')),
    invalidItems: [item('3', { invalidReason: 'NOT_SERVED' })],
  }
  expect(diffOf(before, after)).toEqual({ gone: 1, dearer: 1, cheaper: 1 })
  expect(diffOf(undefined, after)).toEqual({ gone: 0, dearer: 0, cheaper: 0 })
  expect(diffOf(before, before)).toEqual({ gone: 0, dearer: 0, cheaper: 0 })
})

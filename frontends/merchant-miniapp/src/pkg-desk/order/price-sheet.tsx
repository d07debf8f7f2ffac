import { Button, Chip, confirm, Field, money, parseYuan, Sheet, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, type Order } from '../../api'
import { useMay } from '../../stores/desk'
import { useT } from '../../words'

const FEN = 100
const REASONS = ['priceRegular', 'priceAgreed', 'priceQuality'] as const

type PriceSheetProps = { readonly order: Order; readonly onChanged: (order: Order) => void }

/** The shop asks less for an order that is not paid yet. */
export function OrderPrice({ order, onChanged }: PriceSheetProps) {
  const t = useT()
  const may = useMay('order:price')
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [reason, setReason] = useState<(typeof REASONS)[number]>('priceRegular')
  const [tried, setTried] = useState(false)
  const original = order.payableFen + order.merchantDiscountFen
  const fen = parseYuan(text)
  const fits = fen !== undefined && fen >= Math.max(1, order.feeFen) && fen <= original
  const save = useAction(async () => {
    setTried(true)
    if (!fits || !(await confirm({ title: t('orderPriceAsk', { price: money(fen) }) }))) return
    onChanged(
      await api.repriceOrder({ path: { id: order.id }, body: { payableFen: fen, reason: t(reason) } }),
    )
    toast(t('orderPriceDone'))
    setOpen(false)
  })
  if (!may || order.status !== 'PENDING_PAYMENT') return null
  const begin = (): void => {
    setText((order.payableFen / FEN).toFixed(2))
    setTried(false)
    setOpen(true)
  }
  return (
    <>
      <Button size='small' disabled={order.closing} onTap={begin}>
        {t('orderPrice')}
      </Button>
      <Sheet
        title={t('orderPrice')}
        visible={open}
        onClose={() => setOpen(false)}
        foot={
          <Button block size='large' loading={save.pending} onTap={() => void save.run()}>
            {t('save')}
          </Button>
        }
      >
        <View className='ll-muted'>
          {t('orderPriceNow', { now: money(order.payableFen), was: money(original) })}
        </View>
        <Field
          label={t('orderPriceNew')}
          type='digit'
          value={text}
          maxLength={10}
          error={
            tried && !fits
              ? t('orderPriceWrong', { least: money(Math.max(1, order.feeFen)), most: money(original) })
              : undefined
          }
          onChange={setText}
        />
        <View className='ll-wrap'>
          {REASONS.map((each) => (
            <Chip key={each} selected={each === reason} onTap={() => setReason(each)}>
              {t(each)}
            </Chip>
          ))}
        </View>
      </Sheet>
    </>
  )
}

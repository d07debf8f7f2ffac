import { Button, Chip, Field, Sheet, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { api, type Inventory, newKey } from '../../api'
import { useT } from '../../words'

type StockSheetProps = {
  /** undefined: closed. */
  readonly level: Inventory | undefined
  readonly onClose: () => void
  readonly onChanged: () => void
}

const TYPES = ['INBOUND', 'LOSS', 'CORRECTION'] as const

/** Every change of stock says what it is and why: it becomes a line of the ledger. */
export function StockSheet({ level, onClose, onChanged }: StockSheetProps) {
  const t = useT()
  const [type, setType] = useState<(typeof TYPES)[number]>('INBOUND')
  const [qty, setQty] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const attempt = useRef<{ what: string; key: string }>()
  useEffect(() => {
    setQty('')
    setReason('')
    setTried(false)
  }, [level])
  const count = (type === 'CORRECTION' ? /^-?\d{1,6}$/ : /^\d{1,6}$/).test(qty) ? Number(qty) : 0
  const save = useAction(async () => {
    setTried(true)
    if (!level || count === 0 || reason.trim() === '') return
    const { skuId, warehouseId } = level
    const body = { warehouseId, type, qty: count, reason: reason.trim() }
    const what = JSON.stringify({ skuId, ...body })
    if (attempt.current?.what !== what) attempt.current = { what, key: newKey() }
    const { available } = await api.adjustMerchantInventory({
      path: { skuId },
      body,
      key: attempt.current.key,
    })
    attempt.current = undefined
    toast(t('adjustDone', { n: available }))
    onClose()
    onChanged()
  })
  return (
    <Sheet
      title={t('stockTitle')}
      visible={level !== undefined}
      onClose={onClose}
      foot={
        <Button block size='large' loading={save.pending} onTap={() => void save.run()}>
          {t('save')}
        </Button>
      }
    >
      {level && (
        <View className='ll-muted'>
          {level.warehouseName} · {t('onHand', { n: level.onHand })} · {t('reserved', { n: level.reserved })}
        </View>
      )}
      <View className='ll-wrap product-types'>
        {TYPES.map((each) => (
          <Chip key={each} selected={type === each} onTap={() => setType(each)}>
            {t(`adjust${each}`)}
          </Chip>
        ))}
      </View>
      <Field
        label={t('adjustQty')}
        type={type === 'CORRECTION' ? 'text' : 'number'}
        value={qty}
        maxLength={7}
        error={tried && count === 0 ? t('adjustQtyWrong') : undefined}
        onChange={setQty}
      />
      <Field
        label={t('adjustReason')}
        value={reason}
        maxLength={100}
        error={tried && reason.trim() === '' ? t('adjustReasonWrong') : undefined}
        onChange={setReason}
      />
    </Sheet>
  )
}

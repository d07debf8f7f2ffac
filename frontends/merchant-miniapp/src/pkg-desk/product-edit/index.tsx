import { ActionBar, Button, Card, Chip, ErrorView, Field, SkeletonRows, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api, type Product } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Photos } from '../../components/photos'
import { Screen } from '../../components/screen'
import { useMay } from '../../stores/desk'
import { useProductDraft } from '../../stores/product-draft'
import { useT } from '../../words'
import { CategoryRow } from './category-row'
import { type FirstStock, FirstStockCard } from './first-stock'
import {
  BLANK,
  type FieldName,
  formOf,
  isSimple,
  MODES,
  type ProductForm,
  STORAGE_TYPES,
  wrongFields,
} from './form'
import { useSaving } from './use-saving'
import './index.scss'

export default function ProductEdit() {
  const t = useT()
  const { id } = useRouter().params
  return (
    <Screen title={t(id ? 'productEditTitle' : 'productNewTitle')} bar>
      <NeedsLogin>{id ? <Existing id={id} /> : <Editor product={undefined} />}</NeedsLogin>
    </Screen>
  )
}

function Existing({ id }: { readonly id: string }) {
  const { data, failure, reload } = useQuery(id, () => api.getMerchantProduct({ path: { id } }))
  if (data) return <Editor product={data} />
  return failure ? <ErrorView failure={failure} onRetry={() => void reload()} /> : <SkeletonRows rows={4} />
}

const MOST_PICTURES = 9
const TEXTS = [
  ['name', 'productName', 60],
  ['subtitle', 'subtitle', 100],
] as const

function Editor({ product }: { readonly product: Product | undefined }) {
  const t = useT()
  const mayStock = useMay('stock:adjust')
  const mayStatus = useMay('product:status')
  const [form, setForm] = useState<ProductForm>(() =>
    product ? formOf(product) : (useProductDraft.getState().form ?? BLANK),
  )
  const [stock, setStock] = useState<FirstStock>({ warehouseId: '', qty: '' })
  const [tried, setTried] = useState<'draft' | 'review'>()
  const change = (part: Partial<ProductForm>): void => setForm((old) => ({ ...old, ...part }))
  useEffect(() => {
    if (!product && form !== BLANK) useProductDraft.getState().keep(form)
  }, [product, form])
  const wrong = tried ? wrongFields(form, tried === 'review') : []
  const stockWrong = stock.qty !== '' && (!/^\d{1,6}$/.test(stock.qty) || stock.warehouseId === '')
  const save = useSaving({
    ...{ product, form, stock },
    check: (forReview) => {
      setTried(forReview ? 'review' : 'draft')
      return wrongFields(form, forReview).length === 0 && !stockWrong
    },
  })
  const errorOf = (
    name: FieldName,
    word: 'priceWrong' | 'marketPriceWrong' | 'wholeNumber' | 'needed' = 'needed',
  ) => (wrong.includes(name) ? t(word) : undefined)
  const simple = product === undefined || isSimple(product)
  return (
    <>
      <Card title={t('photos')}>
        <Photos
          pictures={form.images}
          most={MOST_PICTURES}
          error={errorOf('images')}
          onChange={(next) => setForm((old) => ({ ...old, images: next(old.images) }))}
        />
      </Card>
      <Card pad={false}>
        {TEXTS.map(([name, word, most]) => (
          <Field
            key={name}
            label={t(word)}
            value={form[name]}
            maxLength={most}
            error={name === 'name' ? errorOf(name) : undefined}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
        <CategoryRow
          value={form.categoryId}
          error={errorOf('categoryId')}
          onChange={(categoryId) => change({ categoryId })}
        />
      </Card>
      {simple ? (
        <Card pad={false}>
          <Field
            label={t('spec')}
            value={form.spec}
            maxLength={40}
            placeholder={t('specHint')}
            error={errorOf('spec')}
            onChange={(spec) => change({ spec })}
          />
          <Field
            label={t('unit')}
            value={form.unit}
            maxLength={10}
            error={errorOf('unit')}
            onChange={(unit) => change({ unit })}
          />
          <Field
            label={t('price')}
            type='digit'
            value={form.price}
            maxLength={10}
            error={errorOf('price', 'priceWrong')}
            onChange={(price) => change({ price })}
          />
          <Field
            label={t('marketPrice')}
            type='digit'
            value={form.marketPrice}
            maxLength={10}
            placeholder={t('optional')}
            error={errorOf('marketPrice', 'marketPriceWrong')}
            onChange={(marketPrice) => change({ marketPrice })}
          />
        </Card>
      ) : (
        <View className='product-note ll-muted'>{t('severalOptions')}</View>
      )}
      <Card pad={false}>
        <View className='choices'>
          <View className='ll-field__label'>{t('storage')}</View>
          <View className='ll-wrap'>
            {STORAGE_TYPES.map((storageType) => (
              <Chip
                key={storageType}
                selected={form.storageType === storageType}
                onTap={() => change({ storageType })}
              >
                {t(`storage${storageType}`)}
              </Chip>
            ))}
          </View>
        </View>
        <View className='choices'>
          <View className='ll-field__label'>{t('modes')}</View>
          <View className='ll-wrap'>
            {MODES.map((mode) => {
              const on = form.deliveryModes.includes(mode)
              const others = form.deliveryModes.filter((each) => each !== mode)
              return (
                <Chip
                  key={mode}
                  selected={on}
                  onTap={() => change({ deliveryModes: on ? others : [...others, mode] })}
                >
                  {t(`mode${mode}`)}
                </Chip>
              )
            })}
          </View>
          {wrong.includes('deliveryModes') && <View className='ll-field__error'>{t('needed')}</View>}
        </View>
        <Field
          label={t('shelfLife')}
          type='number'
          value={form.shelfLifeDays}
          maxLength={4}
          error={errorOf('shelfLifeDays', 'wholeNumber')}
          onChange={(shelfLifeDays) => change({ shelfLifeDays })}
        />
        <Field
          label={t('origin')}
          value={form.origin}
          maxLength={60}
          placeholder={t('optional')}
          onChange={(origin) => change({ origin })}
        />
      </Card>
      {!product && mayStock && (
        <FirstStockCard
          value={stock}
          error={tried && stockWrong ? t('wholeNumber') : undefined}
          onChange={(part) => setStock((old) => ({ ...old, ...part }))}
        />
      )}
      <ActionBar>
        <View className='editor-ways'>
          <Button block size='large' kind='soft' loading={save.pending} onTap={() => void save.run(false)}>
            {t(product && product.status !== 'DRAFT' ? 'save' : 'saveDraft')}
          </Button>
          {mayStatus && (!product || product.status === 'DRAFT') && (
            <Button block size='large' loading={save.pending} onTap={() => void save.run(true)}>
              {t('submitReview')}
            </Button>
          )}
        </View>
      </ActionBar>
    </>
  )
}

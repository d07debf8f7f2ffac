import { Chip, ErrorView, Row, Sheet, SkeletonRows, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, type Categories } from '../../api'
import { useT } from '../../words'

type Shelf = {
  readonly id: string
  readonly name: string
  readonly leaves: readonly { id: string; name: string }[]
}

/** Products lie in the lowest categories; those of one branch stand together. */
const shelvesOf = (tree: Categories): readonly Shelf[] =>
  tree.flatMap((root): Shelf[] => {
    if (root.children.length === 0) return [{ id: root.id, name: root.name, leaves: [root] }]
    const plain = root.children.filter(({ children }) => children.length === 0)
    const deep = root.children.filter(({ children }) => children.length > 0)
    return [
      ...(plain.length > 0 ? [{ id: root.id, name: root.name, leaves: plain }] : []),
      ...deep.map(({ id, name, children }) => ({ id, name: `${root.name} · ${name}`, leaves: children })),
    ]
  })

type CategoryRowProps = {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (categoryId: string) => void
}

/** The category of a product, chosen from all there are. */
export function CategoryRow({ value, error, onChange }: CategoryRowProps) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const query = useQuery('categories', () => api.getCategoryTree({}))
  const shelves = shelvesOf(query.data ?? [])
  const chosen = shelves.flatMap(({ leaves }) => leaves).find(({ id }) => id === value)
  return (
    <>
      <Row
        title={t('category')}
        {...(error !== undefined && { note: error })}
        value={chosen?.name ?? t('choose')}
        tone={chosen ? 'strong' : 'plain'}
        onTap={() => setOpen(true)}
      />
      <Sheet title={t('category')} visible={open} onClose={() => setOpen(false)}>
        {query.loading && <SkeletonRows rows={3} />}
        {query.failure && <ErrorView failure={query.failure} onRetry={() => void query.reload()} />}
        {shelves.map(({ id, name, leaves }) => (
          <View key={id} className='shelves'>
            <View className='ll-muted'>{name}</View>
            <View className='ll-wrap'>
              {leaves.map((leaf) => (
                <Chip
                  key={leaf.id}
                  selected={leaf.id === value}
                  onTap={() => {
                    onChange(leaf.id)
                    setOpen(false)
                  }}
                >
                  {leaf.name}
                </Chip>
              ))}
            </View>
          </View>
        ))}
      </Sheet>
    </>
  )
}

import type { Client, Data } from '@linli/api-client'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { confirm } from '../adapters/feedback'
import { Icon } from '../adapters/icon'
import type { IconName } from '../adapters/icon/names'
import { Tap } from '../adapters/tap'
import { serverNow } from '../format/server-time'
import { friendlyTime } from '../format/time'
import { useAction } from '../hooks/use-action'
import { usePages } from '../hooks/use-pages'
import { useQuery } from '../hooks/use-query'
import { useRefresh } from '../hooks/use-refresh'
import { ui } from '../i18n/words'
import { List } from '../patterns/list'
import { Empty } from '../patterns/states'
import { Tabs } from '../patterns/tabs'

type Message = Data<'listMessages'>['items'][number]
type MessageApi = Client<
  'listMessages' | 'getUnreadCounts' | 'readMessage' | 'readAllMessages' | 'deleteMessage'
>

const PAGE = 20
const CATEGORIES = ['ORDER', 'LOGISTICS', 'ACTIVITY', 'SYSTEM'] as const
type Category = (typeof CATEGORIES)[number]
const ICONS: Record<Category, IconName> = {
  ORDER: 'assignment',
  LOGISTICS: 'gift',
  ACTIVITY: 'discount',
  SYSTEM: 'notification',
}

type MessagesProps = {
  readonly api: MessageApi
  readonly onOpen: (message: Message) => void
}

/** What the platform has to say, by category, with what is unread. */
export function Messages({ api, onOpen }: MessagesProps) {
  const t = ui.useT()
  const [current, setCurrent] = useState<Category | 'all'>('all')
  const counts = useQuery('counts', () => api.getUnreadCounts({}))
  const list = usePages(current, (cursor) =>
    api.listMessages({ query: { ...(current !== 'all' && { category: current }), cursor, limit: PAGE } }),
  )
  // Whoever tries again wants the figures, too.
  const reload = async () => {
    await Promise.all([counts.reload(), list.reload()])
  }
  const pages = { ...list, reload }
  useRefresh(reload)
  const readAll = useAction(async () => {
    counts.replace(await api.readAllMessages({ body: current === 'all' ? {} : { category: current } }))
    pages.patch((items) => items.map((item) => ({ ...item, read: true })))
  })
  const open = useAction(async (message: Message) => {
    const { id, read } = message
    if (!read) {
      await api.readMessage({ path: { id } })
      pages.patch((items) => items.map((item) => (item.id === id ? { ...item, read: true } : item)))
      void counts.reload()
    }
    onOpen(message)
  })
  const drop = useAction(async ({ id }: Message) => {
    if (!(await confirm({ title: t('messageDeleteAsk') }))) return
    await api.deleteMessage({ path: { id } })
    pages.patch((items) => items.filter((item) => item.id !== id))
    void counts.reload()
  })
  return (
    <>
      <Tabs
        tabs={[
          { key: 'all', label: t('all'), count: counts.data?.total },
          ...CATEGORIES.map((key) => ({ key, label: t(`category${key}`), count: counts.data?.[key] })),
        ]}
        current={current}
        onChange={setCurrent}
      />
      {counts.data !== undefined && counts.data.total > 0 && (
        <Tap className='messages__all' onTap={() => void readAll.run()}>
          {t('readAll')}
        </Tap>
      )}
      <List
        pages={pages}
        empty={<Empty icon='notification' title={t('messagesEmpty')} />}
        render={(message) => (
          <View key={message.id} className='ll-card message'>
            <Tap className='message__open' onTap={() => void open.run(message)}>
              <View className='message__icon'>
                <Icon name={ICONS[message.category]} tone='brand' size={22} />
              </View>
              <View className='ll-grow'>
                <View className='ll-inline'>
                  <View className='ll-strong ll-grow ll-line'>{message.title}</View>
                  {!message.read && <View className='message__new' aria-label={t('unread')} />}
                </View>
                <View className='message__body'>{message.body}</View>
                <View className='ll-muted'>{friendlyTime(message.createdAt, serverNow())}</View>
              </View>
            </Tap>
            <Tap
              className='message__drop'
              label={`${t('remove')} ${message.title}`}
              onTap={() => void drop.run(message)}
            >
              <Icon name='delete' tone='muted' size={18} />
            </Tap>
          </View>
        )}
      />
    </>
  )
}

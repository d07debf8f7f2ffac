import {
  confirm,
  Empty,
  friendlyTime,
  Icon,
  type IconName,
  List,
  serverNow,
  Tabs,
  Tap,
  useAction,
  usePages,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, type Message } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { follow } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

const PAGE = 20
const CATEGORIES = ['ORDER', 'LOGISTICS', 'ACTIVITY', 'SYSTEM'] as const
type Category = (typeof CATEGORIES)[number]
const ICONS: Record<Category, IconName> = {
  ORDER: 'assignment',
  LOGISTICS: 'gift',
  ACTIVITY: 'discount',
  SYSTEM: 'notification',
}

export default function Messages() {
  const t = useT()
  const signedIn = useSignedIn()
  const [current, setCurrent] = useState<Category | 'all'>('all')
  const counts = useQuery(signedIn ? 'counts' : undefined, () => api.getUnreadCounts({}))
  const pages = usePages(signedIn ? current : undefined, (cursor) =>
    api.listMessages({ query: { ...(current !== 'all' && { category: current }), cursor, limit: PAGE } }),
  )
  useRefresh(() => Promise.all([counts.reload(), pages.reload()]))
  const readAll = useAction(async () => {
    counts.replace(await api.readAllMessages({ body: current === 'all' ? {} : { category: current } }))
    pages.patch((items) => items.map((item) => ({ ...item, read: true })))
  })
  const open = useAction(async ({ id, read, link }: Message) => {
    if (!read) {
      await api.readMessage({ path: { id } })
      pages.patch((items) => items.map((item) => (item.id === id ? { ...item, read: true } : item)))
      void counts.reload()
    }
    follow(link)
  })
  const drop = useAction(async ({ id }: Message) => {
    if (!(await confirm({ title: t('messageDeleteAsk') }))) return
    await api.deleteMessage({ path: { id } })
    pages.patch((items) => items.filter((item) => item.id !== id))
    void counts.reload()
  })
  return (
    <Screen title={t('messagesTitle')}>
      <NeedsLogin>
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
          empty={<Empty icon='notification' title={t('messagesEmpty')} note={t('messagesEmptyNote')} />}
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
      </NeedsLogin>
    </Screen>
  )
}

import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { ReactNode } from 'react'
import { Heading } from '../adapters/heading'
import { Icon } from '../adapters/icon'
import { Tap } from '../adapters/tap'
import { useOnline } from '../hooks/use-online'
import { ui } from '../i18n/words'
import { navTop } from '../platform/nav'
import { useScheme, useSettings } from '../settings'

type PageProps = {
  readonly title: string
  /** A page of the tab bar has nothing to go back to. */
  readonly tab?: boolean
  /** There is an ActionBar: leave room for it. */
  readonly bar?: boolean
  /** Stands in place of the title bar. */
  readonly header?: ReactNode
  readonly home: string
  readonly children: ReactNode
}

/** Frame of every page: title bar, scheme, type size, offline banner. */
export function Page({ title, tab = false, bar = false, header, home, children }: PageProps) {
  const scheme = useScheme()
  const large = useSettings((settings) => settings.large)
  const online = useOnline()
  const t = ui.useT()
  const names = ['ll-page', scheme === 'dark' && 'll-dark', large && 'll-large', bar && 'll-page--bar']
  const back = (): void => {
    // Opened by a link there is no page below.
    if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
    else void Taro.switchTab({ url: home })
  }
  return (
    <View className={names.filter(Boolean).join(' ')}>
      {header ?? (
        <View className='ll-nav' style={{ paddingTop: navTop() }}>
          <View className='ll-nav__row'>
            {!tab && (
              <Tap className='ll-nav__back' label={t('back')} onTap={back}>
                <Icon name='arrow-left' size={24} />
              </Tap>
            )}
            <Heading className='ll-nav__title'>{title}</Heading>
          </View>
        </View>
      )}
      {!online && <View className='ll-offline'>{t('offline')}</View>}
      <View className='ll-page__body'>{children}</View>
    </View>
  )
}

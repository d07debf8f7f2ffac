import { Card, Tabs, useSettings } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Screen } from '../../components/screen'
import { AGREEMENT_VERSION } from '../../stores/consent'
import { useT } from '../../words'
import { AGREEMENTS, type Document } from './texts'
import './index.scss'

export default function Agreement() {
  const t = useT()
  const lang = useSettings((settings) => settings.lang)
  const { tab } = useRouter().params
  const [current, setCurrent] = useState<Document>(tab === 'privacy' ? 'privacy' : 'terms')
  return (
    <Screen title={t('agreementTitle')}>
      <Tabs
        tabs={[
          { key: 'terms', label: t('agreementUser') },
          { key: 'privacy', label: t('agreementPrivacy') },
        ]}
        current={current}
        onChange={setCurrent}
      />
      <Card>
        {AGREEMENTS[lang][current].map(([title, text]) => (
          <View key={title} className='agreement'>
            <View className='ll-strong'>{title}</View>
            <View>{text}</View>
          </View>
        ))}
        <View className='ll-muted'>{AGREEMENT_VERSION}</View>
      </Card>
    </Screen>
  )
}

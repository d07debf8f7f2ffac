import { View } from '@tarojs/components'
import { Switch } from '../adapters/switch'
import { ui } from '../i18n/words'
import { Card, Chip, Row } from '../patterns/layout'
import { useSettings } from '../settings'

const LANGUAGES = [
  ['zh', '中文'],
  ['en', 'English'],
] as const
const APPEARANCES = [
  ['system', 'appearanceSystem'],
  ['light', 'appearanceLight'],
  ['dark', 'appearanceDark'],
] as const

/** Language, appearance and type size, as both apps offer them. */
export function Preferences() {
  const t = ui.useT()
  const { lang, appearance, large, set } = useSettings()
  return (
    <>
      <Card title={t('language')}>
        <View className='ll-wrap'>
          {LANGUAGES.map(([value, name]) => (
            <Chip key={value} selected={lang === value} onTap={() => set({ lang: value })}>
              {name}
            </Chip>
          ))}
        </View>
      </Card>
      <Card title={t('appearance')}>
        <View className='ll-wrap'>
          {APPEARANCES.map(([value, word]) => (
            <Chip key={value} selected={appearance === value} onTap={() => set({ appearance: value })}>
              {t(word)}
            </Chip>
          ))}
        </View>
      </Card>
      <Card pad={false}>
        <Row
          title={t('largeType')}
          note={t('largeTypeNote')}
          value={<Switch checked={large} label={t('largeType')} onChange={(on) => set({ large: on })} />}
        />
      </Card>
    </>
  )
}

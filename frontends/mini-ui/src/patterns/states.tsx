import { View } from '@tarojs/components'
import { Button } from '../adapters/button'
import { Icon } from '../adapters/icon'
import type { IconName } from '../adapters/icon/names'
import { type UiKey, ui } from '../i18n/words'

type Action = { readonly text: string; readonly onTap: () => void }
type StateProps = {
  readonly icon: IconName
  readonly title: string
  readonly note?: string | undefined
  readonly trace?: string | undefined
  readonly action?: Action | undefined
}

function State({ icon, title, note, trace, action }: StateProps) {
  return (
    <View className='ll-state'>
      <View className='ll-state__art'>
        <Icon name={icon} tone='brand' size={40} />
      </View>
      <View className='ll-state__title'>{title}</View>
      {note !== undefined && <View className='ll-state__note'>{note}</View>}
      {action && (
        <View className='ll-state__action'>
          <Button kind='primary' onTap={action.onTap}>
            {action.text}
          </Button>
        </View>
      )}
      {trace !== undefined && <View className='ll-state__trace'>{trace}</View>}
    </View>
  )
}

/** Nothing here, and what to do about it. */
export const Empty = (props: Omit<StateProps, 'trace'>) => <State {...props} />

/** What went wrong, as far as a person needs to know. */
export type Failure = {
  readonly kind: 'offline' | 'busy' | 'down' | 'refused'
  readonly message: string
  readonly traceId?: string | undefined
}

const SHOWN: Record<Exclude<Failure['kind'], 'refused'>, { icon: IconName; title: UiKey; note: UiKey }> = {
  offline: { icon: 'wifi-off', title: 'errorOffline', note: 'errorOfflineNote' },
  busy: { icon: 'time', title: 'errorBusy', note: 'errorBusyNote' },
  down: { icon: 'service', title: 'errorDown', note: 'errorDownNote' },
}

/** Says what happened, offers to try again, and names the trace for whoever is asked for help. */
export function ErrorView({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  const t = ui.useT()
  const shown = failure.kind === 'refused' ? undefined : SHOWN[failure.kind]
  return (
    <State
      icon={shown?.icon ?? 'error-circle'}
      title={t(shown?.title ?? 'errorTitle')}
      note={shown ? t(shown.note) : failure.message}
      trace={failure.traceId ? t('trace', { id: failure.traceId }) : undefined}
      action={{ text: t('retry'), onTap: onRetry }}
    />
  )
}

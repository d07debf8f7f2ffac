import {
  Button,
  Card,
  Chip,
  ErrorView,
  Field,
  SkeletonRows,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, fieldErrors, type Me } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { goBack } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import { Phone } from './phone'
import { Portrait } from './portrait'
import './index.scss'

const GENDERS = ['FEMALE', 'MALE', 'UNKNOWN'] as const
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const LONGEST_NAME = 20

export default function Profile() {
  const t = useT()
  const signedIn = useSignedIn()
  const {
    data: me,
    loading,
    failure,
    reload,
    replace,
  } = useQuery(signedIn ? 'me' : undefined, () => api.getMe({}))
  return (
    <Screen title={t('profileTitle')}>
      <NeedsLogin>
        {loading && <SkeletonRows rows={2} />}
        {failure && !me && <ErrorView failure={failure} onRetry={() => void reload()} />}
        {me && (
          <>
            <Portrait me={me} onChanged={replace} />
            <ProfileForm me={me} onChanged={replace} />
          </>
        )}
      </NeedsLogin>
    </Screen>
  )
}

type ProfileFormProps = {
  /** Newer when the portrait or the phone has changed, which are kept at once. */
  readonly me: Me
  readonly onChanged: (me: Me) => void
}

/** Begins with what is known: what has been typed is never overwritten by an answer that comes later. */
function ProfileForm({ me, onChanged }: ProfileFormProps) {
  const t = useT()
  const [nickname, setNickname] = useState(me.nickname)
  const [birthday, setBirthday] = useState(me.birthday ?? '')
  const [gender, setGender] = useState<(typeof GENDERS)[number]>(me.gender)
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const save = useAction(
    async () => {
      const wrong = {
        ...(nickname.trim() === '' && { nickname: t('required', { name: t('nickname') }) }),
        ...(birthday !== '' && !DAY.test(birthday) && { birthday: t('birthdayWrong') }),
      }
      setRefused(wrong)
      if (Object.keys(wrong).length > 0) return
      await api.updateMe({
        body: {
          version: me.version,
          nickname: nickname.trim(),
          gender,
          birthday: birthday === '' ? null : birthday,
        },
      })
      toast(t('saved'))
      goBack()
    },
    (error) => {
      const found = fieldErrors(error)
      setRefused(found)
      return Object.keys(found).length > 0
    },
  )
  return (
    <>
      <Card pad={false}>
        <Field
          label={t('nickname')}
          value={nickname}
          type='nickname'
          maxLength={LONGEST_NAME}
          error={refused.nickname}
          onChange={setNickname}
        />
        <View className='ll-field'>
          <View className='ll-field__label'>{t('gender')}</View>
          <View className='ll-wrap profile__genders'>
            {GENDERS.map((each) => (
              <Chip key={each} selected={gender === each} onTap={() => setGender(each)}>
                {t(`gender${each}`)}
              </Chip>
            ))}
          </View>
        </View>
        <Field
          label={t('birthday')}
          value={birthday}
          placeholder={t('birthdayHint')}
          maxLength={10}
          error={refused.birthday}
          onChange={setBirthday}
        />
        <Phone me={me} onChanged={onChanged} />
      </Card>
      <View className='profile__save'>
        <Button block size='large' loading={save.pending} onTap={() => void save.run()}>
          {t('save')}
        </Button>
      </View>
    </>
  )
}

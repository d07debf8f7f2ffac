import { Button, Card, Field, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { goBack } from '../../routes'
import { useSession } from '../../stores/session'
import { useT } from '../../words'

const MOST = 64

export default function PasswordPage() {
  const t = useT()
  return (
    <Screen title={t('passwordTitle')}>
      <NeedsLogin>
        <Password />
      </NeedsLogin>
    </Screen>
  )
}

function Password() {
  const t = useT()
  const [form, setForm] = useState({ password: '', newPassword: '' })
  const [tried, setTried] = useState(false)
  const change = useAction(async () => {
    setTried(true)
    if (form.password === '' || form.newPassword === '') return
    const { accessToken, refreshToken } = await api.changeMerchantPassword({ body: form })
    useSession.getState().keep({ accessToken, refreshToken })
    toast(t('passwordDone'))
    goBack()
  })
  const fields = [
    ['password', t('passwordOld')],
    ['newPassword', t('loginNewPassword')],
  ] as const
  return (
    <>
      <Card pad={false}>
        {fields.map(([name, label]) => (
          <Field
            key={name}
            label={label}
            type='password'
            value={form[name]}
            maxLength={MOST}
            error={tried && form[name] === '' ? t('required', { name: label }) : undefined}
            onChange={(value) => setForm((old) => ({ ...old, [name]: value }))}
          />
        ))}
      </Card>
      <View className='ll-sheet__foot'>
        <Button block size='large' loading={change.pending} onTap={() => void change.run()}>
          {t('save')}
        </Button>
      </View>
    </>
  )
}

import { Button, Card, Countdown, Icon, Page, Price, QrCode, Row, Sheet, Stepper, toast } from '@linli/mini-ui'
import { useState } from 'react'

export default function Home() {
  const [n, setN] = useState(1)
  const [open, setOpen] = useState(false)
  return (
    <Page title='邻里' tab home='/pages/home/index'>
      <Card title='测试'>
        <Price fen={1990} wasFen={2590} />
        <Stepper value={n} label='n' onChange={setN} />
        <Icon name='cart' tone='brand' />
        <QrCode text='hello' size={160} />
        <Countdown until={'2026-12-26T19:39:43Z'} />
        <Button onTap={() => setOpen(true)}>打开</Button>
      </Card>
      <Card pad={false}>
        <Row title='地址' note='北京' value='>' onTap={() => toast('hi')} />
      </Card>
      <Sheet title='规格' visible={open} onClose={() => setOpen(false)}>hello</Sheet>
    </Page>
  )
}

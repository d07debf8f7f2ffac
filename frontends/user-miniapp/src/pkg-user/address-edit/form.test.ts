import { expect, test } from 'vitest'
import { EMPTY, filledIn, parseAddress, parsePlace, wrongFields } from './form'

test('a pasted address is taken apart', () => {
  expect(parseAddress('王芳 13800000000 上海市 浦东新区 张江镇张江路 88 号 3 幢 502')).toMatchObject({
    recipientName: '王芳',
    phone: '13800000000',
    province: '上海市',
    city: '上海市',
    district: '浦东新区',
    street: '张江镇',
    detail: '张江路88号3幢502',
  })
  expect(
    parseAddress('收货人：李雷，电话：138-0000-0001，地址：浙江省杭州市滨江区长河街道春晓路288号'),
  ).toMatchObject({
    recipientName: '李雷',
    phone: '13800000001',
    province: '浙江省',
    city: '杭州市',
    district: '滨江区',
    street: '长河街道',
    detail: '春晓路288号',
  })
})

test('what is no address is left alone', () => {
  expect(parseAddress('明天记得买菜')).toBeUndefined()
  expect(parseAddress('13800000000')).toBeUndefined()
})

test('an empty form names what is missing, a good one nothing', () => {
  expect(wrongFields(EMPTY)).toEqual(['recipientName', 'phone', 'province', 'city', 'district', 'detail'])
  const good = {
    ...EMPTY,
    recipientName: '王芳',
    phone: '13800000000',
    province: '上海市',
    city: '上海市',
    district: '浦东新区',
    detail: '88 号',
  }
  expect(wrongFields(good)).toEqual([])
  expect(wrongFields({ ...good, phone: '12345' })).toEqual(['phone'])
})

test('a place of a map fills what is empty, and leaves what was typed', () => {
  const found = parsePlace('浙江省杭州市滨江区长河街道春晓路288号')
  expect(found).toMatchObject({ province: '浙江省', district: '滨江区', street: '长河街道' })
  const form = filledIn({ ...EMPTY, recipientName: '王芳', city: '杭州' }, { ...found, detail: '江南春晓' })
  expect(form).toMatchObject({ recipientName: '王芳', city: '杭州', district: '滨江区', detail: '江南春晓' })
})

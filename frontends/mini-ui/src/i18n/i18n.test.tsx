import Taro from '@tarojs/taro'
import { act, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useSettings } from '../settings'
import { defineDictionary, fill } from './dictionary'

const words = defineDictionary({ left: '仅剩 {n} 件' }, { left: 'Only {n} left' })
const Label = () => <p>{words.useT()('left', { n: 3 })}</p>

test('a switch of the language is seen at once, and kept on the device', () => {
  useSettings.getState().set({ lang: 'zh' })
  render(<Label />)
  expect(screen.getByText('仅剩 3 件')).toBeTruthy()
  act(() => useSettings.getState().set({ lang: 'en' }))
  expect(screen.getByText('Only 3 left')).toBeTruthy()
  expect(String(Taro.getStorageSync('linli-test:settings'))).toContain('"lang":"en"')
})

test('a value that is missing stays visible', () => {
  expect(fill('{a} 和 {b}', { a: 1 })).toBe('1 和 {b}')
})

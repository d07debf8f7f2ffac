import type { EChartsCoreOption } from '../../ui/chart-parts.ts'

export type Colours = {
  readonly brand: string
  readonly soft: string
  readonly amber: string
  readonly violet: string
  readonly text: string
  readonly line: string
  readonly surface: string
  readonly strong: string
}

export type Slot = {
  readonly label: string
  readonly orders: number | null
  readonly gmvYuan: number | null
  readonly gmvBeforeYuan: number
}

type Names = { readonly orders: string; readonly gmv: string; readonly gmvBefore: string }

const axis = ({ text, line }: Colours) => ({
  axisLabel: { color: text },
  axisLine: { lineStyle: { color: line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: line, type: 'dashed' } },
})

const tooltip = ({ surface, line, strong }: Colours) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: surface,
  borderColor: line,
  textStyle: { color: strong, fontSize: 12 },
})

/** Money as an area, the span before as a dashed line, orders as bars on their own axis. */
export const salesOption = (slots: readonly Slot[], names: Names, colours: Colours): EChartsCoreOption => ({
  animationDuration: 500,
  grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
  legend: { top: 0, left: 0, textStyle: { color: colours.text }, itemWidth: 14, itemHeight: 8 },
  tooltip: tooltip(colours),
  xAxis: { type: 'category', data: slots.map(({ label }) => label), ...axis(colours) },
  yAxis: [
    { type: 'value', ...axis(colours), axisLabel: { color: colours.text, formatter: '¥{value}' } },
    { type: 'value', minInterval: 1, ...axis(colours), splitLine: { show: false } },
  ],
  series: [
    {
      name: names.gmv,
      type: 'line',
      smooth: 0.35,
      smoothMonotone: 'x',
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { width: 2.5, color: colours.brand },
      itemStyle: { color: colours.brand },
      areaStyle: { color: colours.brand, opacity: 0.12 },
      data: slots.map(({ gmvYuan }) => gmvYuan),
    },
    {
      name: names.gmvBefore,
      type: 'line',
      smooth: 0.35,
      smoothMonotone: 'x',
      symbol: 'none',
      lineStyle: { width: 1.5, type: 'dashed', color: colours.amber },
      itemStyle: { color: colours.amber },
      data: slots.map(({ gmvBeforeYuan }) => gmvBeforeYuan),
    },
    {
      name: names.orders,
      type: 'bar',
      yAxisIndex: 1,
      barMaxWidth: 14,
      itemStyle: { color: colours.soft, borderRadius: [4, 4, 0, 0] },
      data: slots.map(({ orders }) => orders),
    },
  ],
})

export type Load = {
  readonly name: string
  readonly preparing: number
  readonly delivering: number
  readonly waiting: number
}

type LoadNames = { readonly preparing: string; readonly delivering: string; readonly waiting: string }

/** One bar per pickup point, its open work stacked by state, the busiest on top. */
export function loadOption(points: readonly Load[], names: LoadNames, colours: Colours): EChartsCoreOption {
  const upwards = [...points].reverse()
  const part = (key: 'preparing' | 'delivering' | 'waiting', color: string) => ({
    name: names[key],
    type: 'bar',
    stack: 'load',
    barMaxWidth: 16,
    itemStyle: { color },
    data: upwards.map((point) => point[key]),
  })
  return {
    animationDuration: 500,
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: colours.text }, itemWidth: 14, itemHeight: 8 },
    tooltip: { ...tooltip(colours), axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', minInterval: 1, ...axis(colours) },
    yAxis: {
      type: 'category',
      data: upwards.map(({ name }) => name),
      ...axis(colours),
      axisLabel: { color: colours.text, width: 130, overflow: 'truncate' },
    },
    series: [
      part('preparing', colours.brand),
      part('delivering', colours.amber),
      part('waiting', colours.violet),
    ],
  }
}

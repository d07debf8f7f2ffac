import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What a picture shows → its Unicode code point, which is its file name in the package. */
const PICTURES = {
  amphora: '1f3fa',
  apple: '1f34e',
  avocado: '1f951',
  bacon: '1f953',
  baguette: '1f956',
  bamboo: '1f38d',
  banana: '1f34c',
  beans: '1fad8',
  beer: '1f37a',
  'bell-pepper': '1fad1',
  blueberries: '1fad0',
  boy: '1f466',
  bread: '1f35e',
  broccoli: '1f966',
  butter: '1f9c8',
  cake: '1f370',
  candy: '1f36c',
  carrot: '1f955',
  cheese: '1f9c0',
  cherries: '1f352',
  chicken: '1f414',
  chestnut: '1f330',
  chocolate: '1f36b',
  coconut: '1f965',
  cookie: '1f36a',
  corn: '1f33d',
  crab: '1f980',
  croissant: '1f950',
  cucumber: '1f952',
  'cut-of-meat': '1f969',
  dango: '1f361',
  droplet: '1f4a7',
  duck: '1f986',
  dumpling: '1f95f',
  egg: '1f95a',
  eggplant: '1f346',
  fish: '1f41f',
  flatbread: '1fad3',
  garlic: '1f9c4',
  ginger: '1fada',
  girl: '1f467',
  grapes: '1f347',
  'green-apple': '1f34f',
  herb: '1f33f',
  honey: '1f36f',
  'hot-pepper': '1f336',
  'ice-cream': '1f368',
  'ice-pop': '1f366',
  jar: '1fad9',
  'juice-box': '1f9c3',
  kiwi: '1f95d',
  'leafy-green': '1f96c',
  lemon: '1f34b',
  lobster: '1f99e',
  lotus: '1fab7',
  man: '1f468',
  mango: '1f96d',
  'meat-on-bone': '1f356',
  melon: '1f348',
  milk: '1f95b',
  'moon-cake': '1f96e',
  mushroom: '1f344',
  noodles: '1f35c',
  octopus: '1f419',
  oden: '1f362',
  olive: '1fad2',
  onion: '1f9c5',
  oyster: '1f9aa',
  'pea-pod': '1fadb',
  peach: '1f351',
  peanuts: '1f95c',
  pear: '1f350',
  pie: '1f967',
  pineapple: '1f34d',
  potato: '1f954',
  'poultry-leg': '1f357',
  pumpkin: '1f383',
  rice: '1f35a',
  'rice-cracker': '1f358',
  'rice-ear': '1f33e',
  sake: '1f376',
  salad: '1f957',
  salt: '1f9c2',
  seedling: '1f331',
  shell: '1f41a',
  shop: '1f3ea',
  shrimp: '1f990',
  squid: '1f991',
  strawberry: '1f353',
  sunflower: '1f33b',
  sushi: '1f363',
  'sweet-potato': '1f360',
  tangerine: '1f34a',
  teacup: '1f375',
  teapot: '1fad6',
  tomato: '1f345',
  watermelon: '1f349',
  woman: '1f469',
  'older-man': '1f474',
  'older-woman': '1f475',
} as const

export type PictureKey = keyof typeof PICTURES

export const pictureKeys = Object.keys(PICTURES).filter(isPictureKey)

function isPictureKey(key: string): key is PictureKey {
  return key in PICTURES
}

const folder = dirname(createRequire(import.meta.url).resolve('@twemoji/svg/package.json'))

/** Absolute path of the SVG file that shows `key`, inside the installed package `@twemoji/svg`. */
export function picturePath(key: PictureKey): string {
  return join(folder, `${PICTURES[key]}.svg`)
}

/** Where a loader puts the picture in object storage: `demo/pictures/tomato.svg`. */
export function pictureObjectKey(key: PictureKey): string {
  return `demo/pictures/${key}.svg`
}

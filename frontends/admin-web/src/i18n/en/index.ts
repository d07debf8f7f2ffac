import type { Messages } from '../zh/index.ts'
import { common } from './common.ts'
import { enums } from './enums.ts'
import { goods } from './goods.ts'
import { people } from './people.ts'
import { places } from './places.ts'
import { system } from './system.ts'
import { trade } from './trade.ts'

export const en: Messages = { ...common, enums, ...trade, ...goods, ...people, ...places, ...system }

import { common } from './common.ts'
import { enums } from './enums.ts'
import { goods } from './goods.ts'
import { people } from './people.ts'
import { places } from './places.ts'
import { system } from './system.ts'
import { trade } from './trade.ts'

export const zh = { ...common, enums, ...trade, ...goods, ...people, ...places, ...system }

/** Every text has a place here; English must fill each of them. */
export type Messages = typeof zh

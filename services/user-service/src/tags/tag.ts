/** A group of residents that is made and given by hand. */
export type Tag = {
  readonly id: string
  readonly name: string
}

export const MOST_TAGS = 200

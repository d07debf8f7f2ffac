export type Seen = {
  /** Within some screens of the one that is looked at. */
  readonly isNear: boolean
  /** Pixels; 0 while the whole page is hidden. */
  readonly height: number
}

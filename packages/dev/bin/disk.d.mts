export interface Room {
  dir: string
  /** Megabytes that this user may still write there. */
  mb: number
}

/** The room in a folder that is there or will be. */
export declare function roomAt(dir: string): Room

/** What to do when `text`, or too little room in one of the folders, says that the disk is full; else undefined. */
export declare function explainFullDisk(text: string, rooms: readonly [Room, ...Room[]]): string | undefined

// The native bar reads no CSS variables: these are tokens of theme/_tokens.scss. Its icons are drawn in them beforehand.
export const TAB_COLOURS = {
  light: { color: '#5b675f', selectedColor: '#0b7a50', backgroundColor: '#ffffff', borderStyle: 'white' },
  dark: { color: '#a3b0a8', selectedColor: '#4fcf98', backgroundColor: '#18201b', borderStyle: 'black' },
} as const

/** File of a tab's icon below `static/`. */
export const tabIconFile = (icon: string, scheme: keyof typeof TAB_COLOURS, selected: boolean): string =>
  `tab-${icon}${scheme === 'dark' ? '-dark' : ''}${selected ? '-on' : ''}.png`

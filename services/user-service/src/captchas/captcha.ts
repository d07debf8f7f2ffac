/** A whole number from 0 to `below` − 1. */
export type Random = (below: number) => number

const LENGTH = 4
const WIDTH = 120
const HEIGHT = 44
const NOISE_LINES = 5

// Strokes on a 10 × 20 grid; drawn as paths, so that the answer is not in the file as text. 1 and 7 look alike: left out.
const GLYPHS: Readonly<Record<string, string>> = {
  0: '0,0 10,0 10,20 0,20 0,0',
  2: '0,3 3,0 8,0 10,4 9,9 0,20 10,20',
  3: '0,0 10,0 5,8 10,12 9,18 4,20 0,17',
  4: '7,20 7,0 0,13 10,13',
  5: '10,0 1,0 0,9 7,8 10,13 7,20 0,19',
  6: '9,0 3,4 0,12 2,20 8,20 10,14 6,10 1,13',
  8: '5,9 1,5 3,0 8,0 9,5 5,9 0,14 2,20 8,20 10,14 5,9',
  9: '10,7 4,10 0,6 2,0 8,0 10,7 9,15 4,20',
}
const ALPHABET = Object.keys(GLYPHS)

export function captchaText(random: Random): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[random(ALPHABET.length)]).join('')
}

/** An SVG of the text: bent strokes, turned and shifted, behind noise lines. */
export function drawCaptcha(text: string, random: Random): string {
  const glyphs = [...text].map((character, index) => drawGlyph(character, { x: 14 + index * 26, random }))
  const noise = Array.from({ length: NOISE_LINES }, () => drawNoise(random))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="none" stroke-linecap="round" stroke-linejoin="round">${[...glyphs, ...noise].join('')}</svg>`
}

function drawGlyph(character: string, { x, random }: { x: number; random: Random }): string {
  const jitter = () => (random(31) - 15) / 10
  const points = (GLYPHS[character] ?? '').split(' ').map((point) =>
    point
      .split(',')
      .map((value) => (Number(value) + jitter()).toFixed(1))
      .join(','),
  )
  const turn = random(41) - 20
  const y = 8 + random(9)
  return `<polyline transform="translate(${x} ${y}) rotate(${turn} 5 10)" stroke="${colour(random)}" stroke-width="2.4" points="${points.join(' ')}"/>`
}

function drawNoise(random: Random): string {
  const at = () => `${random(WIDTH)} ${random(HEIGHT)}`
  return `<path stroke="${colour(random)}" stroke-width="1" d="M${at()}Q${at()} ${at()}"/>`
}

const colour = (random: Random) => `rgb(${random(120)},${random(120)},${random(120)})`

/** What is hashed, so that the row does not tell the answer: it is bound to its captcha. */
export function captchaSecret(id: string, answer: string): string {
  return `captcha:${id}:${answer.trim()}`
}

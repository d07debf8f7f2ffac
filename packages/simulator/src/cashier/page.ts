const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe for HTML, in content and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif }
  body { margin: 0; background: light-dark(#f3f4f6, #15171a); color: light-dark(#1f2328, #e8eaed) }
  main { max-width: 440px; margin: 0 auto; padding: 0 20px 40px }
  .mark { padding: 10px 20px; background: repeating-linear-gradient(45deg, #ffd43b 0 14px, #ffe066 14px 28px); color: #3b2f00; font-weight: 700; text-align: center }
  h1 { margin: 32px 0 4px; font-size: 22px } .sub { margin: 0 0 24px; color: light-dark(#57606a, #a9b1ba) }
  .amount { margin: 20px 0; font-size: 44px; font-weight: 700; text-align: center; font-variant-numeric: tabular-nums }
  button { display: block; box-sizing: border-box; width: 100%; min-height: 48px; margin: 10px 0; padding: 8px 16px; border: 1px solid light-dark(#d0d7de, #3b4148); border-radius: 10px; background: light-dark(#fff, #22262b); color: inherit; font: inherit; text-align: left; cursor: pointer }
  button.main { border-color: #0a7a3c; background: #0a7a3c; color: #fff; font-weight: 600; text-align: center }
  button.quiet { text-align: center } small { color: light-dark(#57606a, #a9b1ba) }`

/** A whole page that cannot be taken for WeChat: the stripe says so. @param content trusted HTML */
export const page = (title: string, content: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<title>${escapeHtml(title)} · 模拟器</title><style>${STYLE}</style></head>
<body><div class="mark" role="note">模拟器 · 不是微信，不会真的扣款 · SIMULATOR</div><main>
<h1>${escapeHtml(title)}</h1>${content}</main></body></html>`

/** A form with one button; the values travel as hidden fields. */
export function choice(
  action: string,
  { label, note = '', kind = '' }: { label: string; note?: string; kind?: 'main' | 'quiet' | '' },
  values: Readonly<Record<string, string>>,
): string {
  const fields = Object.entries(values).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const small = note === '' ? '' : `<br><small>${escapeHtml(note)}</small>`
  return `<form method="post" action="${escapeHtml(action)}">${fields.join('')}<button class="${kind}">${escapeHtml(label)}${small}</button></form>`
}

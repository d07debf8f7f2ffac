// Taro's templates know no aria attributes: without them a screen reader in WeChat is told nothing of labels.
const ARIA = { 'aria-role': 'i.ariaRole', 'aria-label': 'i.ariaLabel' }

module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform === 'weapp')
        platform.template.mergeComponents(ctx, { View: ARIA, Image: ARIA, Text: ARIA })
    },
  })
}

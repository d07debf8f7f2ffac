const taroConfig = require('@linli/mini-ui/taro-config')

module.exports = taroConfig({ root: require('node:path').resolve(__dirname, '..'), name: 'linli-merchant' })

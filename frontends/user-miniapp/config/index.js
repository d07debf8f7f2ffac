const path = require('node:path')
const taroConfig = require('@linli/mini-ui/taro-config')

module.exports = taroConfig({
  root: path.resolve(__dirname, '..'),
  name: 'linli-user',
  home: 'pages/home/index',
})

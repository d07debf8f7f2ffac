-- HTTP status of a refusal -> what the client reads. `code` repeats the status unless a 19xx code says more.
-- gateway/local/src/refusals.ts holds the same rows; a test compares the two.
return {
  [400] = { code = 400, zh = "请求格式错误", en = "Malformed request" },
  [401] = { code = 401, zh = "请先登录", en = "Please log in" },
  [403] = { code = 403, zh = "没有访问权限", en = "You may not do this" },
  [404] = { code = 404, zh = "接口不存在", en = "No such endpoint" },
  [408] = { code = 408, zh = "请求超时", en = "The request took too long to arrive" },
  [411] = { code = 411, zh = "缺少 Content-Length", en = "Content-Length is required" },
  [413] = { code = 413, zh = "请求内容过大", en = "The request body is too large" },
  [414] = { code = 414, zh = "请求地址过长", en = "The request address is too long" },
  [417] = { code = 417, zh = "请求内容过大", en = "The request body is too large" },
  [429] = { code = 429, zh = "请求过于频繁,请稍后再试", en = "Too many requests, please try again later" },
  [431] = { code = 431, zh = "请求头过大", en = "The request headers are too large" },
  [500] = { code = 1900, zh = "网关内部错误", en = "Gateway error" },
  [502] = { code = 1902, zh = "服务暂不可用,请稍后再试", en = "The service is unavailable, please try again later" },
  [503] = { code = 1902, zh = "服务暂不可用,请稍后再试", en = "The service is unavailable, please try again later" },
  [504] = { code = 1901, zh = "服务响应超时,请稍后再试", en = "The service took too long to answer" },
}

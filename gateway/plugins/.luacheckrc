std = "luajit"
globals = { "kong", "ngx" }
self = false
max_line_length = 130
files["spec"] = { std = "+busted" }

__turbopack_load_page_chunks__("/_app", [
  "static/chunks/0n79uke9i50vv.js",
  "static/chunks/2f9w-95oozwp6.js",
  "static/chunks/turbopack-2u1d16houkiyo.js"
])

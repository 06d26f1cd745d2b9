var R=require("../../../../../chunks/[turbopack]_runtime.js")("server/pages/api/area0/thing0/files/[...path].js")
R.c("server/chunks/[externals]_next_dist_compiled_@opentelemetry_api_0e9kh_emcpfed._.js")
R.c("server/chunks/[root-of-the-server]__1xdx0gfhj4u00._.js")
R.c("server/chunks/node_modules_next_dist_esm_build_templates_pages-api_0ttsbm0p3qlg1.js")
R.m(1552)
module.exports=R.m(1552).exports

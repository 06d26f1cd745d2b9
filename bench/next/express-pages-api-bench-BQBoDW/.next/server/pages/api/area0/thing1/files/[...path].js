var R=require("../../../../../chunks/[turbopack]_runtime.js")("server/pages/api/area0/thing1/files/[...path].js")
R.c("server/chunks/[externals]_next_dist_compiled_@opentelemetry_api_0e9kh_emcpfed._.js")
R.c("server/chunks/[root-of-the-server]__1xdx0gfhj4u00._.js")
R.c("server/chunks/node_modules_next_dist_esm_build_templates_pages-api_06-34aye43x-j.js")
R.m(5903)
module.exports=R.m(5903).exports

var R=require("../chunks/ssr/[turbopack]_runtime.js")("server/pages/_document.js")
R.c("server/chunks/ssr/[externals]_next_dist_compiled_@opentelemetry_api_0e9kh_emcpfed._.js")
R.c("server/chunks/ssr/[root-of-the-server]__1ity5-fx81vvh._.js")
R.c("server/chunks/ssr/[root-of-the-server]__213_-ztqm1qka._.js")
R.m(3590)
module.exports=R.m(3590).exports

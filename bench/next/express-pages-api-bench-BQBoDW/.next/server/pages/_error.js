var R=require("../chunks/ssr/[turbopack]_runtime.js")("server/pages/_error.js")
R.c("server/chunks/ssr/[root-of-the-server]__0pzq_njr53ocu._.js")
R.c("server/chunks/ssr/[externals]_next_dist_compiled_@opentelemetry_api_0e9kh_emcpfed._.js")
R.c("server/chunks/ssr/[root-of-the-server]__1ity5-fx81vvh._.js")
R.c("server/chunks/ssr/[root-of-the-server]__213_-ztqm1qka._.js")
R.c("server/chunks/ssr/node_modules_next_1_o5zxs01k1z6._.js")
R.m(5695)
module.exports=R.m(5695).exports

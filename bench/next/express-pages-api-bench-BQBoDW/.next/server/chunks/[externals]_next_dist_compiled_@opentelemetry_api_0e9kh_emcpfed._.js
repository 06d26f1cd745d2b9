module.exports=[406,(e,t,p)=>{t.exports=e.x("next/dist/compiled/@opentelemetry/api",()=>require("next/dist/compiled/@opentelemetry/api"))}];

//# sourceMappingURL=%5Bexternals%5D_next_dist_compiled_%40opentelemetry_api_0e9kh_emcpfed._.js.map
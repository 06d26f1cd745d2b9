self.__BUILD_MANIFEST = {
  "/_error": [
    "static/chunks/2ubjc99ud1z26.js"
  ],
  "__rewrites": {
    "afterFiles": [],
    "beforeFiles": [],
    "fallback": []
  },
  "sortedPages": [
    "/_app",
    "/_error",
    "/api/area0/thing0",
    "/api/area0/thing0/create",
    "/api/area0/thing0/files/[...path]",
    "/api/area0/thing0/[id]",
    "/api/area0/thing0/[id]/items/[item]",
    "/api/area0/thing1",
    "/api/area0/thing1/create",
    "/api/area0/thing1/files/[...path]",
    "/api/area0/thing1/[id]",
    "/api/area0/thing1/[id]/items/[item]"
  ]
};self.__TURBOPACK_PAGE_BOOTSTRAP = {"/_app":{"otherChunks":["static/chunks/0n79uke9i50vv.js","static/chunks/2f9w-95oozwp6.js"],"runtimeModuleIds":[783,984]},"/_error":{"otherChunks":["static/chunks/306euk3hkl2h4.js"],"runtimeModuleIds":[783,184]}};self.__TURBOPACK_CHUNK_LOADING_GLOBAL = "TURBOPACK";self.__BUILD_MANIFEST_CB && self.__BUILD_MANIFEST_CB()
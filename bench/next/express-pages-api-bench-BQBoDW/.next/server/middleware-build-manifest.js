globalThis.__BUILD_MANIFEST = {
  "pages": {
    "/_app": [
      "static/chunks/0n79uke9i50vv.js",
      "static/chunks/2f9w-95oozwp6.js",
      "static/chunks/turbopack-2u1d16houkiyo.js"
    ],
    "/_error": [
      "static/chunks/306euk3hkl2h4.js",
      "static/chunks/turbopack-2u1d16houkiyo.js"
    ]
  },
  "devFiles": [],
  "polyfillFiles": [],
  "lowPriorityFiles": [
    "static/Ll8NOs_vAEye_he9cC7vT/_buildManifest.js",
    "static/Ll8NOs_vAEye_he9cC7vT/_ssgManifest.js",
    "static/Ll8NOs_vAEye_he9cC7vT/_clientMiddlewareManifest.js"
  ],
  "rootMainFiles": [],
  "rootMainFilesTree": {},
  "pagesChunkGroupBootstrapParams": {
    "/_app": {
      "otherChunks": [
        "static/chunks/0n79uke9i50vv.js",
        "static/chunks/2f9w-95oozwp6.js"
      ],
      "runtimeModuleIds": [
        783,
        984
      ]
    },
    "/_error": {
      "otherChunks": [
        "static/chunks/306euk3hkl2h4.js"
      ],
      "runtimeModuleIds": [
        783,
        184
      ]
    }
  },
  "chunkLoadingGlobal": "TURBOPACK"
};

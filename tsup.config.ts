import fs from 'node:fs';
import path from 'node:path';
import { build, transform, type Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { bundlePage } from './lib/dev/explorer/page/bundle-page.js';

const target = 'node20';

/** The entries that users import. */
const publicEntries = {
  index: 'lib/index.ts',
  next: 'lib/next/index.ts',
  testing: 'lib/testing/index.ts',
  explorer: 'lib/dev/explorer/index.ts',
  web: 'lib/web/index.ts',
};
// The other entries are loaded by their file names: see load-modules.ts, load-watch.ts and dev/watch.
const esmEntries = {
  cli: 'lib/cli/cli.ts',
  'import-hooks-thread': 'lib/dev/watch/modules/import-hooks-thread.ts',
  'module-identity': 'lib/files/module-identity.ts',
  'watch-thread': 'lib/dev/watch/disk/watch-thread.ts',
};
const cjsEntries = {
  'module-identity': 'lib/files/module-identity.ts',
  watch: 'lib/dev/watch/index.ts',
};

/**
 * The packages that Express does not bring. Users get them as parts of this one: `dist/dependencies/<name>.cjs`,
 * without the scope.
 */
const bundledPackages = ['@remix-run/node-fetch-server', 'commander', 'content-type', 'fresh', 'glob', 'js-tokens'];

async function bundlePackages(): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(bundledPackages.map((name) => [path.basename(name), name])),
    outdir: 'dist/dependencies',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target,
  });
  const folders = new Set(bundledPackages.flatMap((name) => packageFolders(name, '.')));
  fs.writeFileSync('dist/dependencies/LICENSES.txt', licensesOf([...folders].sort()));
}

/** Returns the licenses of packages, each text once, below the names and versions of its packages. */
function licensesOf(folders: readonly string[]): string {
  const owners = new Map<string, string[]>();
  for (const folder of folders) {
    const { name, version } = readManifest(folder);
    const text = licenseOf(folder);
    owners.set(text, [...(owners.get(text) ?? []), `${name} ${version}`]);
  }
  return [...owners].map(([text, names]) => `${names.join('\n')}\n\n${text}`).join('\n');
}

/** Returns the folder of a package, and those of all packages that it depends on. */
function packageFolders(name: string, dependent: string): string[] {
  const own = path.join(dependent, 'node_modules', name);
  if (!fs.existsSync(own)) return packageFolders(name, path.join(dependent, '..', '..'));
  return [own, ...Object.keys(readManifest(own).dependencies ?? {}).flatMap((other) => packageFolders(other, own))];
}

function licenseOf(folder: string): string {
  const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${folder} has no license to hand on.`);
  return fs.readFileSync(path.join(folder, file), 'utf8');
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Writes the page of the explorer into a file of its own, which both builds of the explorer import. */
function writeExplorerPage(): void {
  const text = bundlePage(path.resolve('lib/dev/explorer/page/page.html'));
  fs.writeFileSync('dist/explorer-page.cjs', `module.exports = ${JSON.stringify(text)};\n`);
}

const importExplorerPage: Plugin = {
  name: 'import-explorer-page',
  setup(build) {
    build.onResolve({ filter: /\/page\.html$/ }, () => ({ path: './explorer-page.cjs', external: true }));
  },
};

const importBundledPackages: Plugin = {
  name: 'import-bundled-packages',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:${bundledPackages.join('|')})$`) }, ({ path: name }) => ({
      path: `./dependencies/${path.basename(name)}.cjs`,
      external: true,
    }));
  },
};

/** Converts chunks to CommonJS: esbuild itself cannot split code in that format, and entries share most of theirs. */
const toCommonJs: NonNullable<Options['plugins']>[number] = {
  name: 'to-commonjs',
  renderChunk(code) {
    // `import()` stays, which route files need. `import.meta.url` is undefined, as load-modules.ts expects.
    const logOverride = { 'empty-import-meta': 'silent' } as const;
    // Parts of this package are required when they are needed: jest refuses `import()` in CommonJS.
    const required = code.replace(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(() => require($1))');
    return transform(required, { format: 'cjs', platform: 'node', target, logOverride });
  },
};

export default defineConfig(async () => {
  fs.rmSync('dist', { recursive: true, force: true });
  await bundlePackages();
  writeExplorerPage();
  const shared: Options = {
    format: 'esm',
    target,
    splitting: true,
    esbuildPlugins: [importExplorerPage, importBundledPackages],
  };
  return [
    { ...shared, entry: { ...publicEntries, ...esmEntries } },
    {
      ...shared,
      entry: { ...publicEntries, ...cjsEntries },
      outExtension: () => ({ js: '.cjs' }),
      plugins: [toCommonJs],
    },
    { format: ['esm', 'cjs'], entry: publicEntries, dts: { entry: publicEntries, only: true } },
  ];
});

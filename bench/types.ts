/** Types that several parts of the benchmark share. Nothing here exists at run time. */
import type { Express, RequestHandler } from 'express';
import type { contenderNames } from './support/contenders.js';
import type { hitKinds } from './support/route-tree.js';
import type { variantNames } from './start-up/variants.js';

export type HitKind = (typeof hitKinds)[number];
export type Kind = HitKind | 'miss';
export type Major = 4 | 5;

/** A route file of a generated tree. */
export interface TreeRoute {
  /** The name of the file, relative to the route folder. */
  readonly file: string;
  readonly kind: HitKind;
  readonly expressPath: (major: Major) => string;
  /** Returns a URL of the route, relative to the mount path, with the salt in the value of each param. */
  readonly url: (salt: string) => string;
}

export type ContenderName = (typeof contenderNames)[number];

/** A `require` of an app: types follow from the name of the package, or the caller says which. */
export type AppRequire = (name: string) => unknown;

/** The material of which a contender makes its app. */
export interface AppSetting {
  readonly require: AppRequire;
  readonly major: Major;
  readonly tree: readonly TreeRoute[];
  readonly routeFolder: string;
  readonly folderWithoutCatchAlls: string;
  /** The handler of the bare function. It calls `next()` for a miss. */
  readonly answer: RequestHandler;
}

export interface Contender {
  readonly label: string;
  readonly createApp: (setting: AppSetting) => Express | Promise<Express>;
  /** `true` for another library: one that answers a kind of request wrongly is left out of that kind. */
  readonly isPeer?: boolean;
  /** `true` if the app holds little memory, whatever the size of the tree. */
  readonly isLight?: boolean;
}

export type Format = 'cjs' | 'esm';
export type VariantName = (typeof variantNames)[number];

export type OnProgress = (text: string) => void;

export interface WarmUp {
  readonly requests: number;
  readonly cpuMs: number;
}

export interface InProcessProfile {
  sizes: number[];
  majors: Major[];
  generations: number;
  rounds: number;
  readonly sliceMs: number;
  readonly warmUp: WarmUp;
}

export interface StartUpProfile {
  sizes: number[];
  readonly rounds: number;
  readonly variants?: readonly VariantName[];
}

export interface MemoryProfile {
  sizes: number[];
  readonly rounds: number;
}

export interface HttpProfile {
  sizes: number[];
  readonly rounds: number;
  readonly seconds: number;
}

/** The folders of an app, and the size of the tree in them. */
export interface AppFolders {
  readonly size: number;
  readonly appFolder: string;
  readonly routeFolder: string;
  readonly folderWithoutCatchAlls: string;
}

/** The setting of a process that measures requests. */
export interface WorkerSetting extends AppFolders {
  readonly major: Major;
}

/** The first wrong answer of each kind, as a sentence. */
export type WrongAnswers = Partial<Record<Kind, string>>;

export interface Slice {
  readonly contender: ContenderName;
  readonly kind: Kind;
  readonly batches: number;
}

export type WorkerCommand =
  { readonly command: 'prepare'; readonly contender: ContenderName } | ({ readonly command: 'slice' } & Slice);

export type WorkerReply = { readonly result: unknown } | { readonly error: string };

/** The setting of a process that serves a tree over HTTP. */
export interface ServerSetting extends AppFolders {
  readonly contender: ContenderName;
}

/** Microseconds per request, by kind. A kind that a library cannot answer is left out. */
export type Micros = Partial<Record<Kind, number>>;

export interface InProcessResult {
  readonly major: Major;
  readonly size: number;
  readonly micros: Partial<Record<ContenderName, Micros>>;
  readonly notes: readonly string[];
}

export interface StartUpResult {
  readonly format: Format;
  readonly size: number;
  /** Milliseconds of CPU time per 1000 routes. */
  readonly ms: Partial<Record<VariantName, number>>;
}

/** The setting of a process that loads a tree once. */
export interface StartUpSetting {
  readonly variant: VariantName;
  readonly format: Format;
  readonly size: number;
  readonly appFolder: string;
  readonly routeFolder: string;
}

/** The setting of a process that measures its memory. */
export interface MemorySetting {
  readonly contender: ContenderName;
  readonly size: number;
  readonly appFolder: string;
  readonly routeFolder: string;
  readonly smallSize: number;
  readonly smallRouteFolder: string;
}

/** Bytes per route: after start-up, and when each route has answered once. */
export interface MemoryUse {
  readonly start: number;
  readonly requests: number;
}

export interface MemoryResult extends MemoryUse {
  readonly contender: ContenderName;
  readonly size: number;
}

export type ServerName = ContenderName | 'next';

export interface HttpResult {
  readonly size: number;
  readonly perSecond: Partial<Record<ServerName, number>>;
}

/** The results of each part of the benchmark, as they are saved. */
export interface Results {
  'in-process': InProcessResult[];
  'start-up': StartUpResult[];
  memory: MemoryResult[];
  http: HttpResult[];
}

export type Part = keyof Results;

/** A server that runs in a process of its own. */
export interface RunningServer {
  readonly name: ServerName;
  readonly origin: string;
  readonly close: () => void;
}

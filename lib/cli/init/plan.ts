/** A file that does not exist yet. */
export interface NewFile {
  /** The path of the file, relative to the project and with `/`. */
  readonly file: string;
  readonly text: string;
}

/** A file that gets new lines. */
export interface ChangedFile {
  /** The path of the file, relative to the project and with `/`. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The lines of a unified diff, as `diff -u` prints them. */
  readonly diff: readonly string[];
}

/** The commands to run after `init`. */
export interface NextSteps {
  /** The command that installs this package; absent if the package is already a dependency. */
  readonly install?: string;
  readonly start: string;
  readonly try: string;
}

/** A plan that `init` can apply. */
export interface ReadyPlan {
  readonly outcome: 'ready';
  readonly create: readonly NewFile[];
  readonly change: ChangedFile;
  /** The sentences to read before you confirm. */
  readonly notes: readonly string[];
  readonly next: NextSteps;
}

/** A plan for you to carry out by hand, because `init` cannot decide where to make the changes. */
export interface ManualPlan {
  readonly outcome: 'by-hand';
  readonly code:
    | 'NO_ENTRY'
    | 'SEVERAL_ENTRIES'
    | 'COMPILED_ENTRY'
    | 'BUNDLED'
    | 'LISTED_FILES'
    | 'UNCLEAR_PLACE'
    | 'UNCLEAR_FOLDER'
    | 'UNCLEAR_MODULE_KIND'
    | 'NOT_WRITABLE';
  /** The reason as a sentence, without a capital letter or a period. */
  readonly reason: string;
  /** The lines of code to add. */
  readonly lines: readonly string[];
  readonly next: Pick<NextSteps, 'install'>;
}

/** The plan for a project that already calls `fsRoutes`. */
export interface UnneededPlan {
  readonly outcome: 'nothing-to-do';
  readonly file: string;
  readonly line: number;
}

/** The result for a folder in which `init` cannot work. */
export interface RefusedPlan {
  readonly outcome: 'refused';
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** A plan that is printed as an answer; a refused one is reported as an error. */
export type PrintedPlan = ReadyPlan | ManualPlan | UnneededPlan;

export type Plan = PrintedPlan | RefusedPlan;

/** The result of a step that cannot decide. */
export interface Unclear {
  /** The reason as a sentence, without a capital letter or a period. */
  readonly unclear: string;
}

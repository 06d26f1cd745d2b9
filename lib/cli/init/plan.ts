/** A file that does not exist yet. */
export interface NewFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** A file that gets lines. */
export interface ChangedFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** As lines of `diff -u`. */
  readonly diff: readonly string[];
}

/** Commands to run afterwards. */
export interface NextSteps {
  /** Absent where the package is a dependency already. */
  readonly install?: string;
  readonly start: string;
  readonly try: string;
}

/** Everything that `init` would do. */
export interface ReadyPlan {
  readonly outcome: 'ready';
  readonly create: readonly NewFile[];
  readonly change: ChangedFile;
  /** What somebody should know before they say yes, in sentences. */
  readonly notes: readonly string[];
  readonly next: NextSteps;
}

/** Why a person has to do it, and what. */
export interface ByHandPlan {
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
  /** One sentence. */
  readonly reason: string;
  /** The lines of code to add. */
  readonly lines: readonly string[];
  readonly next: Pick<NextSteps, 'install'>;
}

/** The project has what `init` would add. */
export interface NothingToDo {
  readonly outcome: 'nothing-to-do';
  readonly file: string;
  readonly line: number;
}

/** `init` was called where it can do nothing. */
export interface RefusedPlan {
  readonly outcome: 'refused';
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** What can be shown. */
export type FeasiblePlan = ReadyPlan | ByHandPlan | NothingToDo;

export type Plan = FeasiblePlan | RefusedPlan;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- how TypeScript compares them is what is used here */
/** Whether two types are the same: not only assignable, and `any` is like nothing but `any`. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** An error where the argument is not `true`: `export type Cases = [Assert<Equal<…>>, …]`. */
export type Assert<T extends true> = T;
